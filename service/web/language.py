"""The language of a page: Japanese unless the address or the browser asks for English; no cookie is set."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape
from starlette.requests import Request

from graph_builder.source import Bilingual
from ontology.errors import SesakuError
from service.views import Value

Code = Literal["ja", "en"]
PARAMETER = "lang"


@dataclass(frozen=True)
class Language:
    """The language of one response; ``is_chosen`` when the address names it, so that links keep it."""

    code: Code
    is_chosen: bool = False

    @property
    def other(self) -> Code:
        """The language to switch to."""
        return "ja" if self.code == "en" else "en"

    def say(self, ja: str, en: str) -> str:
        """One of two texts."""
        return en if self.code == "en" else ja

    def count(self, number: int, noun: str) -> str:
        """A number of English things."""
        return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

    def first(self, values: Iterable[Value]) -> list[Value]:
        """The values with texts in the other language behind all others."""
        return sorted(values, key=lambda value: value.language == self.other)

    def name(self, text: Bilingual | None) -> Markup:
        """The text in this language, marked as Japanese where an English page has no other."""
        if text is None:
            return Markup("")
        if self.code == "ja":
            return escape(text.ja or text.en or "")
        return escape(text.en) if text.en else Markup('<span lang="ja">{}</span>').format(text.ja)

    def lines(self, error: SesakuError | None) -> list[tuple[Code, str]]:
        """What an error says, a line a language, this one first."""
        said: list[tuple[Code, str]] = [("ja", error.ja), ("en", error.en)] if error else []
        return sorted((line for line in said if line[1]), key=lambda line: line[0] != self.code)

    def plain(self, text: Bilingual | None) -> str:
        """The text in this language, or in the other."""
        if text is None:
            return ""
        return (text.en or text.ja) if self.code == "en" else (text.ja or text.en or "")


def language_of(request: Request) -> Language:
    """The language that ``?lang=`` names, else the one of the two that the browser likes better."""
    chosen = request.query_params.get(PARAMETER)
    if chosen in {"ja", "en"}:
        return Language("en" if chosen == "en" else "ja", is_chosen=True)
    qualities = dict(map(_read_range, request.headers.get("accept-language", "").split(",")))
    return Language("en" if qualities.get("en", 0.0) > qualities.get("ja", 0.0) else "ja")


def _read_range(text: str) -> tuple[str, float]:
    """A language range of RFC 9110 as its primary language and quality; an unreadable quality counts as 0."""
    tag, _, quality = text.partition(";")
    try:
        return tag.strip().lower().partition("-")[0], float(quality.strip().removeprefix("q=") or 1)
    except ValueError:
        return "", 0.0

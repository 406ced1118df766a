"""The pieces of a question that are filters: ministries, years, terms, chapters, themes, numbers and phrases."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ontology.numbers import CENTURY, YEAR_BEFORE, integer
from search.filters import Condition, FilterKind
from search.question_rules import compiled, matches, rules
from search.vocabulary import Vocabulary

# A Latin abbreviation of so few letters is a body only in capitals: MIC is a ministry, a mic is not.
_SHORT_ABBREVIATION = 3
# 文化庁長官, 経済産業大臣賞, 環境省エネ技術: the name of an office or a prize, or no name at all.
_NOT_A_BODY = "(?!長官|大臣|賞|令|エネ|力化)"


@dataclass(frozen=True)
class Piece:
    """A part of the question that was recognised: where it stands, what it asks for or excludes, and how to say so.

    ``start`` and ``end`` are offsets into `Question.text`; ``values`` are the IRIs, years, numbers or phrases of which
    a measure must have one, or none where it ``is_excluded``; ``searched`` is looked for beside, in its place.
    """

    kind: FilterKind
    text: str
    start: int
    end: int
    values: tuple[str | int, ...]
    shown: str
    searched: str = ""
    is_excluded: bool = False

    @property
    def value(self) -> str | int:
        """The first of its values."""
        return self.values[0]

    @property
    def condition(self) -> Condition:
        """What it asks for, without its place."""
        return Condition(self.kind, self.values, self.shown, self.is_excluded)


def iter_pieces(text: str, vocabulary: Vocabulary) -> Iterator[Piece]:
    """The filters in the order of precedence: of two that overlap the first counts."""
    known = rules()
    for match in matches(known["phrase"]["patterns"], text):
        phrase = match["phrase"]
        yield Piece("phrase", match[0], *match.span(), (phrase,), f"「{phrase}」", searched=match[0])
    yield from _iter_themes(text, vocabulary)
    for match in matches(known["measure"]["patterns"], text):
        yield Piece("measure", match[0], *match.span(), _numbers(match["numbers"]), f"施策{match['numbers']}")
    for match in matches(known["chapter"]["patterns"], text):
        numbers = _chapters(match.groupdict())
        yield Piece(
            "chapter", match[0], *match.span(), numbers, f"第{'〜'.join(map(str, numbers[:1] + numbers[1:][-1:]))}章"
        )
    yield from iter_years(text, vocabulary)
    yield from _iter_terms(text)
    folded = text.casefold()
    names = (name for in_small, name in vocabulary.body_names if in_small in folded)
    named = ((match, match[0].casefold()) for match in matches(map(_body_name, names), text))
    for match, name in (*named, *_iter_talk(text)):
        body = vocabulary.bodies_folded.get(name)
        if body is None:
            continue
        searched = body.shown.partition(" → ")[0] if body.is_mapped_up else ""
        yield Piece("ministry", match[0], *match.span(), (body.iri,), body.shown, searched)


def _iter_talk(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Where a body is called as in talk (農水), and its name."""
    known = rules()["ministry"]
    for name, pattern in known["talk"].items():
        yield from ((match, name) for match in matches([pattern], text, alone=known["alone"]))


def _iter_themes(text: str, vocabulary: Vocabulary) -> Iterator[Piece]:
    for match in matches(rules()["theme"]["patterns"], text):
        theme = vocabulary.themes_folded.get(match["label"].casefold())
        if theme:
            yield Piece("theme", match[0], *match.span(), theme[:1], theme[1])


def _iter_terms(text: str) -> Iterator[Piece]:
    known = rules()
    when = {"when": known["when"]["ja"], "when_en": known["when"]["en"]}
    for term, pattern in known["term"].items():
        for match in matches(known["only_term"]["patterns"], text, term=pattern, **when):
            yield Piece("only_term", match[0], *match.span(), (term,), f"{term}のみ")
        for match in matches([pattern], text, **when):
            yield Piece("term", match[0], *match.span(), (term,), term)


def iter_years(text: str, vocabulary: Vocabulary) -> Iterator[Piece]:
    """The fiscal years that are named one by one; a year of no ``年度`` only where the document has it."""
    known = rules()["fiscal_year"]
    for match in (*matches(known["western"], text), *matches(known["era"], text)):
        before = YEAR_BEFORE.get((match.groupdict().get("era") or "").lower(), CENTURY)
        year = before + (1 if match["year"] == "元" else integer(match["year"]) % 100)
        if "年度" in match[0] or year in vocabulary.fiscal_years:
            yield _year(match[0], match.start(), year)
            yield from _iter_further(text, match, before, vocabulary)


def _iter_further(text: str, first: re.Match[str], before: int, vocabulary: Vocabulary) -> Iterator[Piece]:
    """The years behind one that leave out what it says: the 8 of 令和6〜8年度; only those that the document has."""
    known = rules()["fiscal_year"]
    is_written_out, at = compiled(known["written_out"]).search(first[0]), first.end()
    while (match := compiled(known["further"]).match(text, at)) and not (is_written_out and "年" not in match[0]):
        year = before + int(match["year"])
        if year not in vocabulary.fiscal_years:
            return
        yield _year(text[match.start("year") : match.end()], match.start("year"), year)
        at = match.end()


def _year(text: str, start: int, year: int) -> Piece:
    return Piece("fiscal_year", text, start, start + len(text), (year,), f"{year}年度")


def _chapters(found: Mapping[str, str | None]) -> tuple[int, ...]:
    """The chapter of a match, or all from its first to its last."""
    first = integer(found["first"] or "")
    return tuple(range(first, integer(found.get("last") or "") + 1)) or (first,)


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers of a list (17、18), those between two of a range (10から12) included."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    is_range = len(numbers) == 2 and compiled(rules()["measure"]["range"]).search(text)
    return tuple(range(numbers[0], numbers[1] + 1)) if is_range else tuple(numbers)


def _body_name(name: str) -> str:
    if not name.isascii():
        return re.escape(name) + _NOT_A_BODY
    case = "" if len(name) <= _SHORT_ABBREVIATION else "i"
    return rf"(?{case}:(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9]))"

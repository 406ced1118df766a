"""The SKOS thesaurus compiled into a lexicon that loads in milliseconds: a query never parses Turtle."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal as OneOf
from typing import NamedTuple, cast

from pyoxigraph import Literal

from ontology.turtle import Statement, iter_statements, iter_thesaurus_names
from search.tokenizer import Token, tagged_terms

CONCEPT_BASE = "https://w3id.org/sesaku/concept/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"

_NOT_NAMING = ("助詞", "助動詞", "補助記号", "記号", "空白")
_KANA = re.compile("[ぁ-んー]{3,}")

LabelKind = OneOf["pref", "alt", "hidden"]
_LABEL_KINDS: dict[str, LabelKind] = {
    _SKOS + "prefLabel": "pref",
    _SKOS + "altLabel": "alt",
    _SKOS + "hiddenLabel": "hidden",
}


class Label(NamedTuple):
    """One name of a concept; ``terms`` are the terms by which it is recognised, in order (see `naming_terms`)."""

    concept: str
    text: str
    language: str
    kind: LabelKind
    terms: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether it may be shown: everyday words and misspellings may not."""
        return self.kind != "hidden"


@dataclass(frozen=True)
class Lexicon:
    """Labels, preferred ones first, and for each concept (named by its slug) the slugs of those above it."""

    labels: tuple[Label, ...]
    broader: dict[str, tuple[str, ...]]

    @cached_property
    def narrower(self) -> dict[str, tuple[str, ...]]:
        """For each concept the slugs of those directly below it."""
        below: dict[str, list[str]] = {}
        for slug, parents in self.broader.items():
            for parent in parents:
                below.setdefault(parent, []).append(slug)
        return {slug: tuple(children) for slug, children in below.items()}

    @cached_property
    def by_terms(self) -> Mapping[tuple[str, ...], Sequence[Label]]:
        """The labels that consist of just these terms, in this order."""
        in_kana, found = set(self.kana_labels), defaultdict(list)
        for label in self.labels:
            if label.terms and label not in in_kana:
                found[label.terms].append(label)
        return dict(found)

    @cached_property
    def by_term(self) -> Mapping[str, Sequence[int]]:
        """The positions of the labels of several terms that hold a term."""
        found = defaultdict(list)
        for position, label in enumerate(self.labels):
            if len(label.terms) > 1:
                for term in set(label.terms):
                    found[term].append(position)
        return dict(found)

    @cached_property
    def kana_labels(self) -> tuple[Label, ...]:
        """The labels in hiragana alone, looked for as written: no tokeniser knows where such a word begins."""
        return tuple(label for label in self.labels if is_kana(label.text))

    @cached_property
    def by_concept(self) -> dict[str, tuple[Label, ...]]:
        """The labels of each concept, preferred ones first."""
        found: dict[str, list[Label]] = {}
        for label in self.labels:
            found.setdefault(label.concept, []).append(label)
        return {slug: tuple(labels) for slug, labels in found.items()}

    @cached_property
    def longest(self) -> int:
        """The number of terms in the longest label."""
        return max((len(label.terms) for label in self.labels), default=0)

    def prepare(self) -> None:
        """Make the tables that every search looks things up in."""
        _ = self.by_terms, self.by_term, self.by_concept, self.kana_labels, self._names

    def shown(self, slug: str) -> tuple[Label, ...]:
        """The labels of a concept that may be shown, preferred ones first."""
        return tuple(label for label in self.by_concept.get(slug, ()) if label.is_shown)

    def name(self, slug: str, language: str = "ja") -> str:
        """The preferred label of the concept in ``language``; its slug where there is none."""
        return self._names.get((slug, language), slug)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        preferred = [label for label in self.labels if label.kind == "pref"]
        return {(label.concept, label.language): label.text for label in reversed(preferred)}

    def save(self, path: Path) -> None:
        """Write the lexicon: what is broader as a line of JSON, then a line a label, which is read much faster."""
        links = json.dumps(self.broader)
        labels = ("\t".join((*label[:-1], " ".join(label.terms))) for label in self.labels)
        path.write_text("\n".join((links, *labels)), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Lexicon":
        """The lexicon that `save` wrote; raises OSError, ValueError or KeyError when it is missing or damaged."""
        first, *lines = path.read_text(encoding="utf-8").split("\n")
        rows = (line.split("\t") for line in lines)
        return cls(
            labels=tuple(
                Label(concept, text, language, cast("LabelKind", kind), tuple(terms.split()))
                for concept, text, language, kind, terms in rows
            ),
            broader={slug: tuple(slugs) for slug, slugs in json.loads(first).items()},
        )


def naming_tokens(tokens: Iterable[Token]) -> list[Token]:
    """The tokens that tell one name from another: all but particles, auxiliaries and punctuation.

    More than content terms: 小さな会社 is not 会社.
    """
    return [token for token in tokens if not token.pos.startswith(_NOT_NAMING)]


def naming_terms(text: str) -> list[str]:
    """The normal forms of the naming tokens of ``text``."""
    return [normal for normal, pos in tagged_terms(text) if not pos.startswith(_NOT_NAMING)]


def is_kana(text: str) -> bool:
    """Whether ``text`` is written in hiragana alone and long enough not to turn up by chance."""
    return _KANA.fullmatch(text) is not None


@cache
def compile_lexicon() -> Lexicon:
    """The lexicon of every file in ``ontology/thesaurus``; raises SyntaxError or ValueError for a malformed one."""
    return make_lexicon(statement for name in iter_thesaurus_names() for statement in iter_statements(name))


def make_lexicon(statements: Iterable[Statement]) -> Lexicon:
    """The lexicon that the SKOS ``statements`` describe, preferred labels first."""
    labels: list[Label] = []
    broader: dict[str, list[str]] = {}
    for subject, predicate, value in statements:
        slug = subject.value.removeprefix(CONCEPT_BASE)
        if slug == subject.value:
            continue
        if isinstance(value, Literal):
            labels.extend(_iter_labels(slug, predicate.value, value))
        elif predicate.value == _SKOS + "broader":
            broader.setdefault(slug, []).append(value.value.removeprefix(CONCEPT_BASE))
    kinds = tuple(_LABEL_KINDS.values())
    labels.sort(key=lambda label: kinds.index(label.kind))
    return Lexicon(tuple(labels), {slug: tuple(dict.fromkeys(slugs)) for slug, slugs in broader.items()})


def _iter_labels(slug: str, predicate: str, value: Literal) -> Iterator[Label]:
    kind = _LABEL_KINDS.get(predicate)
    if kind is not None:
        yield Label(slug, value.value, value.language or "ja", kind, tuple(naming_terms(value.value)))

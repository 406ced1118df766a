"""What two measures share, to be read side by side: aligned clauses and common phrases."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_builder.pages import places_of
from graph_builder.records import Measure
from search.overlap.clauses import Clause, list_clauses
from search.overlap.features import CLAUSE_MASS
from search.overlap.phrases import common_spans
from search.overlap.report import AlignedPassages, Quote, Span
from search.overlap.wording import read_words, telling_words

MOST_PASSAGES = 3
# Below this two clauses share a few words of the field and nothing to read side by side.
LEAST_LIKENESS = 0.1

Rarity = Callable[[str], float]


@dataclass(frozen=True)
class ReadClause:
    """A clause with the terms it is compared by, and those of its words that tell what it is about."""

    clause: Clause
    terms: frozenset[str]
    telling: frozenset[str]
    mass: float


class Reader:
    """Reads the clauses of measures once, weighing terms by ``rarity``; pages begin at the lines ``page_starts``."""

    def __init__(self, rarity: Rarity, page_starts: Mapping[int, int]) -> None:
        self._rarity = rarity
        self._page_starts = page_starts
        self._read: dict[int, tuple[ReadClause, ...]] = {}

    def clauses(self, measure: Measure) -> tuple[ReadClause, ...]:
        """The clauses of a measure that say something beside standing phrases."""
        key = id(measure)
        if key not in self._read:
            self._read[key] = tuple(self.read(list_clauses(measure)))
        return self._read[key]

    def read(self, clauses: Sequence[Clause]) -> Iterator[ReadClause]:
        """Those of the clauses that say something beside standing phrases."""
        for clause in clauses:
            words, compounds = read_words(clause.text)
            terms = frozenset([*words, *compounds])
            if terms:
                yield ReadClause(clause, terms, telling_words(clause.text), sum(map(self._rarity, terms)))

    def align(self, left: Sequence[ReadClause], right: Sequence[ReadClause]) -> tuple[AlignedPassages, ...]:
        """The most alike pairs of clauses, the best first, each clause in one pair at most.

        Clauses without a phrase in common are no pair: there is nothing to read side by side.
        """
        pairs = [
            (likeness, at, other)
            for at, first in enumerate(left)
            for other, second in enumerate(right)
            if first.telling & second.telling and (likeness := self._likeness(first, second)) >= LEAST_LIKENESS
        ]
        chosen: list[AlignedPassages] = []
        taken: tuple[set[int], set[int]] = (set(), set())
        for likeness, at, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if len(chosen) == MOST_PASSAGES:
                break
            if at not in taken[0] and other not in taken[1]:
                passages = self._quote(left[at].clause, right[other].clause, likeness)
                if passages.phrases:
                    chosen.append(passages)
                    taken[0].add(at)
                    taken[1].add(other)
        return tuple(chosen)

    def _likeness(self, first: ReadClause, second: ReadClause) -> float:
        shared = sum(map(self._rarity, first.terms & second.terms))
        return shared / (min(first.mass, second.mass) + CLAUSE_MASS)

    def _quote(self, left: Clause, right: Clause, likeness: float) -> AlignedPassages:
        spans = common_spans(left.text, right.text)
        phrases = dict.fromkeys(left.text[start:end] for (start, end), _ in spans)
        return AlignedPassages(
            left=self._as_quote(left, (span for span, _ in spans)),
            right=self._as_quote(right, (span for _, span in spans)),
            phrases=tuple(phrases),
            likeness=round(likeness, 3),
        )

    def _as_quote(self, clause: Clause, marks: Iterable[Span]) -> Quote:
        return Quote(
            kind=clause.kind,
            text=clause.text,
            ministries=clause.ministries,
            fiscal_years=clause.fiscal_years,
            places=places_of(clause.lines, self._page_starts),
            marks=tuple(sorted(marks)),
        )

"""What two measures share, to be read side by side: aligned clauses and common phrases; and what speaks against."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from graph_builder.pages import places_of
from graph_builder.records import Measure, Roadmap
from search.overlap.clauses import Clause, list_clauses
from search.overlap.features import CLAUSE_MASS
from search.overlap.report import AlignedPassages, CounterEvidence, Quote, Span
from search.overlap.wording import BLANK, blank_standing, narrow, read_words

MOST_PASSAGES = 3
# Below this two clauses share a few words of the field and nothing to read side by side.
LEAST_LIKENESS = 0.1
# A shorter run of equal characters is a word, not a phrase.
SHORTEST_PHRASE = 4

_PUNCTUATION = "、。・,. 　"
# The last letters of a word that differs, up to the punctuation behind it ("り、データ連携…"), and punctuation.
_LOOSE_START = re.compile(rf"([ぁ-ん]{{1,3}}(?=[{_PUNCTUATION}]))?[{_PUNCTUATION}]*")
_SAYS_SOMETHING = re.compile(r"[一-龯々ァ-ヶーa-zA-Z]{2}")

Rarity = Callable[[str], float]


@dataclass(frozen=True)
class ReadClause:
    """A clause with the terms it is compared by."""

    clause: Clause
    terms: frozenset[str]
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
                yield ReadClause(clause, terms, sum(map(self._rarity, terms)))

    def align(self, left: Sequence[ReadClause], right: Sequence[ReadClause]) -> tuple[AlignedPassages, ...]:
        """The most alike pairs of clauses, the best first, each clause in one pair at most."""
        pairs = [
            (likeness, at, other)
            for at, first in enumerate(left)
            for other, second in enumerate(right)
            if (likeness := self._likeness(first, second)) >= LEAST_LIKENESS
        ]
        chosen: list[AlignedPassages] = []
        taken: tuple[set[int], set[int]] = (set(), set())
        for likeness, at, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if at not in taken[0] and other not in taken[1] and len(chosen) < MOST_PASSAGES:
                chosen.append(self._quote(left[at].clause, right[other].clause, likeness))
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


def common_spans(left: str, right: str) -> list[tuple[Span, Span]]:
    """The offsets of the phrases that both texts say, standing phrases left out, in the order of ``left``."""
    first, second = blank_standing(left), blank_standing(right).replace(BLANK, "\0")
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    trimmed = (_trim(first, block.a, block.b, block.size) for block in blocks)
    return [
        ((start, start + size), (other, other + size))
        for start, other, size in trimmed
        if size >= SHORTEST_PHRASE and _SAYS_SOMETHING.search(first[start : start + size])
    ]


def _trim(text: str, start: int, other: int, size: int) -> tuple[int, int, int]:
    """The block without the punctuation at its ends and the end of a word at its start."""
    phrase = text[start : start + size]
    loose = _LOOSE_START.match(phrase)
    begin = loose.end() if loose else 0
    return start + begin, other + begin, len(phrase[begin:].rstrip(_PUNCTUATION))


class CounterEvidenceFinder:
    """Finds what the document itself says against reading a pair as work done twice."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._roadmap = roadmap

    def find(
        self, left: Measure, right: Measure, passages: Sequence[AlignedPassages], years: Sequence[int]
    ) -> tuple[CounterEvidence, ...]:
        """Each kind at most once, in a fixed order."""
        return tuple(self._iter(left, right, passages, years))

    def _iter(
        self, left: Measure, right: Measure, passages: Sequence[AlignedPassages], years: Sequence[int]
    ) -> Iterator[CounterEvidence]:
        relisted = self._relisted(left, right) or self._relisted(right, left)
        if relisted:
            yield relisted
        if _place(left) == _place(right) and left.section:
            title = left.section.text
            yield CounterEvidence(
                "same-section",
                f"文書自身が同じ節「{title}」に並べて示している。",
                f"The document itself lists both in one section, {title}.",
            )
        if set(left.ministries) == set(right.ministries):
            yield CounterEvidence(
                "same-bodies", "担当府省が同じで、府省間の重なりではない。", "The same bodies are responsible for both."
            )
        elif passages and _are_rows_of_the_same(passages[0]):
            names = "、".join(passages[0].left.ministries)
            yield CounterEvidence(
                "same-row-bodies",
                f"最も似た行は双方とも{names}の行で、府省間で似ているのではない。",
                f"The most alike rows are both of {names}, not of different bodies.",
            )
        if not passages and _share_standing_phrases(left, right):
            yield CounterEvidence(
                "standing-phrases",
                "共通する長い文言は定型句だけである。",
                "The only long wording in common is standing phrases.",
            )
        if not years:
            yield CounterEvidence(
                "years-apart", "工程の年度が重ならない。", "Their steps fall in no common fiscal year."
            )

    def _relisted(self, measure: Measure, other: Measure) -> CounterEvidence | None:
        """That the document relists ``measure`` where ``other`` stands, or ``other`` says 再掲 itself."""
        for page in self._relistings.get((measure.number or 0, _place(other)), ()):
            return CounterEvidence(
                "relisted",
                f"文書が施策{measure.number}を、施策{other.number}と同じ節に再掲している（{page}ページ）。",
                f"The document relists measure {measure.number} beside measure {other.number} (page {page}).",
            )
        if "再掲" in narrow(measure.text):
            return CounterEvidence(
                "relisted",
                f"施策{measure.number}の本文に「再掲」とある。",
                f"Measure {measure.number} says 再掲 (relisted).",
            )
        return None

    @cached_property
    def _relistings(self) -> dict[tuple[int, tuple[str, str]], list[int]]:
        """The pages where a measure is relisted, by its number and the place of the relisting."""
        found: dict[tuple[int, tuple[str, str]], list[int]] = {}
        for measure in self._roadmap.measures:
            if measure.relists is not None:
                found.setdefault((measure.relists, _place(measure)), []).append(measure.pages[0])
        return found


def _place(measure: Measure) -> tuple[str, str]:
    return measure.chapter.text, measure.section.text if measure.section else ""


def _are_rows_of_the_same(passages: AlignedPassages) -> bool:
    """Whether both clauses stand in rows of the very same bodies."""
    left, right = passages.left, passages.right
    return left.kind == right.kind == "step" and set(left.ministries) == set(right.ministries)


def _share_standing_phrases(left: Measure, right: Measure) -> bool:
    """Whether a step of both is worded alike."""
    steps = [{narrow(step.text) for row in measure.rows for step in row.steps} for measure in (left, right)]
    return bool(steps[0] & steps[1])

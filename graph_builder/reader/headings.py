"""Places the floating headings: which measure of a page a chapter or section begins with."""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_builder.reader.cells import CHAPTER_HEADING, SECTION_HEADING, Cell, Page
from graph_builder.reader.drafts import MeasureDraft
from graph_builder.reader.similarity import Similarity, Weights, bigrams
from graph_builder.records import Heading

_NUMBER = re.compile(r"\(?(\d+)")
# A new section changes the subject: what this likeness of the texts on both sides costs.
COHESION = 1.5
# More sections than not begin at the top of a page.
PAGE_TOP = 0.2


@dataclass(frozen=True)
class Place:
    """The chapter and section that a measure stands in."""

    chapter: Heading | None
    section: Heading | None
    runner_up: Heading | None = None
    margin: float = math.inf


def number_chapters(pages: Sequence[Page]) -> dict[int, int]:
    """For each page number, how many chapters have begun."""
    begun = itertools.accumulate(bool(find_headings(page, CHAPTER_HEADING)) for page in pages)
    return {page.number: chapter for page, chapter in zip(pages, begun, strict=True)}


def find_headings(page: Page, pattern: re.Pattern[str]) -> list[Cell]:
    """The page's headings of this pattern, in print order."""
    return [cell for cell in page.of_kind("heading") if pattern.match(cell.text)]


def printed_number(cell: Cell) -> int:
    """The number that a chapter's or section's heading begins with, as in ``３．`` and ``（１）``."""
    matched = _NUMBER.match(unicodedata.normalize("NFKC", cell.text))
    return int(matched[1]) if matched else 0


def make_heading(cell: Cell, page: Page) -> Heading:
    """The heading that the cell prints."""
    return Heading(cell.text, page.number, cell.lines)


MeasuredPage = tuple[Page, Sequence[MeasureDraft]]


def place_measures(pages: Sequence[MeasuredPage], similarity: Similarity) -> Iterator[list[Place]]:
    """For each page, the place of each of its measures in turn.

    A chapter begins with its page's first measure (each begins on a page of its own); the sections of a page begin, in
    the order of their numbers, where their titles are likest to the texts that follow.
    """
    chapters = number_chapters([page for page, _ in pages])
    for _, chapter_pages in itertools.groupby(pages, key=lambda pair: chapters[pair[0].number]):
        yield from _place_chapter(list(chapter_pages), similarity)


def _place_chapter(pages: Sequence[MeasuredPage], similarity: Similarity) -> Iterator[list[Place]]:
    titles = find_headings(pages[0][0], CHAPTER_HEADING)
    chapter = make_heading(titles[0], pages[0][0]) if titles else None
    weights = Weights([_content(measure) for _, measures in pages for measure in measures])
    section: Heading | None = None
    before = ""
    for page, measures in pages:
        begun = sorted(find_headings(page, SECTION_HEADING), key=printed_number)
        problem = SectionProblem(
            titles=(section, *(make_heading(cell, page) for cell in begun)),
            texts=tuple(measure.text.text for measure in measures),
            contents=tuple(map(_content, measures)),
            before=before,
            similarity=similarity,
            weights=weights,
        )
        yield [Place(chapter, *found) for found in problem.solve()]
        if measures:
            section, before = problem.titles[-1], measures[-1].text.text


def _content(measure: MeasureDraft) -> str:
    """The measure's text and first-year steps."""
    return measure.text.text + "".join(row.action.text for row in measure.rows if row.action)


@dataclass(frozen=True)
class SectionProblem:
    """The sections of a page: ``titles`` are the one that goes on and those that begin.

    ``texts`` are its measures', ``contents`` have the first-year steps too; ``before`` is the last page's last text.
    """

    titles: tuple[Heading | None, ...]
    texts: tuple[str, ...]
    contents: tuple[str, ...]
    before: str
    similarity: Similarity
    weights: Weights

    def solve(self) -> list[tuple[Heading | None, Heading | None, float]]:
        """For each text its section, that of the best reading with another one, and by how much this scores less."""
        scored = sorted(((self._score(cuts), self._places(cuts)) for cuts in self._iter_cuts()), reverse=True)
        best, places = scored[0] if scored else (0.0, [len(self.titles) - 1] * len(self.texts))
        found = []
        for index, place in enumerate(places):
            others = ((best - score, other[index]) for score, other in scored if other[index] != place)
            margin, runner_up = next(others, (math.inf, place))
            found.append((self.titles[place], self.titles[runner_up], margin))
        return found

    def _iter_cuts(self) -> Iterator[tuple[int, ...]]:
        """The indices where the new sections begin: a new chapter's first section begins with the page."""
        begins = self.titles[0] is None
        for cuts in itertools.combinations(range(len(self.texts)), len(self.titles) - 1):
            if not (begins and cuts and cuts[0] != 0):
                yield cuts

    def _places(self, cuts: tuple[int, ...]) -> list[int]:
        return [sum(cut <= index for cut in cuts) for index in range(len(self.texts))]

    def _score(self, cuts: tuple[int, ...]) -> float:
        above = (self.before, *self.texts)
        jumps = sum(self.similarity.cosine(above[cut], self.texts[cut]) for cut in cuts if above[cut])
        named = zip(self._places(cuts), self.contents, strict=True)
        score = sum(self._likeness(self.titles[place], text) for place, text in named)
        return score - COHESION * jumps + PAGE_TOP * (0 in cuts)

    def _likeness(self, title: Heading | None, text: str) -> float:
        """How much of the title the text repeats, its words weighted by how rare they are in the chapter."""
        if title is None:
            return 0.0
        grams = bigrams(SECTION_HEADING.sub("", title.text))
        return self.weights(grams & bigrams(text)) / max(self.weights(grams), 1e-9)

"""Places the floating headings: which measure of a page a chapter or section begins with."""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_builder.reader.cells import CHAPTER_HEADING, SECTION_HEADING, Cell, Page
from graph_builder.reader.rows import MeasureDraft
from graph_builder.reader.similarity import Similarity, bigrams
from graph_builder.records import Heading

KATAKANA = re.compile(r"[ァ-ヶー]+")
KATAKANA_WEIGHT = 0.3
# A new section changes the subject: what this likeness of the texts on both sides costs.
COHESION = 1.4


@dataclass(frozen=True)
class Place:
    """The chapter and section that a measure stands in."""

    chapter: Heading | None
    section: Heading | None


def number_chapters(pages: Sequence[Page]) -> dict[int, int]:
    """For each page number, how many chapters have begun."""
    begun = itertools.accumulate(any(CHAPTER_HEADING.match(cell.text) for cell in page.of_kind("heading")) for page in pages)
    return {page.number: chapter for page, chapter in zip(pages, begun, strict=True)}


def make_heading(cell: Cell, page: Page) -> Heading:
    return Heading(cell.text, page.number, cell.lines)


def place_measures(pages: Sequence[tuple[Page, Sequence[MeasureDraft]]], similarity: Similarity) -> Iterator[list[Place]]:
    """For each page, the place of each of its measures in turn.

    A chapter begins with its page's first measure (each begins on a page of its own); the sections of a page begin, in
    the order of their numbers, where their titles are likest to the texts that follow.
    """
    chapter: Heading | None = None
    section: Heading | None = None
    before = ""
    for page, measures in pages:
        headings = page.of_kind("heading")
        chapters = [cell for cell in headings if CHAPTER_HEADING.match(cell.text)]
        sections = sorted((cell for cell in headings if SECTION_HEADING.match(cell.text)), key=_ordinal)
        if chapters:
            chapter, section, before = make_heading(chapters[0], page), None, ""
        titles = (section, *(make_heading(cell, page) for cell in sections))
        texts = tuple(measure.text.text for measure in measures)
        placed, _ = SectionProblem(titles, texts, before, bool(chapters), similarity).solve()
        yield [Place(chapter, found) for found in placed]
        section, before = (placed[-1], texts[-1]) if measures else (section, before)


def _ordinal(cell: Cell) -> int:
    matched = SECTION_HEADING.match(cell.text)
    return int("".join(re.findall(r"\d", unicodedata.normalize("NFKC", matched.group())))) if matched else 0


@dataclass(frozen=True)
class SectionProblem:
    """The sections of a page: ``titles`` are the one that goes on and those that begin; ``texts`` its measures'."""

    titles: tuple[Heading | None, ...]
    texts: tuple[str, ...]
    before: str
    begins: bool
    similarity: Similarity

    def solve(self) -> tuple[list[Heading | None], float]:
        """The section of each text, and by how much the runner-up scores less."""
        scored = sorted(((self._score(cuts), cuts) for cuts in self._iter_cuts()), reverse=True)
        margin = scored[0][0] - scored[1][0] if len(scored) > 1 else math.inf
        return [self.titles[place] for place in self._places(scored[0][1])], margin

    def _iter_cuts(self) -> Iterator[tuple[int, ...]]:
        """The indices where the new sections begin: a new chapter's first section begins with the page."""
        starts = len(self.titles) - 1
        for cuts in itertools.combinations(range(len(self.texts)), starts):
            if not (self.begins and cuts and cuts[0] != 0):
                yield cuts

    def _places(self, cuts: tuple[int, ...]) -> list[int]:
        return [sum(cut <= index for cut in cuts) for index in range(len(self.texts))]

    def _score(self, cuts: tuple[int, ...]) -> float:
        above = (self.before, *self.texts)
        jumps = sum(self.similarity.cosine(above[cut], self.texts[cut]) for cut in cuts if above[cut])
        named = zip(self._places(cuts), self.texts, strict=True)
        return sum(self._likeness(self.titles[place], text) for place, text in named) - COHESION * jumps

    def _likeness(self, title: Heading | None, text: str) -> float:
        """How much of the title the text repeats; katakana words are long, so their bigrams count less."""
        if title is None:
            return 0.0
        grams = bigrams(SECTION_HEADING.sub("", title.text))
        return self._weigh(grams & bigrams(text)) / max(self._weigh(grams), 1e-9)

    def _weigh(self, grams: frozenset[str]) -> float:
        return sum(self.similarity.weight([gram]) * (KATAKANA_WEIGHT if KATAKANA.fullmatch(gram) else 1) for gram in grams)

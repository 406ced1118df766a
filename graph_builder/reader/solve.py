"""Reads all pages: solves each one's rows, again once its sister measures are known, then its timetable."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_builder.ministries import Ministries
from graph_builder.reader.cells import Page
from graph_builder.reader.clues import FOLLOW_UP, Clues
from graph_builder.reader.drafts import Knowledge, MeasureDraft, Reading
from graph_builder.reader.evidence import profile_ministries
from graph_builder.reader.headings import number_chapters
from graph_builder.reader.layout import Columns
from graph_builder.reader.lines import PageLines
from graph_builder.reader.rows import RowSearch
from graph_builder.reader.similarity import Similarity
from graph_builder.reader.timetable import Schedule, guess_uses, solve_timetable, weigh_uses
from graph_builder.reader.wording import Content, Habits

# The habits of wording settle after this many rounds.
ROUNDS = 5

# Measures by page.
Drafts = dict[int, tuple[MeasureDraft, ...]]


class PuzzleError(Exception):
    """The cells of the page fit together in no way."""

    def __init__(self, page: int) -> None:
        super().__init__(page)
        self.page = page


@dataclass(frozen=True)
class SolvedPage:
    """A page with its readings of the left half and schedules of the right half, the best first."""

    page: Page
    readings: list[Reading]
    lines: PageLines
    schedules: list[Schedule]

    @property
    def measures(self) -> tuple[MeasureDraft, ...]:
        """The measures of the best reading."""
        return self.readings[0].measures


def solve_pages(
    pages: Sequence[Page], columns: Sequence[Columns], ministries: Ministries, similarity: Similarity
) -> list[SolvedPage]:
    """Every page solved; raises PuzzleError for one whose cells do not make up rows."""
    readings = _solve_rows(pages, columns, ministries, similarity)
    measures = [found[0].measures for found in readings]
    lines = [PageLines(*parts) for parts in zip(pages, measures, columns, strict=True)]
    schedules = _solve_timetables(lines, similarity)
    return [SolvedPage(*solved) for solved in zip(pages, readings, lines, schedules, strict=True)]


def _solve_timetables(pages: Sequence[PageLines], similarity: Similarity) -> list[list[Schedule]]:
    """The schedules of each page: the ministries' habits are learnt first, by expectation and maximisation."""
    content = Content([cell.text for page in pages for cell in page.follow_ups])
    chapters = number_chapters([page.page for page in pages])
    uses = [use for page in pages for use in guess_uses(page)]
    for _ in range(ROUNDS):
        habits = Habits(uses, similarity, content, chapters)
        uses = [use for page in pages for use in weigh_uses(page, habits)]
    habits = Habits(uses, similarity, content, chapters)
    return [solve_timetable(page, habits) for page in pages]


def _solve_rows(
    pages: Sequence[Page], columns: Sequence[Columns], ministries: Ministries, similarity: Similarity
) -> list[list[Reading]]:
    """The readings of each page's rows: at first knowing only the texts above it, then what the other pages say."""
    profiles = profile_ministries(pages, FOLLOW_UP)
    others = frozenset(ministry.name for ministry in ministries if not ministry.is_named)
    readings: list[list[Reading]] = []
    drafts: Drafts = {}
    known = [Knowledge(similarity, profiles, others, widths) for widths in columns]
    for page, knowledge in zip(pages, known, strict=True):
        readings.append(_read_page(page, _find_clues(page, knowledge, drafts), drafts))
        drafts[page.number] = tuple(replace(draft, rows=()) for draft in readings[-1][0].measures)
    drafts = {page.number: found[0].measures for page, found in zip(pages, readings, strict=True)}
    for place, (page, knowledge) in enumerate(zip(pages, known, strict=True)):
        clues = _find_clues(page, knowledge, drafts)
        if clues.has_sisters:
            readings[place] = _read_page(page, clues, drafts)
            drafts[page.number] = readings[place][0].measures
    return readings


def _find_clues(page: Page, known: Knowledge, drafts: Drafts) -> Clues:
    """The clues of the page in the light of what is known about the others."""
    return Clues(page, known, [draft for number, found in drafts.items() if number != page.number for draft in found])


def _read_page(page: Page, clues: Clues, drafts: Drafts) -> list[Reading]:
    above = [draft for number in sorted(drafts) if number < page.number for draft in drafts[number]]
    numbers = [draft.label.number for draft in above if not draft.label.relists]
    readings = RowSearch(clues, numbers[-1] if numbers else None).solve()
    if not readings:
        raise PuzzleError(page.number)
    return readings

"""Reads all pages: solves each one's rows, again once its sister measures are known, then its timetable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_builder.ministries import Ministries
from graph_builder.reader.cells import Page
from graph_builder.reader.evidence import profile_ministries, weigh_words
from graph_builder.reader.layout import Columns
from graph_builder.reader.rows import FOLLOW_UP, Knowledge, MeasureDraft, PageProblem, Reading
from graph_builder.reader.similarity import Similarity
from graph_builder.reader.timetable import Schedule, TimetableProblem, count_wordings


@dataclass(frozen=True)
class SolvedPage:
    """A page with its readings of the left half and schedules of the right half, the best first."""

    page: Page
    readings: list[Reading]
    timetable: TimetableProblem
    schedules: list[Schedule]

    @property
    def measures(self) -> tuple[MeasureDraft, ...]:
        return self.readings[0].measures


def solve_pages(pages: Sequence[Page], columns: Sequence[Columns], ministries: Ministries) -> list[SolvedPage]:
    """Every page solved."""
    similarity = weigh_words(pages)
    readings = _solve_rows(pages, columns, ministries, similarity)
    problems = [
        TimetableProblem(page, found[0].measures, widths, similarity)
        for page, found, widths in zip(pages, readings, columns, strict=True)
    ]
    content = Similarity([cell.text for problem in problems for cell in problem.follow_ups])
    wordings = count_wordings(problems)
    return [
        SolvedPage(page, found, problem, problem.solve(content, wordings))
        for page, found, problem in zip(pages, readings, problems, strict=True)
    ]


def _solve_rows(
    pages: Sequence[Page], columns: Sequence[Columns], ministries: Ministries, similarity: Similarity
) -> list[list[Reading]]:
    profiles = profile_ministries(pages, FOLLOW_UP)
    others = frozenset(ministry.name for ministry in ministries if not ministry.is_named)
    known = [Knowledge(similarity, profiles, others, widths) for widths in columns]
    first = list(_solve_once(pages, known, {}))
    drafts = {page.number: found[0].measures for page, found in zip(pages, first, strict=True)}
    return list(_solve_once(pages, known, drafts))


def _solve_once(
    pages: Sequence[Page], known: Sequence[Knowledge], drafts: dict[int, tuple[MeasureDraft, ...]]
) -> Iterator[list[Reading]]:
    """The readings of each page in turn; ``drafts``, by page, grow with each page read."""
    drafts = dict(drafts)
    continued: int | None = None
    for page, knowledge in zip(pages, known, strict=True):
        others = tuple(draft for number, found in drafts.items() if number != page.number for draft in found)
        found = PageProblem(page, knowledge, others, continued).solve()
        drafts[page.number] = found[0].measures
        continued = next((draft.number for draft in reversed(found[0].measures) if not draft.relists), continued)
        yield found

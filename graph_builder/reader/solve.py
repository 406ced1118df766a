"""Reads all pages: solves each one's rows, again once its sister measures are known, then its timetable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph_builder.ministries import Ministries
from graph_builder.reader.cells import Page
from graph_builder.reader.evidence import profile_ministries
from graph_builder.reader.headings import number_chapters
from graph_builder.reader.layout import Columns
from graph_builder.reader.rows import FOLLOW_UP, Knowledge, MeasureDraft, PageProblem, Reading
from graph_builder.reader.similarity import Similarity, Weights
from graph_builder.reader.timetable import Schedule, TimetableProblem
from graph_builder.reader.wording import Habits, Use

# The habits of wording settle after this many rounds.
ROUNDS = 5


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


def solve_pages(
    pages: Sequence[Page], columns: Sequence[Columns], ministries: Ministries, similarity: Similarity
) -> list[SolvedPage]:
    """Every page solved."""
    readings = _solve_rows(pages, columns, ministries, similarity)
    problems = [
        TimetableProblem(page, found[0].measures, widths)
        for page, found, widths in zip(pages, readings, columns, strict=True)
    ]
    schedules = _solve_timetables(problems, similarity)
    return [SolvedPage(*solved) for solved in zip(pages, readings, problems, schedules, strict=True)]


def _solve_timetables(problems: Sequence[TimetableProblem], similarity: Similarity) -> list[list[Schedule]]:
    """The schedules of each page: the ministries' habits are learnt first, by expectation and maximisation."""
    content = Weights([cell.text for problem in problems for cell in problem.follow_ups])
    chapters = number_chapters([problem.page for problem in problems])
    uses = [use for problem in problems for use in _guess_uses(problem)]
    for _ in range(ROUNDS):
        habits = Habits(uses, similarity, content, chapters)
        uses = [use for problem in problems for use in problem.weigh_uses(habits)]
    habits = Habits(uses, similarity, content, chapters)
    return [problem.solve(habits) for problem in problems]


def _guess_uses(problem: TimetableProblem) -> Iterator[Use]:
    """Every follow-up of a page is as likely in each of its lines."""
    for line in filter(problem.is_open, problem.lines):
        for cell in problem.follow_ups:
            yield problem.page.number, line, cell.text, 1 / len(problem.follow_ups)


def _solve_rows(
    pages: Sequence[Page], columns: Sequence[Columns], ministries: Ministries, similarity: Similarity
) -> list[list[Reading]]:
    profiles = profile_ministries(pages, FOLLOW_UP)
    others = frozenset(ministry.name for ministry in ministries if not ministry.is_named)
    known = [Knowledge(similarity, profiles, others, widths) for widths in columns]
    readings: list[list[Reading]] = []
    drafts: dict[int, tuple[MeasureDraft, ...]] = {}
    for page, knowledge in zip(pages, known, strict=True):
        readings.append(_problem(page, knowledge, drafts).solve())
        drafts[page.number] = tuple(replace(draft, rows=()) for draft in readings[-1][0].measures)
    drafts = {page.number: found[0].measures for page, found in zip(pages, readings, strict=True)}
    for place, (page, knowledge) in enumerate(zip(pages, known, strict=True)):
        problem = _problem(page, knowledge, drafts)
        if problem.has_sisters:
            readings[place] = problem.solve()
            drafts[page.number] = readings[place][0].measures
    return readings


def _problem(page: Page, known: Knowledge, drafts: dict[int, tuple[MeasureDraft, ...]]) -> PageProblem:
    """The page in the light of what is known about the others."""
    others = [draft for number, found in drafts.items() if number != page.number for draft in found]
    above = [draft.number for number in sorted(drafts) if number < page.number for draft in drafts[number] if not draft.relists]
    return PageProblem(page, known, tuple(others), above[-1] if above else None)

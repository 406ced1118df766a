"""Keeps account of the cells of the timetable: each is a step of some row, and of one measure only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph_builder.records import LineRange, Measure, Roadmap
from ontology.errors import SourceError


def list_users(measures: Iterable[Measure]) -> dict[int, set[int]]:
    """Which of the measures, by their places, have a step on each source line."""
    users: dict[int, set[int]] = defaultdict(set)
    for place, measure in enumerate(measures):
        for lines in (lines for row in measure.rows for step in row.steps for lines in step.lines):
            for number in lines:
                users[number].add(place)
    return users


def find_unplaced(roadmap: Roadmap) -> list[LineRange]:
    """The runs of source lines with steps that no row takes."""
    users = list_users(roadmap.measures)
    lines = sorted({piece.line for piece in roadmap.fragments if piece.kind == "step"} - users.keys())
    runs: list[LineRange] = []
    for line in lines:
        first = runs.pop().first if runs and runs[-1].last == line - 1 else line
        runs.append(LineRange(first, line))
    return runs


def check_steps(before: Sequence[Measure], after: Sequence[Measure], path: str) -> None:
    """Raises SourceError where the corrections at ``path`` take a step from every row, or give one to two measures."""
    was, now = list_users(before), list_users(after)
    lost = sorted(was.keys() - now.keys())
    shared = sorted(line for line, users in now.items() if len(users) > max(1, len(was[line])))
    for lines, problem in (
        (lost, "訂正の後に余る工程 / the corrections leave a step to no row"),
        (shared, "訂正の後に二つの施策が持つ工程 / the corrections give a step to two measures"),
    ):
        if lines:
            raise SourceError(
                f"{problem}: 行 / lines {', '.join(map(str, lines))}",
                path=path,
                remedy="各工程を一つの施策に / Give each step of the page to one measure",
            )

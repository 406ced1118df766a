"""Repetition inside one measure: ministries whose steps are one cell, the same words, or nearly the same."""

from collections.abc import Iterator, Mapping

from graph_builder.pages import places_of
from graph_builder.records import Measure, Row, Step
from search.overlap.report import Repetition, RepetitionKind
from search.overlap.wording import narrow, read_words

# Two steps are nearly the same when they have this share of their words in common (Dice).
NEAR_SHARE = 0.8

Cell = tuple[Row, Step]


def find_repetitions(measure: Measure, page_starts: Mapping[int, int]) -> tuple[Repetition, ...]:
    """What rows of ``measure`` repeat, in order of print; steps of standing phrases alone do not count.

    ``page_starts`` gives the first line of each page.
    """
    if measure.number is None:
        return ()
    groups: list[list[Cell]] = []
    for row in measure.rows:
        for step in row.steps:
            if read_words(step.text)[0]:
                _add(groups, (row, step))
    return tuple(_iter_repetitions(measure.number, groups, page_starts))


def _add(groups: list[list[Cell]], cell: Cell) -> None:
    """Put the cell into the first group whose first cell says nearly the same, else into a new one."""
    for group in groups:
        if _is_near(group[0][1].text, cell[1].text):
            group.append(cell)
            return
    groups.append([cell])


def _is_near(first: str, second: str) -> bool:
    one, other = set(read_words(first)[0]), set(read_words(second)[0])
    return narrow(first) == narrow(second) or 2 * len(one & other) >= NEAR_SHARE * (len(one) + len(other))


def _iter_repetitions(number: int, groups: list[list[Cell]], page_starts: Mapping[int, int]) -> Iterator[Repetition]:
    for group in groups:
        bodies = tuple(dict.fromkeys(name for row, _ in group for name in row.ministries))
        if len(bodies) < 2:
            continue
        texts = tuple(dict.fromkeys(step.text for _, step in group))
        kind: RepetitionKind = "same-wording" if len({narrow(text) for text in texts}) == 1 else "near-wording"
        yield Repetition(
            number=number,
            kind="shared-row" if len({row.ministries for row, _ in group}) == 1 else kind,
            ministries=bodies,
            fiscal_years=tuple(sorted({year for _, step in group for year in step.fiscal_years})),
            texts=texts,
            places=places_of(dict.fromkeys(lines for _, step in group for lines in step.lines), page_starts),
        )

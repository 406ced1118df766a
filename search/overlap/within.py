"""Repetition inside one measure: rows that say the same in words of their own, and cells that ministries share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_builder.pages import places_of
from graph_builder.records import Measure, Row, Step
from search.overlap.clauses import split_clauses
from search.overlap.report import Repetition, RepetitionKind
from search.overlap.wording import is_near, is_standing, narrow


@dataclass(frozen=True)
class _Saying:
    """A sentence of a step, or all of it, and whose it is."""

    row: Row
    step: Step
    text: str


def find_repetitions(measure: Measure, page_starts: Mapping[int, int]) -> tuple[Repetition, ...]:
    """Sentences that rows of several bodies say, in order of print, then the other steps that bodies share in one row.

    Standing phrases alone do not count. ``page_starts`` gives the first line of each page.
    """
    if measure.number is None:
        return ()
    sentences = [each for row in measure.rows for each in _iter_sayings(row) if not is_standing(each.text)]
    own = [group for group in _join(_group(sentences)) if len({each.row.ministries for each in group}) > 1]
    told = {(each.step, each.text) for group in own for each in group}
    left = [each for each in sentences if not any(step == each.step and each.text in text for step, text in told)]
    shared = [group for row in measure.rows if len(row.ministries) > 1 for group in _group(_steps_of(row, left))]
    return tuple(_describe(measure.number, group, page_starts) for group in (*own, *shared))


def _iter_sayings(row: Row) -> Iterator[_Saying]:
    return (_Saying(row, step, text) for step in row.steps for text in split_clauses(step.text))


def _steps_of(row: Row, sentences: Iterable[_Saying]) -> list[_Saying]:
    """The whole steps of ``row`` that hold one of the sentences."""
    steps = dict.fromkeys(each.step for each in sentences if each.row == row)
    return [_Saying(row, step, step.text) for step in steps]


def _group(sayings: Iterable[_Saying]) -> list[list[_Saying]]:
    """Each with the first before it that says nearly the same."""
    groups: list[list[_Saying]] = []
    for saying in sayings:
        near = next((group for group in groups if is_near(group[0].text, saying.text)), None)
        if near is None:
            groups.append([saying])
        else:
            near.append(saying)
    return groups


def _join(groups: Sequence[list[_Saying]]) -> list[list[_Saying]]:
    """Groups of sentences that follow one another in all their steps as one."""
    joined: list[list[_Saying]] = []
    for group in groups:
        if joined and _follows(joined[-1], group):
            joined[-1] = [
                replace(one, text=one.text + other.text) for one, other in zip(joined[-1], group, strict=True)
            ]
        else:
            joined.append(group)
    return joined


def _follows(first: Sequence[_Saying], second: Sequence[_Saying]) -> bool:
    return len(first) == len(second) and all(
        one.step == other.step and one.row == other.row and one.text + other.text in one.step.text
        for one, other in zip(first, second, strict=True)
    )


def _describe(number: int, group: Sequence[_Saying], page_starts: Mapping[int, int]) -> Repetition:
    texts = tuple(dict.fromkeys(each.text for each in group))
    is_shared = len({each.row.ministries for each in group}) == 1 or len({each.step.lines for each in group}) == 1
    kind: RepetitionKind = "same-wording" if len({narrow(text) for text in texts}) == 1 else "near-wording"
    return Repetition(
        number=number,
        kind="shared-row" if is_shared else kind,
        ministries=tuple(dict.fromkeys(name for each in group for name in each.row.ministries)),
        fiscal_years=tuple(sorted({year for each in group for year in each.step.fiscal_years})),
        texts=texts,
        places=places_of(dict.fromkeys(lines for each in group for lines in each.step.lines), page_starts),
    )

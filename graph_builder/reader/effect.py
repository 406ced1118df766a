"""Says how the reader does without the human corrections: what it alone reads otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph_builder.records import Measure, Roadmap

# Ministries of the row, fiscal years, text.
StepFact = tuple[tuple[str, ...], tuple[int, ...], str]


@dataclass(frozen=True)
class CorrectionEffect:
    """``changed_steps`` of all ``steps`` have other ministries, years or words than the reader alone gives them.

    ``changed`` names the measures with such a step or with another section; ``settled_doubts`` counts the doubts of the
    reader that the corrections decide.
    """

    steps: int
    changed_steps: int
    changed: tuple[str, ...]
    settled_doubts: int


def weigh_corrections(roadmap: Roadmap) -> CorrectionEffect:
    """What the corrections of the roadmap change; nothing where none was applied."""
    own = roadmap.uncorrected or roadmap.measures
    pairs = list(zip(own, roadmap.measures, strict=True))
    return CorrectionEffect(
        steps=sum(1 for measure in roadmap.measures for _ in _iter_steps(measure)),
        changed_steps=sum(len({*_iter_steps(after)} - {*_iter_steps(before)}) for before, after in pairs),
        changed=tuple(_name(after) for before, after in pairs if _facts(before) != _facts(after)),
        settled_doubts=sum(len(before.doubts) - len(after.doubts) for before, after in pairs),
    )


def _iter_steps(measure: Measure) -> Iterator[StepFact]:
    for row in measure.rows:
        yield from ((row.ministries, step.fiscal_years, step.text) for step in row.steps)


def _facts(measure: Measure) -> tuple[str | None, set[StepFact]]:
    return measure.section.text if measure.section else None, set(_iter_steps(measure))


def _name(measure: Measure) -> str:
    return f"再掲{measure.relists}" if measure.relists else str(measure.number)

"""Whom a responsible body works with, and whose work is like its own: its row of the matrix of ministries."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph_builder.ministries import load_ministries
from service.opened import with_ancestors
from service.overlaps import OverlapMatrix
from service.views import MeasureSummary, MinistryView, Thing


@dataclass(frozen=True)
class Partner:
    """Another body: the measures that both have a part in, their overlap candidates, and the strength of those.

    Each body counts for those below it.
    """

    body: Thing
    together: int
    candidates: int
    strength: float


def list_partners(ministry: MinistryView, matrix: OverlapMatrix) -> tuple[Partner, ...]:
    """The other named bodies, those with the strongest overlap first, then those with most measures in common."""
    known = load_ministries().by_iri
    together = {one.thing: one.count for one in ministry.partners if known[one.thing.iri].is_named}
    cells = {
        other: cell
        for cell in matrix.cells
        for one, other in ((cell.ministry, cell.partner), (cell.partner, cell.ministry))
        if one == ministry.thing
    }
    partners = (
        Partner(body, together.get(body, 0), cells[body].count if body in cells else 0,
                cells[body].strength if body in cells else 0.0)
        for body in dict.fromkeys([*cells, *together])
    )  # fmt: skip
    return tuple(sorted(partners, key=lambda one: (-one.strength, -one.together, one.body.iri)))


def select_shared(measures: Iterable[MeasureSummary], partner: Thing) -> tuple[MeasureSummary, ...]:
    """The measures that the partner, or a body below it, has a part in."""
    return tuple(one for one in measures if partner.iri in {body.iri for body in with_ancestors(one.ministries)})

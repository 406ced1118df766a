"""Which bodies two sides have in common, and which face each other; a body stands for those below it."""

from collections.abc import Iterable

from graph_builder.ministries import Ministries
from search.overlap.report import Facing


def expand_bodies(names: Iterable[str], ministries: Ministries) -> tuple[str, ...]:
    """The IRIs of the named bodies behind printed names and of all bodies above them; 関係府省 names nobody."""
    named = (body for body in map(ministries.resolve, names) if body and body.is_named)
    return tuple(dict.fromkeys(iri for body in named for iri in ministries.lineage(body.iri)))


def face_bodies(left: Iterable[str], right: Iterable[str], ministries: Ministries) -> Facing:
    """The bodies behind the printed names of one side alone; so no body faces itself or one above or below it."""
    one, other = expand_bodies(left, ministries), expand_bodies(right, ministries)
    return Facing(tuple(iri for iri in one if iri not in other), tuple(iri for iri in other if iri not in one))


def common_bodies(left: Iterable[str], right: Iterable[str], ministries: Ministries) -> tuple[str, ...]:
    """The printed names of the bodies on both sides; of a body and one below it on the other side the upper one.

    Bodies with the same body above them, such as two units of 内閣府, are not the same.
    """
    sides = [[body for body in map(ministries.resolve, names) if body and body.is_named] for names in (left, right)]
    lines = [{body.iri for body in side} for side in sides]
    shared = (
        body.name
        for own, other in ((0, 1), (1, 0))
        for body in sides[own]
        if any(body.iri in ministries.lineage(iri) for iri in lines[other])
    )
    return tuple(dict.fromkeys(shared))

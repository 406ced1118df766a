"""Which bodies two sides have in common, and which face each other; a body stands for those below it."""

from collections.abc import Iterable

from graph_builder.ministries import Ministries
from search.overlap.report import Facing


def expand_bodies(names: Iterable[str], ministries: Ministries) -> tuple[str, ...]:
    """The IRIs of the named bodies behind printed names and of all bodies above them; 関係府省 names nobody."""
    return tuple(dict.fromkeys(iri for body in _named(names, ministries) for iri in ministries.lineage(body)))


def organisations(names: Iterable[str], ministries: Ministries) -> frozenset[str]:
    """The IRIs of the organisations behind printed names: units of a ministry count as the ministry."""
    return frozenset(map(ministries.organisation, _named(names, ministries)))


def face_bodies(left: Iterable[str], right: Iterable[str], ministries: Ministries) -> Facing:
    """The bodies behind the printed names of one side alone.

    So no body faces itself, one above or below it, or another unit of its ministry.
    """
    left, right = tuple(left), tuple(right)
    return Facing(_without(left, right, ministries), _without(right, left, ministries))


def _without(names: Iterable[str], others: Iterable[str], ministries: Ministries) -> tuple[str, ...]:
    """The bodies behind ``names`` that are none of the ``others``' nor of their organisations."""
    taken, whole = expand_bodies(others, ministries), organisations(others, ministries)
    found = expand_bodies(names, ministries)
    return tuple(iri for iri in found if iri not in taken and ministries.organisation(iri) not in whole)


def _named(names: Iterable[str], ministries: Ministries) -> list[str]:
    """The IRIs of the named bodies behind printed names."""
    return [body.iri for body in map(ministries.resolve, names) if body and body.is_named]


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

"""Geometry of the pictures of ministries: a heat map of pairs and a network on a circle, drawn by the templates."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from search.overlap.shading import scale, shade
from service.overlaps import NamedCell, OverlapMatrix
from service.views import Thing

CELL = 34
"""Side of a heat map's cell."""
MARGIN = 160
"""Room for the names beside the cells."""
RADIUS = 250
"""Radius of the network's circle."""
NAME_ROOM = 200
"""Room for the names around it."""
WIDEST = 14.0
"""Width of the strongest line of the network."""
THINNEST = 1.2
"""Width of the thinnest."""
LIKELY = 3
"""Candidates from which a pair of bodies is drawn in the network, so that lines stay apart."""


@dataclass(frozen=True)
class Square:
    """A cell of the heat map; ``shade`` in (0, 1], 1 that of the strongest pair."""

    ministry: Thing
    partner: Thing
    count: int
    shade: float
    left: int
    top: int


@dataclass(frozen=True)
class HeatMap:
    """Bodies in rows and columns, the busiest first; ``scale``: sample shades with the strengths they stand for."""

    ministries: tuple[Thing, ...]
    squares: tuple[Square, ...]
    scale: tuple[tuple[float, float], ...]
    cell: int = CELL
    margin: int = MARGIN

    @property
    def size(self) -> int:
        """Width and height."""
        return self.margin + self.cell * len(self.ministries) + 2


@dataclass(frozen=True)
class Node:
    """A body on the circle, with where its name goes and how it is turned."""

    thing: Thing
    count: int
    left: float
    top: float
    radius: float
    name_left: float
    name_top: float
    turn: float
    is_right: bool


@dataclass(frozen=True)
class Line:
    """A pair of bodies as a curve through the circle."""

    ministry: Thing
    partner: Thing
    count: int
    path: str
    width: float


@dataclass(frozen=True)
class Network:
    """Bodies on a circle and the lines between them, the thin ones first.

    ``widths`` and ``radii`` are samples for the key: numbers of candidates and of measures, and how they are drawn.
    """

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    widths: tuple[tuple[int, float], ...]
    radii: tuple[tuple[int, float], ...]
    size: int = 2 * (RADIUS + NAME_ROOM)


def draw_heat_map(matrix: OverlapMatrix) -> HeatMap:
    """Every pair as a square in both triangles; bodies without any are left out."""
    faced = {body for cell in matrix.cells for body in (cell.ministry, cell.partner)}
    bodies = [counted.thing for counted in matrix.ministries if counted.thing in faced]
    top = max((cell.strength for cell in matrix.cells), default=0.0)
    squares = [
        Square(
            one,
            other,
            cell.count,
            shade(cell.strength, top),
            MARGIN + CELL * bodies.index(other),
            MARGIN + CELL * bodies.index(one),
        )
        for cell in matrix.cells
        for one, other in ((cell.ministry, cell.partner), (cell.partner, cell.ministry))
    ]
    return HeatMap(tuple(bodies), tuple(sorted(squares, key=lambda square: (square.top, square.left))), scale(top))


def draw_network(matrix: OverlapMatrix) -> Network:
    """The bodies with candidates, and their pairs from LIKELY candidates on."""
    cells = [cell for cell in matrix.cells if cell.count >= LIKELY]
    joined = {body for cell in cells for body in (cell.ministry, cell.partner)}
    counts = {counted.thing: counted.count for counted in matrix.ministries if counted.thing in joined}
    top = max(counts.values(), default=1)
    nodes = {
        body: _place(body, count, _radius(count, top), place / len(counts))
        for place, (body, count) in enumerate(counts.items())
    }
    most = max((cell.count for cell in cells), default=1)
    lines = [_join(cell, nodes, _width(cell.count, most)) for cell in cells]
    return Network(
        tuple(nodes.values()),
        tuple(sorted(lines, key=lambda line: line.width)),
        tuple((count, _width(count, most)) for count in _samples(LIKELY, most)),
        tuple((count, _radius(count, top)) for count in _samples(min(counts.values(), default=1), top)),
    )


def _samples(least: int, most: int) -> list[int]:
    """The ends of a range of numbers and their middle, each once."""
    return sorted({least, (least + most) // 2, most})


def _width(count: int, most: int) -> float:
    return _round(max(WIDEST * count / most, THINNEST))


def _radius(count: int, most: int) -> float:
    """Dots have areas that grow with the number of measures."""
    return _round(5 + 13 * math.sqrt(count / most))


def _place(thing: Thing, count: int, radius: float, turn: float) -> Node:
    """A node at ``turn`` in [0, 1) of the circle, from the top clockwise."""
    angle = 2 * math.pi * turn - math.pi / 2
    middle = RADIUS + NAME_ROOM
    is_right = math.cos(angle) >= -1e-9
    degrees = math.degrees(angle) + (0 if is_right else 180)
    left, top = (_round(middle + RADIUS * part) for part in (math.cos(angle), math.sin(angle)))
    out = RADIUS + radius + 8
    name_left, name_top = (_round(middle + out * part) for part in (math.cos(angle), math.sin(angle)))
    return Node(thing, count, left, top, radius, name_left, name_top, _round(degrees), is_right)


def _join(cell: NamedCell, nodes: Mapping[Thing, Node], width: float) -> Line:
    one, other = nodes[cell.ministry], nodes[cell.partner]
    middle = RADIUS + NAME_ROOM
    bend = [_round((start + end) / 4 + middle / 2) for start, end in ((one.left, other.left), (one.top, other.top))]
    path = f"M{one.left} {one.top}Q{bend[0]} {bend[1]} {other.left} {other.top}"
    return Line(one.thing, other.thing, cell.count, path, width)


def _round(value: float) -> float:
    return round(value, 1)

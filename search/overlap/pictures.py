"""Pictures of overlap as SVG and PNG, with a Japanese font that comes along: a heat map and a network of clusters."""

import io
import math
import textwrap
from collections.abc import Sequence
from typing import Literal

import matplotlib as mpl
import matplotlib_fontja
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from search.overlap.matrix import Matrix
from search.overlap.report import Cluster, OverlapReport

PictureFormat = Literal["svg", "png"]

CELL = 0.36
"""Inches of a heat map's cell: three digits fit in."""
LETTER = 0.125
"""Inches of a full-width character of a name."""
RING = 3.1
"""Inches of a cluster's square."""
CAPTION_ROOM = 0.8
CAPTION_WIDTH = 26
"""Full-width characters of a caption's line."""
TITLE_ROOM = 0.6
COLUMNS = 4
DOTS_PER_INCH = 150
SHADES = "Blues"
LINE = "#6baed6"
INK = "#08519c"
DISC = 0.19
"""Radius of a measure, in inches."""
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
BRIGHT = 0.55
"""Share of the darkest shade from which figures are white."""

Place = tuple[float, float]


def draw_heat_map(matrix: Matrix, picture_format: PictureFormat) -> bytes:
    """Ministry by ministry, busiest first: the darker, the stronger; each cell says how many candidates there are."""
    faced = {name for cell in matrix.cells for name in (cell.one, cell.other)}
    names = [name for name in matrix.measures if name in faced]
    labels = [f"{name}（{matrix.measures[name]}）" for name in names]
    room = LETTER * max(map(len, labels), default=0)
    title = "府省間の類似候補（数字は組の数、色の濃さは強さ、括弧内は施策数）\nOverlap candidates between ministries"
    figure, axes = _open_figure(room + CELL * len(names), room + CELL * len(names), title)
    strongest = max((cell.strength for cell in matrix.cells), default=1.0)
    for cell in matrix.cells:
        for column, row in ((cell.one, cell.other), (cell.other, cell.one)):
            corner = (room + CELL * names.index(column), room + CELL * names.index(row))
            _draw_cell(axes, corner, cell.count, math.sqrt(cell.strength / strongest))
    for at, label in enumerate(labels):
        place = room + CELL * (at + 0.5)
        axes.text(room - 0.05, place, label, ha="right", va="center", fontsize=9)
        axes.text(place, room - 0.05, label, ha="center", va="bottom", rotation=90, fontsize=9)
    return _write(figure, picture_format)


def draw_network(report: OverlapReport, picture_format: PictureFormat) -> bytes:
    """The clusters: each a ring of its measures, a line for every candidate, the wider the stronger."""
    rows = max(math.ceil(len(report.clusters) / COLUMNS), 1)
    title = "類似施策のまとまり（数字は施策番号、線の太さは近さ）\nClusters of similar measures"
    figure, axes = _open_figure(COLUMNS * RING, rows * (RING + CAPTION_ROOM), title)
    for at, cluster in enumerate(report.clusters):
        corner = (at % COLUMNS * RING, at // COLUMNS * (RING + CAPTION_ROOM))
        _draw_cluster(axes, cluster, report, corner)
    return _write(figure, picture_format)


def _open_figure(width: float, height: float, title: str) -> tuple[Figure, Axes]:
    """A figure whose coordinates are inches from the top left corner below its title."""
    figure = Figure(figsize=(width + 0.2, height + TITLE_ROOM))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-0.1, width + 0.1), ylim=(height, -TITLE_ROOM))
    axes.set_axis_off()
    axes.text(0.05, 0.1 - TITLE_ROOM, title, fontsize=11, va="top")
    return figure, axes


def _draw_cell(axes: Axes, corner: Place, count: int, shade: float) -> None:
    """A square of a shade in [0, 1] with the number of candidates in it."""
    left, top = corner
    colour = mpl.colormaps[SHADES](0.08 + 0.92 * shade)
    axes.add_patch(Rectangle(corner, CELL, CELL, facecolor=colour, edgecolor="white"))
    ink = "white" if shade > BRIGHT else "black"
    axes.text(left + CELL / 2, top + CELL / 2, str(count), ha="center", va="center", fontsize=8, color=ink)


def _draw_cluster(axes: Axes, cluster: Cluster, report: OverlapReport, corner: Place) -> None:
    left, top = corner
    places = _ring(cluster.measures, (left + RING / 2, top + RING / 2 - 0.1), RING / 2 - 0.5)
    for candidate in report.candidates:
        if candidate.left in places and candidate.right in places:
            ends = zip(places[candidate.left], places[candidate.right], strict=True)
            axes.plot(*ends, color=LINE, linewidth=min(max(1.0 + candidate.score, 1.0), 8.0), zorder=1)
    for number, (across, down) in places.items():
        axes.add_patch(Circle((across, down), DISC, facecolor="white", edgecolor=INK, linewidth=1.5, zorder=2))
        axes.text(across, down, str(number), ha="center", va="center", fontsize=9)
        bodies = _shorten(report.by_number[number].ministries, 1)
        axes.text(across, down + DISC + 0.03, bodies, ha="center", va="top", fontsize=7, bbox=PLATE)
    subjects = "・".join(concept.name for concept in cluster.concepts[:2])
    caption = "\n".join(
        textwrap.wrap(subjects, CAPTION_WIDTH) + textwrap.wrap(_shorten(cluster.ministries, 3), CAPTION_WIDTH)
    )
    axes.text(left + RING / 2, top + RING, caption, ha="center", va="top", fontsize=8, linespacing=1.4)


def _shorten(ministries: Sequence[str], shown: int) -> str:
    more = len(ministries) - shown
    return "、".join(ministries[:shown]) + (f" ほか{more}" if more > 0 else "")


def _ring(numbers: Sequence[int], middle: Place, radius: float) -> dict[int, Place]:
    """The places of the numbers around a circle, from the top clockwise."""
    angles = (2 * math.pi * at / len(numbers) - math.pi / 2 for at in range(len(numbers)))
    return {
        number: (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle))
        for number, angle in zip(numbers, angles, strict=True)
    }


def _write(figure: Figure, picture_format: PictureFormat) -> bytes:
    """The picture's bytes, the same for the same figure: text in SVG is drawn as outlines, so that it needs no font."""
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "sesaku", "font.family": matplotlib_fontja.matplotlib_fontja.FONT_NAME}):
        figure.savefig(
            buffer,
            format=picture_format,
            dpi=DOTS_PER_INCH,
            metadata={"Date": None} if picture_format == "svg" else None,
        )
    return buffer.getvalue()

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
from search.overlap.shading import scale, shade

PictureFormat = Literal["svg", "png"]

CELL = 0.36
"""Inches of a heat map's cell: three digits fit in."""
LETTER = 0.125
"""Inches of a full-width character of a name."""
SCALE_ROOM = CELL + 0.2
"""Height of the scale below a heat map."""
SCALE_STEP = 1.1
"""Width of a sample in it."""
SCALE_WIDTH = 5 * SCALE_STEP
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
BRIGHT = 0.68
"""Shade from which figures are white: there both inks have a contrast of 4.5 (WCAG 2.2, 1.4.3)."""

Place = tuple[float, float]


def draw_heat_map(matrix: Matrix, picture_format: PictureFormat) -> bytes:
    """Ministry by ministry, busiest first: the darker, the stronger; each cell says how many candidates there are."""
    faced = {name for cell in matrix.cells for name in (cell.one, cell.other)}
    names = [name for name in matrix.measures if name in faced]
    labels = [f"{name}（{matrix.measures[name]}）" for name in names]
    room = LETTER * max(map(len, labels), default=0)
    title = "府省間の類似候補（数字は組の数、色の濃さは強さ、括弧内は施策数）\nOverlap candidates between ministries"
    side = room + CELL * len(names)
    figure, axes = _open_figure(max(side, SCALE_WIDTH), side + SCALE_ROOM, title)
    strongest = max((cell.strength for cell in matrix.cells), default=0.0)
    for cell in matrix.cells:
        for column, row in ((cell.one, cell.other), (cell.other, cell.one)):
            corner = (room + CELL * names.index(column), room + CELL * names.index(row))
            _draw_cell(axes, corner, str(cell.count), shade(cell.strength, strongest))
    for at, label in enumerate(labels):
        place = room + CELL * (at + 0.5)
        axes.text(room - 0.05, place, label, ha="right", va="center", fontsize=9)
        axes.text(place, room - 0.05, label, ha="center", va="bottom", rotation=90, fontsize=9)
    _draw_scale(axes, side + SCALE_ROOM - CELL, strongest)
    return _write(figure, picture_format)


def draw_network(report: OverlapReport, picture_format: PictureFormat) -> bytes:
    """The clusters: each a ring of its measures, a line for every candidate, the wider the stronger."""
    rows = max(math.ceil(len(report.clusters) / COLUMNS), 1)
    title = (
        "施策のつながり（まとまりごと。数字は施策番号、線の太さは近さ）\nNetworks of similar measures, a cluster each"
    )
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


def _draw_cell(axes: Axes, corner: Place, text: str, darkness: float) -> None:
    """A square of a shade in [0, 1] with a text in it."""
    left, top = corner
    colour = mpl.colormaps[SHADES](0.08 + 0.92 * darkness)
    axes.add_patch(Rectangle(corner, CELL, CELL, facecolor=colour, edgecolor="white"))
    ink = "white" if darkness > BRIGHT else "black"
    axes.text(left + CELL / 2, top + CELL / 2, text, ha="center", va="center", fontsize=8, color=ink)


def _draw_scale(axes: Axes, top: float, strongest: float) -> None:
    """Sample shades with the strengths they stand for."""
    axes.text(SCALE_STEP - 0.1, top + CELL / 2, "強さ / strength", ha="right", va="center", fontsize=9)
    for at, (sample, strength) in enumerate(scale(strongest), start=1):
        _draw_cell(axes, (at * SCALE_STEP, top), "", sample)
        axes.text(at * SCALE_STEP + CELL + 0.05, top + CELL / 2, f"{strength:.3f}", va="center", fontsize=9)


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

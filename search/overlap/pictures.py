"""Pictures as SVG, written here: text stays text, shown in whatever Japanese font the reader's system has."""

import math
from collections.abc import Iterator, Mapping
from html import escape

from search.overlap.matrix import Matrix, MatrixCell
from search.overlap.report import Candidate, Cluster, OverlapReport

# The Japanese fonts that Windows, macOS, Android and Linux come with.
FONTS = "'Hiragino Sans','Yu Gothic','Meiryo','Noto Sans CJK JP','Noto Sans JP','IPAexGothic',sans-serif"
CELL = 30
NAME_ROOM = 250
CIRCLE = 250
CAPTION_ROOM = 64
COLUMNS = 3

Places = Mapping[int, tuple[float, float]]


def draw_heat_map(matrix: Matrix) -> str:
    """Ministry by ministry: the darker, the stronger; each cell says its count and tells more when pointed at."""
    faced = {name for cell in matrix.cells for name in (cell.one, cell.other)}
    names = [name for name in matrix.measures if name in faced]
    size = NAME_ROOM + CELL * len(names)
    strongest = max((cell.strength for cell in matrix.cells), default=1.0)
    shapes = [*_iter_names(names), *(shape for cell in matrix.cells for shape in _iter_cell(cell, names, strongest))]
    return _svg(size + 10, size + 40, "府省間の類似候補の数と強さ / Overlap candidates between ministries", shapes)


def draw_network(report: OverlapReport) -> str:
    """The clusters: each a ring of its measures, a line for every candidate, the wider the stronger."""
    rows = math.ceil(len(report.clusters) / COLUMNS)
    shapes = [
        shape
        for at, cluster in enumerate(report.clusters)
        for shape in _iter_cluster(cluster, report, (at % COLUMNS) * CIRCLE, (at // COLUMNS) * (CIRCLE + CAPTION_ROOM))
    ]
    height = max(rows, 1) * (CIRCLE + CAPTION_ROOM) + 40
    return _svg(COLUMNS * CIRCLE, height, "類似施策のまとまり / Clusters of similar measures", shapes)


def _svg(width: float, height: float, title: str, shapes: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" lang="ja" role="img" font-family="{FONTS}" font-size="12">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="100%" height="100%" fill="#fff"/>\n<text x="8" y="22" font-size="15">{escape(title)}</text>\n'
        f'<g transform="translate(0 36)">\n' + "\n".join(shapes) + "\n</g>\n</svg>\n"
    )


def _iter_names(names: list[str]) -> Iterator[str]:
    for at, name in enumerate(names):
        middle = NAME_ROOM + CELL * at + CELL / 2
        yield f'<text x="{NAME_ROOM - 6}" y="{middle + 4:.1f}" text-anchor="end">{escape(name)}</text>'
        turned = f'transform="rotate(-90 {middle + 4:.1f} {NAME_ROOM - 6})"'
        yield f'<text x="{middle + 4:.1f}" y="{NAME_ROOM - 6}" {turned}>{escape(name)}</text>'


def _iter_cell(cell: MatrixCell, names: list[str], strongest: float) -> Iterator[str]:
    """The cell and its mirror image."""
    share = math.sqrt(cell.strength / strongest)
    ink = "#fff" if share > 0.6 else "#222"
    label = escape(f"{cell.one} × {cell.other}: {cell.count} 組 / pairs, {cell.strength:.3f}")
    for column, row in ((cell.one, cell.other), (cell.other, cell.one)):
        left, top = NAME_ROOM + CELL * names.index(column), NAME_ROOM + CELL * names.index(row)
        yield (
            f'<g><title>{label}</title><rect x="{left}" y="{top}" width="{CELL - 1}" height="{CELL - 1}" '
            f'fill="#08519c" fill-opacity="{0.06 + 0.94 * share:.2f}"/><text x="{left + CELL / 2:.1f}" '
            f'y="{top + CELL / 2 + 4:.1f}" text-anchor="middle" fill="{ink}">{cell.count}</text></g>'
        )


def _iter_cluster(cluster: Cluster, report: OverlapReport, left: float, top: float) -> Iterator[str]:
    places = _ring(cluster.measures, left + CIRCLE / 2, top + CIRCLE / 2, CIRCLE / 2 - 40)
    for candidate in report.candidates:
        if candidate.left in places and candidate.right in places:
            yield _line(candidate, places)
    for number, (x, y) in places.items():
        side = report.by_number[number]
        label = escape(f"施策 {number}（{'、'.join(side.ministries)}）{side.text[:60]}")
        yield (
            f'<g><title>{label}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="17" fill="#fff" stroke="#08519c" '
            f'stroke-width="2"/><text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{number}</text></g>'
        )
    yield from _iter_caption(cluster, left + CIRCLE / 2, top + CIRCLE)


def _iter_caption(cluster: Cluster, middle: float, top: float) -> Iterator[str]:
    subjects = "・".join(concept.name for concept in cluster.concepts[:2])
    bodies = "、".join(cluster.ministries[:3]) + ("…" if len(cluster.ministries) > 3 else "")
    for at, text in enumerate((subjects, bodies)):
        place = f'x="{middle:.1f}" y="{top + 16 * at:.1f}"'
        yield f'<text {place} font-size="11" text-anchor="middle">{escape(text)}</text>'


def _ring(numbers: tuple[int, ...], middle_x: float, middle_y: float, radius: float) -> Places:
    angles = (2 * math.pi * at / len(numbers) - math.pi / 2 for at in range(len(numbers)))
    return {
        number: (middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle))
        for number, angle in zip(numbers, angles, strict=True)
    }


def _line(candidate: Candidate, places: Places) -> str:
    (x1, y1), (x2, y2) = places[candidate.left], places[candidate.right]
    width = min(max(1.0 + candidate.score, 1.0), 8.0)
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#6baed6" stroke-width="{width:.1f}">'
        f"<title>{candidate.left} × {candidate.right}: {candidate.score:+.2f}</title></line>"
    )

"""Overlap as files: candidates as Turtle, the matrix as table, CSV, JSON or picture, verdicts to take in."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from graph_builder.ministries import load_ministries, normalise_label
from graph_builder.serialisation import canonical_quads, serialize_turtle
from graph_builder.themes import load_themes
from ontology.errors import NotFoundError
from search.overlap.matrix import make_matrix
from search.overlap.report import Candidate, OverlapReport, Side
from search.overlap.statements import iter_overlap_statements, overlap_graph_iri
from search.overlap.verdicts import Verdict, VerdictError, parse_csv, parse_rdf

RDF_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES}


def select_candidates(
    report: OverlapReport, *, limit: int, across: bool, measure: int | None = None, **filters: str | None
) -> Iterator[Candidate]:
    """The first ``limit`` candidates that pass; ``ministry``, ``partner`` and ``theme`` by any name, ``kind``.

    Raises NotFoundError for a ministry, theme or measure that is not there.
    """
    if measure is not None and measure not in report.by_number:
        raise NotFoundError(f"施策 {measure} はない / no measure {measure}. `sesaku describe` says what there is.")
    bodies = [_find_ministry(filters[name] or "") for name in ("ministry", "partner") if filters[name]]
    theme = _find_theme(filters["theme"]) if filters["theme"] else None
    kind = filters["kind"]
    for candidate in report.candidates:
        sides = (report.by_number[candidate.left], report.by_number[candidate.right])
        if (
            measure in (None, candidate.left, candidate.right)
            and kind in (None, candidate.kind)
            and (candidate.is_across or not across)
            and _faces(sides, bodies)
            and (theme is None or any(theme in side.themes for side in sides))
        ):
            yield candidate
            limit -= 1
            if not limit:
                return


def candidates_turtle(report: OverlapReport, candidates: Iterable[Candidate]) -> bytes:
    """The candidates as Turtle, as the graph holds them."""
    chosen = replace(report, candidates=tuple(candidates), clusters=(), repetitions=())
    dataset = Dataset()
    graph = dataset.graph(overlap_graph_iri(report.slug))
    graph.addN((*statement, graph) for statement in iter_overlap_statements(chosen, load_ministries()))
    return serialize_turtle(canonical_quads(dataset))


def write_matrix(report: OverlapReport, format_name: str) -> bytes:
    """The ministry matrix: ``csv`` (one line two ministries), ``json``, or ``table`` (counts, half a square)."""
    matrix = make_matrix(report)
    if format_name == "json":
        return json.dumps(asdict(matrix), ensure_ascii=False, indent=2).encode()
    buffer = io.StringIO()
    if format_name == "csv":
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(("ministry", "partner", "candidates", "strength", "ministry_measures", "partner_measures"))
        for cell in matrix.cells:
            totals = matrix.measures[cell.one], matrix.measures[cell.other]
            writer.writerow((cell.one, cell.other, cell.count, cell.strength, *totals))
    else:
        for cell in sorted(matrix.cells, key=lambda each: (-each.strength, each.one, each.other)):
            does = f"{matrix.measures[cell.one]}・{matrix.measures[cell.other]} 施策"
            buffer.write(f"{cell.strength:7.3f}  {cell.count:4} 組  {cell.one} × {cell.other}（{does}）\n")
    return buffer.getvalue().encode()


def write_picture(report: OverlapReport, *, network: bool) -> bytes:
    """A heat map of the matrix or a network of the clusters, as SVG."""
    from search.overlap.pictures import draw_heat_map, draw_network

    return (draw_network(report) if network else draw_heat_map(make_matrix(report))).encode()


def read_verdict_file(path: Path) -> list[Verdict]:
    """The verdicts in a CSV, Turtle or N-Quads file, by its ending; raises VerdictError where they cannot be used."""
    try:
        content = path.read_bytes()
        if path.suffix in RDF_FORMATS:
            return parse_rdf(content, RDF_FORMATS[path.suffix], str(path))
        return parse_csv(content.decode("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise VerdictError(f"{path}: 読めない / cannot be read ({problem}). Give UTF-8 CSV or Turtle.") from problem


def _faces(sides: tuple[Side, Side], bodies: list[str]) -> bool:
    """Whether the one body asked for is on a side; of two each on a side of its own."""
    left, right = sides
    if len(bodies) < 2:
        return all(body in left.bodies or body in right.bodies for body in bodies)
    one, other = bodies
    return (one in left.bodies and other in right.bodies) or (other in left.bodies and one in right.bodies)


def _find_ministry(name: str) -> str:
    ministry = load_ministries().resolve(name)
    if ministry is None:
        raise NotFoundError(f"{name!r}: 府省が分からない / no such ministry. `sesaku describe` lists them.")
    return ministry.iri


def _find_theme(name: str) -> str:
    wanted = normalise_label(name)
    for theme in load_themes():
        names = (theme.iri.rpartition("/")[2], theme.name, theme.name_en)
        phrases = (phrase for phrase, weight in theme.weights.items() if weight == 1)
        if wanted in map(normalise_label, (*names, *phrases)):
            return theme.iri
    raise NotFoundError(f"{name!r}: テーマが分からない / no such theme. `sesaku describe` lists them.")

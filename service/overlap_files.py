"""Overlap as files: candidates as Turtle, the matrix as picture, verdicts to take in."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.ministries import load_ministries
from graph_builder.serialisation import canonical_quads, serialize_turtle
from search.overlap.matrix import make_matrix
from search.overlap.report import OverlapReport
from search.overlap.statements import iter_overlap_quads
from search.overlap.verdicts import Verdict, VerdictError, make_quads, parse_csv, parse_rdf
from service.overlap_tables import Judged

if TYPE_CHECKING:
    from search.overlap.pictures import PictureFormat

RDF_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES}


def candidates_turtle(report: OverlapReport, judged: Iterable[Judged]) -> bytes:
    """The candidates and their verdicts as Turtle, as the graph holds them."""
    chosen = list(judged)
    candidates = tuple(candidate for candidate, _ in chosen)
    stated = iter_overlap_quads(replace(report, candidates=candidates, clusters=(), repetitions=()), load_ministries())
    verdicts = make_quads(verdict for _, found in chosen for verdict in found)
    return serialize_turtle([*canonical_quads(stated), *verdicts])


def write_picture(report: OverlapReport, picture_format: "PictureFormat", *, network: bool) -> bytes:
    """A heat map of the matrix or a network of the clusters."""
    from search.overlap.pictures import draw_heat_map, draw_network

    return draw_network(report, picture_format) if network else draw_heat_map(make_matrix(report), picture_format)


def read_verdict_file(path: Path) -> list[Verdict]:
    """The verdicts in a CSV, Turtle or N-Quads file, by its ending; raises VerdictError where they cannot be used."""
    try:
        content = path.read_bytes()
        if path.suffix.lower() in RDF_FORMATS:
            return parse_rdf(content, RDF_FORMATS[path.suffix.lower()], str(path))
        return parse_csv(content.decode("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise VerdictError(f"{path}: 読めない / cannot be read ({problem}). Give UTF-8 CSV or Turtle.") from problem

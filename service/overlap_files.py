"""Overlap as files: candidates as Turtle, the matrix as picture."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from graph_builder.ministries import load_ministries
from graph_builder.serialisation import canonical_quads, serialize_turtle
from search.overlap.matrix import make_matrix
from search.overlap.report import OverlapReport
from search.overlap.statements import iter_overlap_quads
from search.overlap.verdict_graph import make_quads
from service.overlap_tables import Judged

if TYPE_CHECKING:
    from search.overlap.pictures import PictureFormat


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

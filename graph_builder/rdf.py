"""A roadmap as RDF: the one entry point that joins the parts of the graph."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph_builder.contents import iter_contents, list_contents
from graph_builder.description import iter_description
from graph_builder.document import iter_document, iter_fiscal_years, iter_reading, iter_unplaced_steps
from graph_builder.iris import DocumentIris
from graph_builder.measures import Context, iter_measure, name_measures
from graph_builder.ministries import Ministries
from graph_builder.places import locate
from graph_builder.quads import iter_quads
from graph_builder.records import Roadmap
from graph_builder.reference import iter_reference
from graph_builder.source import SourceDescription
from graph_builder.statements import Statement
from graph_builder.theme_statements import iter_theme_assignments
from graph_builder.themes import Themes


def build_graph(
    roadmap: Roadmap, source: SourceDescription, ministries: Ministries, themes: Themes, version: str
) -> set[ox.Quad]:
    """The quads of a roadmap: what the document says in one named graph, the reference data in another.

    ``version`` is that of the software, for provenance. Nothing depends on time or machine. Raises NotFoundError
    when a responsible body is not among ``ministries``.
    """
    statements = set(_iter_facts(roadmap, source, ministries, themes, version))
    return {*iter_quads(statements, DocumentIris(roadmap.slug).graph), *iter_reference()}


def describe_graph(quads: Iterable[ox.Quad], source: SourceDescription, slug: str) -> set[ox.Quad]:
    """The quads, whatever their graphs, with the description of the dataset that they make up."""
    iris, described = DocumentIris(slug), set(quads)
    return described | set(iter_quads(iter_description(described, source, iris), iris.graph))


def _iter_facts(
    roadmap: Roadmap, source: SourceDescription, ministries: Ministries, themes: Themes, version: str
) -> Iterator[Statement]:
    iris = DocumentIris(roadmap.slug)
    places = locate(roadmap, iris)
    contents = list_contents(roadmap, iris)
    context = Context(iris, places, contents, ministries, roadmap.corrections)
    yield from iter_document(roadmap, source, ministries, iris)
    yield from iter_reading(roadmap, source, version, iris, places)
    yield from iter_unplaced_steps(roadmap, iris, places)
    yield from iter_fiscal_years(roadmap)
    yield from iter_contents(contents, iris, places)
    for iri, measure in name_measures(roadmap, iris):
        yield from iter_measure(iri, measure, context)
        if measure.number is not None:
            yield from iter_theme_assignments(iri, measure, contents, themes)

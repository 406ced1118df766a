"""What the graph says about any one IRI: as a description for people, and as RDF in the usual formats."""

from collections.abc import Iterator

import pyoxigraph as ox

from ontology import BASE
from ontology.errors import NotFoundError
from service.opened import OpenBuild
from service.views import Description, Property, Value

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
GRAPH_BASE = BASE + "graph/"
MAX_INVERSE = 1000
"""Statements about a thing from elsewhere that its description holds; SPARQL gives all of them."""


def find_iri(opened: OpenBuild, path: str) -> str:
    """The IRI of the graph at ``path`` below the base. Raises NotFoundError when the graph does not hold it."""
    iri = BASE + path
    try:
        node = ox.NamedNode(iri)
    except ValueError as error:
        raise NotFoundError(f"{path} は IRI にならない。", f"{path} is no part of an IRI.") from error
    if iri.startswith(GRAPH_BASE) and _has_any(opened, graph=node):
        return iri
    if not _has_any(opened, subject=node) and not _has_any(opened, value=node):
        raise NotFoundError(f"{iri} はこのグラフにない。", f"{iri} is not in the graph.")
    return iri


def describe(opened: OpenBuild, iri: str) -> Description:
    """The statements about ``iri``, and those that point to it."""
    node = ox.NamedNode(iri)
    quads = sorted(_statements(opened, node), key=lambda triple: (triple.predicate.value, str(triple.object)))
    types = tuple(opened.thing(_text(triple.object)) for triple in quads if triple.predicate == TYPE)
    return Description(opened.thing(iri), types, tuple(_iter_properties(opened, node, quads)))


def triples_about(opened: OpenBuild, iri: str) -> list[ox.Triple]:
    """A description that stands alone: the statements about ``iri`` and its parts, those that point to it, and labels.

    For a named graph, all its triples too; for the vocabulary, its terms.
    """
    node = ox.NamedNode(iri)
    if iri.startswith(GRAPH_BASE):
        content = (quad.triple for quad in opened.store.quads_for_pattern(None, None, None, node))
        return list(dict.fromkeys([*sorted(_statements(opened, node), key=str), *content]))
    about = list(_iter_whole(opened, node, {node.value}))
    inverse = [quad.triple for quad in opened.store.quads_for_pattern(None, None, node)][:MAX_INVERSE]
    named = {term.value for triple in about for term in (triple.object,) if isinstance(term, ox.NamedNode)}
    named |= {triple.subject.value for triple in inverse if isinstance(triple.subject, ox.NamedNode)}
    labels = [
        quad.triple
        for name in sorted(named)
        for quad in opened.store.quads_for_pattern(ox.NamedNode(name), LABEL, None)
    ]
    return list(dict.fromkeys([*about, *sorted(inverse, key=str), *labels]))


def _iter_whole(opened: OpenBuild, node: ox.NamedNode, seen: set[str]) -> Iterator[ox.Triple]:
    """The statements about a thing, then those about the parts whose IRIs lie below its own."""
    statements = sorted(_statements(opened, node), key=str)
    yield from statements
    for triple in statements:
        part = triple.object
        if isinstance(part, ox.NamedNode) and _is_part(node.value, part.value) and part.value not in seen:
            seen.add(part.value)
            yield from _iter_whole(opened, part, seen)


def _is_part(whole: str, iri: str) -> bool:
    return iri.startswith((f"{whole}/", f"{whole}#"))


def _iter_properties(opened: OpenBuild, node: ox.NamedNode, triples: list[ox.Triple]) -> Iterator[Property]:
    for predicate in dict.fromkeys(triple.predicate.value for triple in triples if triple.predicate != TYPE):
        values = [_value(opened, triple.object) for triple in triples if triple.predicate.value == predicate]
        yield Property(opened.thing(predicate), tuple(values))
    inverse = [quad.triple for quad in opened.store.quads_for_pattern(None, None, node)][:MAX_INVERSE]
    for predicate in sorted({triple.predicate.value for triple in inverse}):
        subjects = sorted({_text(triple.subject) for triple in inverse if triple.predicate.value == predicate})
        yield Property(opened.thing(predicate), tuple(_value(opened, ox.NamedNode(iri)) for iri in subjects), True)


def _value(opened: OpenBuild, term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return Value(term.value, term.value, opened.labels.get(term.value))
    return Value(_text(term), language=getattr(term, "language", None))


def value_of(opened: OpenBuild, term: object) -> Value | None:
    """A term of an answer as people read it; None for an unbound variable."""
    return None if term is None else _value(opened, term)


def vocabulary_terms(opened: OpenBuild) -> tuple[Description, ...]:
    """Every term of the sesaku vocabulary, by IRI."""
    base = BASE + "ontology#"
    subjects = {
        quad.subject.value
        for quad in opened.store.quads_for_pattern(None, LABEL, None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(base)
    }
    return tuple(_without_inverse(describe(opened, iri)) for iri in sorted(subjects))


def _without_inverse(description: Description) -> Description:
    own = tuple(entry for entry in description.properties if not entry.is_inverse)
    return Description(description.thing, description.types, own)


def _statements(opened: OpenBuild, node: ox.NamedNode) -> set[ox.Triple]:
    return {quad.triple for quad in opened.store.quads_for_pattern(node, None, None)}


def _has_any(
    opened: OpenBuild,
    subject: ox.NamedNode | None = None,
    value: ox.NamedNode | None = None,
    graph: ox.NamedNode | None = None,
) -> bool:
    return next(iter(opened.store.quads_for_pattern(subject, None, value, graph)), None) is not None


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))

"""The whole graph described as a dataset, in VoID and DCAT."""

from collections import Counter
from collections.abc import Collection, Iterator

import pyoxigraph as ox
from rdflib import DCAT, DCTERMS, PROV, RDF, RDFS, VOID, Literal, URIRef

from graph_builder.document import iter_bilingual
from graph_builder.iris import DocumentIris, part
from graph_builder.source import Bilingual, SourceDescription
from graph_builder.statements import Statement, english, integer, japanese, labels
from ontology import BASE
from ontology.terms import SD, SESAKU
from ontology.turtle import iter_statements

VOCABULARIES = (
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/2006/time#",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/ns/prov#",
    f"{BASE}ontology#",
)

GRAPHS = {
    "{slug}": Bilingual("文書に書かれていること：{title}", "What the document says: {title}"),
    "{slug}/overlap": Bilingual(
        "文書から推し量ったこと（重なりの候補など）：{title}", "Inferred from the document, such as overlap: {title}"
    ),
    "ontology": Bilingual("語彙・府省・テーマ・用語集", "Vocabulary, ministries, themes and thesaurus"),
    "verdicts": Bilingual("重なりの候補についての人の判定", "People's verdicts on candidates for overlap"),
}
"""The named graphs by the end of their IRIs; that of the verdicts is there once one was given."""

_TYPE = str(RDF.type)
_LABEL = str(RDFS.label)


def iter_description(quads: Collection[ox.Quad], source: SourceDescription, iris: DocumentIris) -> Iterator[Statement]:
    """The dataset that holds ``quads`` and this description: title, licence, vocabularies, graphs, how many of what.

    The number of triples takes in the description, the number of instances does not.
    """
    own = {*_iter_facts(source, iris), *_iter_graphs(source, iris), *_iter_instances(quads, iris.dataset)}
    yield from own
    yield iris.dataset, VOID.triples, integer(len(quads) + len(own) + 1)


def _iter_facts(source: SourceDescription, iris: DocumentIris) -> Iterator[Statement]:
    dataset = iris.dataset
    title = Bilingual(
        f"{source.title.ja}の知識グラフ", f"Knowledge graph of {source.title.en}" if source.title.en else None
    )
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, RDF.type, DCAT.Dataset
    yield from iter_bilingual(dataset, RDFS.label, title)
    yield from iter_bilingual(dataset, DCTERMS.title, title)
    yield dataset, DCTERMS.description, japanese("施策・担当府省・年度別の工程・テーマと、その出典の行。")
    yield (
        dataset,
        DCTERMS.description,
        english("Measures, responsible bodies, steps by fiscal year, themes, and their source lines."),
    )
    yield dataset, DCTERMS.source, iris.document
    yield dataset, PROV.wasGeneratedBy, iris.reading
    if source.licence:
        yield dataset, DCTERMS.license, URIRef(source.licence)
    yield dataset, VOID.uriSpace, Literal(BASE)
    yield dataset, VOID.exampleResource, iris.measure(1)
    for vocabulary in VOCABULARIES:
        yield dataset, VOID.vocabulary, URIRef(vocabulary)


def _iter_graphs(source: SourceDescription, iris: DocumentIris) -> Iterator[Statement]:
    """What each named graph holds, in its label."""
    title = source.title
    for name, text in GRAPHS.items():
        graph = URIRef(f"{BASE}graph/{name.format(slug=iris.slug)}")
        ja, en = text.ja.format(title=title.ja), (text.en or "").format(title=title.en or title.ja)
        yield graph, RDF.type, SD.Graph
        yield from labels(graph, ja, en)


def _iter_instances(quads: Collection[ox.Quad], dataset: URIRef) -> Iterator[Statement]:
    """How many things the quads speak of, and how many instances each of our own classes has."""
    yield dataset, VOID.entities, integer(len({quad.subject for quad in quads}))
    kinds = {(quad.subject, quad.object) for quad in quads if quad.predicate.value == _TYPE}
    counts = Counter(kind.value for _, kind in kinds if isinstance(kind, ox.NamedNode))
    names = _name_classes()
    for class_iri, count in counts.items():
        if not class_iri.startswith(str(SESAKU)):
            continue
        iri = part(dataset, "class", class_iri.removeprefix(str(SESAKU)))
        yield dataset, VOID.classPartition, iri
        yield iri, VOID["class"], URIRef(class_iri)
        yield from labels(iri, f"{names[class_iri, 'ja']}の数", f"Number of instances: {names[class_iri, 'en']}")
        yield iri, VOID.entities, integer(count)


def _name_classes() -> dict[tuple[str, str | None], str]:
    """The label of each term of the vocabulary by its IRI and the label's language."""
    return {
        (term.value, label.language): label.value
        for term, predicate, label in iter_statements("sesaku.ttl")
        if predicate.value == _LABEL and isinstance(label, ox.Literal)
    }

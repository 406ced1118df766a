"""The overlap report as RDF: inferences in a named graph of their own, never mixed with what the document says."""

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import PROV, RDF, URIRef

from graph_builder.iris import DocumentIris, fiscal_year_iri, part
from graph_builder.ministries import Ministries
from graph_builder.quads import iter_quads
from graph_builder.statements import Statement, decimal, integer, japanese, labels
from ontology.terms import CONCEPT, COUNTER_KIND, OVERLAP_KIND, REPETITION_KIND, SESAKU
from search.overlap.facets import Facet
from search.overlap.report import AlignedPassages, Candidate, Cluster, Kind, OverlapReport, Repetition

KIND_NAMES: dict[Kind, tuple[str, str]] = {
    "duplication": ("重複候補", "duplication candidate"),
    "overlap": ("類似候補", "overlap candidate"),
    "fragmentation": ("細分化候補", "fragmentation candidate"),
}
"""As ontology/sesaku.ttl labels them."""

_SHARED: dict[Facet, URIRef] = {
    "subject": SESAKU.sharedSubject,
    "goal": SESAKU.sharedGoal,
    "means": SESAKU.sharedMeans,
    "beneficiary": SESAKU.sharedBeneficiary,
}


def overlap_graph_iri(slug: str) -> URIRef:
    """The named graph of what is inferred about the document ``slug``."""
    return part(DocumentIris(slug).graph, "overlap")


def candidate_iri(slug: str, left: int, right: int) -> URIRef:
    """The candidate of two measures, in either order."""
    return part(DocumentIris(slug).document, "overlap", f"{min(left, right)}-{max(left, right)}")


def iter_overlap_quads(report: OverlapReport, ministries: Ministries) -> Iterator[ox.Quad]:
    """Every inference of the report in the named graph of its own."""
    return iter_quads(iter_overlap_statements(report, ministries), overlap_graph_iri(report.slug))


def iter_overlap_statements(report: OverlapReport, ministries: Ministries) -> Iterator[Statement]:
    """Every inference of the report, about things that the other graphs describe."""
    iris = DocumentIris(report.slug)
    comparison = part(iris.document, "overlap", "comparison")
    yield comparison, RDF.type, PROV.Activity
    yield from labels(comparison, "施策間の比較", "Comparison of the measures")
    yield comparison, PROV.used, iris.document
    for candidate in report.candidates:
        iri = candidate_iri(report.slug, candidate.left, candidate.right)
        yield iri, PROV.wasGeneratedBy, comparison
        yield from _iter_candidate(iri, candidate, iris)
    for cluster in report.clusters:
        iri = part(iris.document, "overlap", "cluster", cluster.measures[0])
        yield iri, PROV.wasGeneratedBy, comparison
        yield from _iter_cluster(iri, cluster, iris)
    yield from _iter_repetitions(report, iris, comparison, ministries)


def _iter_candidate(iri: URIRef, candidate: Candidate, iris: DocumentIris) -> Iterator[Statement]:
    ja, en = KIND_NAMES[candidate.kind]
    numbers = f"{candidate.left}・{candidate.right}"
    yield iri, RDF.type, SESAKU.OverlapCandidate
    yield from labels(iri, f"施策{numbers}の{ja}", f"Measures {candidate.left} and {candidate.right}: {en}")
    yield iri, SESAKU.side, iris.measure(candidate.left)
    yield iri, SESAKU.side, iris.measure(candidate.right)
    yield iri, SESAKU.overlapKind, OVERLAP_KIND[candidate.kind]
    yield iri, SESAKU.likeness, decimal(candidate.score)
    yield iri, SESAKU.rank, integer(candidate.rank)
    for concept in candidate.concepts:
        yield iri, _SHARED[concept.facet], CONCEPT[concept.slug]
    for year in candidate.fiscal_years:
        yield iri, SESAKU.commonFiscalYear, fiscal_year_iri(year)
    for ordinal, passages in enumerate(candidate.passages, start=1):
        passages_iri = part(iri, "passages", ordinal)
        yield iri, SESAKU.alignedPassages, passages_iri
        yield from _iter_passages(passages_iri, ordinal, passages, numbers, iris)
    for ordinal, facing in enumerate(candidate.facing, start=1):
        place = part(iri, "passages", ordinal) if candidate.passages else iri
        yield from ((place, SESAKU.leftBody, URIRef(body)) for body in facing.left)
        yield from ((place, SESAKU.rightBody, URIRef(body)) for body in facing.right)
    for counter in candidate.counter_evidence:
        counter_iri = part(iri, "counter-evidence", counter.kind)
        yield iri, SESAKU.counterEvidence, counter_iri
        yield counter_iri, RDF.type, SESAKU.CounterEvidence
        yield counter_iri, SESAKU.counterKind, COUNTER_KIND[counter.kind]
        yield from labels(counter_iri, counter.text, counter.text_en)


def _iter_passages(
    iri: URIRef, ordinal: int, passages: AlignedPassages, numbers: str, iris: DocumentIris
) -> Iterator[Statement]:
    yield iri, RDF.type, SESAKU.AlignedPassages
    yield from labels(iri, f"施策{numbers} 並べた文言{ordinal}", f"Aligned passages {ordinal} of measures {numbers}")
    yield iri, SESAKU.likeness, decimal(passages.likeness)
    for text in _distinct_texts(passages):
        yield iri, SESAKU.quote, japanese(text)
    for quote in (passages.left, passages.right):
        for lines in quote.lines:
            yield iri, PROV.wasDerivedFrom, iris.lines(lines)
    for phrase in passages.phrases:
        yield iri, SESAKU.commonPhrase, japanese(phrase)


def _distinct_texts(passages: AlignedPassages) -> tuple[str, str]:
    """Both quotes; two equal texts would be one statement, so the second is marked as said again."""
    left, right = passages.left.text, passages.right.text
    return left, f"{right}（同文）" if right == left else right


def _iter_cluster(iri: URIRef, cluster: Cluster, iris: DocumentIris) -> Iterator[Statement]:
    names = "・".join(map(str, cluster.measures))
    yield iri, RDF.type, SESAKU.OverlapCluster
    yield from labels(iri, f"類似施策のまとまり（施策{names}）", f"Cluster of measures {names}")
    yield iri, SESAKU.rank, integer(cluster.rank)
    yield iri, SESAKU.likeness, decimal(cluster.score)
    for number in cluster.measures:
        yield iri, SESAKU.side, iris.measure(number)


def _iter_repetitions(
    report: OverlapReport, iris: DocumentIris, comparison: URIRef, ministries: Ministries
) -> Iterator[Statement]:
    ordinals: dict[int, int] = {}
    for repetition in report.repetitions:
        ordinal = ordinals[repetition.number] = ordinals.get(repetition.number, 0) + 1
        iri = part(iris.measure(repetition.number), "repetition", ordinal)
        yield iri, PROV.wasGeneratedBy, comparison
        yield from _iter_repetition(iri, ordinal, repetition, iris, ministries)


def _iter_repetition(
    iri: URIRef, ordinal: int, repetition: Repetition, iris: DocumentIris, ministries: Ministries
) -> Iterator[Statement]:
    yield iri, RDF.type, SESAKU.Repetition
    yield from labels(
        iri, f"施策{repetition.number}内の同文{ordinal}", f"Repetition {ordinal} in measure {repetition.number}"
    )
    yield iri, SESAKU.repeatedIn, iris.measure(repetition.number)
    yield iri, SESAKU.repetitionKind, REPETITION_KIND[repetition.kind]
    for name in repetition.ministries:
        body = ministries.resolve(name)
        if body:
            yield iri, SESAKU.responsibleBody, URIRef(body.iri)
    for text in repetition.texts:
        yield iri, SESAKU.quote, japanese(text)
    for lines in repetition.lines:
        yield iri, PROV.wasDerivedFrom, iris.lines(lines)

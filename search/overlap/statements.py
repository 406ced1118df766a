"""The overlap report as RDF: inferences in a named graph of their own, never mixed with what the document says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import PROV, RDF, URIRef

from graph_builder.iris import DocumentIris, fiscal_year_iri, part
from graph_builder.ministries import Ministries
from graph_builder.quads import iter_quads
from graph_builder.statements import Statement, decimal, integer, japanese, labels
from ontology.terms import CONCEPT, COUNTER_KIND, OVERLAP_KIND, REPETITION_KIND, SESAKU
from search.overlap.facets import Facet
from search.overlap.report import (
    AlignedPassages,
    Candidate,
    Cluster,
    Kind,
    OverlapReport,
    Quote,
    Repetition,
    SharedConcept,
)

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
    return _Writer(DocumentIris(report.slug), ministries).iter_report(report)


@dataclass(frozen=True)
class _Writer:
    """Writes the inferences about one document, whose printed names of bodies ``ministries`` resolves."""

    iris: DocumentIris
    ministries: Ministries

    def iter_report(self, report: OverlapReport) -> Iterator[Statement]:
        comparison = part(self.iris.document, "overlap", "comparison")
        yield comparison, RDF.type, PROV.Activity
        yield from labels(comparison, "施策間の比較", "Comparison of the measures")
        yield comparison, PROV.used, self.iris.document
        for candidate in report.candidates:
            iri = candidate_iri(report.slug, candidate.left, candidate.right)
            yield iri, PROV.wasGeneratedBy, comparison
            yield from self._iter_candidate(iri, candidate)
        for cluster in report.clusters:
            iri = part(self.iris.document, "overlap", "cluster", cluster.measures[0])
            yield iri, PROV.wasGeneratedBy, comparison
            yield from self._iter_cluster(iri, cluster)
        ordinals: dict[int, int] = {}
        for repetition in report.repetitions:
            ordinal = ordinals[repetition.number] = ordinals.get(repetition.number, 0) + 1
            iri = part(self.iris.measure(repetition.number), "repetition", ordinal)
            yield iri, PROV.wasGeneratedBy, comparison
            yield from self._iter_repetition(iri, ordinal, repetition)

    def _iter_candidate(self, iri: URIRef, candidate: Candidate) -> Iterator[Statement]:
        ja, en = KIND_NAMES[candidate.kind]
        left, right = candidate.left, candidate.right
        yield iri, RDF.type, SESAKU.OverlapCandidate
        yield from labels(iri, f"施策{left}・{right}の{ja}", f"Measures {left} and {right}: {en}")
        yield iri, SESAKU.side, self.iris.measure(left)
        yield iri, SESAKU.side, self.iris.measure(right)
        yield iri, SESAKU.overlapKind, OVERLAP_KIND[candidate.kind]
        yield iri, SESAKU.likeness, decimal(candidate.score)
        yield iri, SESAKU.rank, integer(candidate.rank)
        yield from _iter_concepts(iri, candidate.concepts)
        for year in candidate.fiscal_years:
            yield iri, SESAKU.commonFiscalYear, fiscal_year_iri(year)
        for ordinal, passages in enumerate(candidate.passages, start=1):
            passages_iri = part(iri, "passages", ordinal)
            yield iri, SESAKU.alignedPassages, passages_iri
            yield from self._iter_passages(passages_iri, ordinal, passages, candidate)
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
        self, iri: URIRef, ordinal: int, passages: AlignedPassages, candidate: Candidate
    ) -> Iterator[Statement]:
        left, right = candidate.left, candidate.right
        yield iri, RDF.type, SESAKU.AlignedPassages
        yield from labels(
            iri,
            f"施策{left}・{right} 並べた文言{ordinal}",
            f"Aligned passages {ordinal} of measures {left} and {right}",
        )
        yield iri, SESAKU.likeness, decimal(passages.likeness)
        for side, number, quote, clause in (
            ("left", left, passages.left, SESAKU.leftClause),
            ("right", right, passages.right, SESAKU.rightClause),
        ):
            yield iri, clause, part(iri, side)
            yield from self._iter_clause(part(iri, side), number, quote)
        for phrase in passages.phrases:
            yield iri, SESAKU.commonPhrase, japanese(phrase)

    def _iter_clause(self, iri: URIRef, number: int, quote: Quote) -> Iterator[Statement]:
        yield iri, RDF.type, SESAKU.QuotedClause
        yield from labels(iri, f"施策{number}の文言", f"Clause of measure {number}")
        yield iri, SESAKU.side, self.iris.measure(number)
        yield iri, SESAKU.quote, japanese(quote.text)
        yield from self._iter_bodies(iri, quote.ministries)
        yield from _iter_years(iri, quote.fiscal_years)
        for lines in quote.lines:
            yield iri, PROV.wasDerivedFrom, self.iris.lines(lines)

    def _iter_cluster(self, iri: URIRef, cluster: Cluster) -> Iterator[Statement]:
        names = list(map(str, cluster.measures))
        ja, en = "・".join(names), " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        yield iri, RDF.type, SESAKU.OverlapCluster
        yield from labels(iri, f"類似施策のまとまり（施策{ja}）", f"Cluster of measures {en}")
        yield iri, SESAKU.rank, integer(cluster.rank)
        yield iri, SESAKU.likeness, decimal(cluster.score)
        for number in cluster.measures:
            yield iri, SESAKU.side, self.iris.measure(number)
        yield from self._iter_bodies(iri, cluster.ministries)
        yield from _iter_concepts(iri, cluster.concepts)

    def _iter_repetition(self, iri: URIRef, ordinal: int, repetition: Repetition) -> Iterator[Statement]:
        yield iri, RDF.type, SESAKU.Repetition
        number = repetition.number
        yield from labels(iri, f"施策{number}内の同文{ordinal}", f"Repetition {ordinal} in measure {number}")
        yield iri, SESAKU.repeatedIn, self.iris.measure(number)
        yield iri, SESAKU.repetitionKind, REPETITION_KIND[repetition.kind]
        yield from self._iter_bodies(iri, repetition.ministries)
        yield from _iter_years(iri, repetition.fiscal_years)
        for text in repetition.texts:
            yield iri, SESAKU.quote, japanese(text)
        for lines in repetition.lines:
            yield iri, PROV.wasDerivedFrom, self.iris.lines(lines)

    def _iter_bodies(self, iri: URIRef, names: Iterable[str]) -> Iterator[Statement]:
        """Whose it is, by the printed names."""
        for body in map(self.ministries.resolve, names):
            if body:
                yield iri, SESAKU.responsibleBody, URIRef(body.iri)


def _iter_years(iri: URIRef, years: Iterable[int]) -> Iterator[Statement]:
    for year in years:
        yield iri, SESAKU.fiscalYear, fiscal_year_iri(year)


def _iter_concepts(iri: URIRef, concepts: Iterable[SharedConcept]) -> Iterator[Statement]:
    for concept in concepts:
        yield iri, _SHARED[concept.facet], CONCEPT[concept.slug]

"""Verdicts as RDF with provenance (PROV-O): statements, the one file outside the builds, and what is read back."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import PROV, RDF, RDFS, XSD, Literal, URIRef

from graph_builder.iris import DocumentIris
from graph_builder.quads import iter_quads
from graph_builder.serialisation import canonical_quads
from graph_builder.statements import Statement, japanese, labels
from ontology import BASE
from ontology.terms import SESAKU, VERDICT_KIND
from search.overlap.statements import candidate_iri
from search.overlap.verdicts import VERDICTS, Verdict, VerdictError

VERDICT_GRAPH = URIRef(BASE + "graph/verdicts")

Facts = dict[str, dict[str, list[str]]]
"""The values of properties by subject."""

_CANDIDATE = re.compile(
    rf"{re.escape(BASE)}(?P<slug>[^/]+)/overlap/(?P<left>[1-9][0-9]{{0,5}})-(?P<right>[1-9][0-9]{{0,5}})"
)


def read_verdicts(path: Path) -> list[Verdict]:
    """The verdicts in the N-Quads file ``path``, sorted; none when there is no file. Raises VerdictError if damaged."""
    return parse_rdf(path.read_bytes(), ox.RdfFormat.N_QUADS, str(path)) if path.exists() else []


def write_verdicts(verdicts: Sequence[Verdict], path: Path) -> None:
    """Replace the file in one step, after its new content has reached the disk; same verdicts, same bytes."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as stream:
        stream.write(to_nquads(verdicts))
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(beside, path)


def make_quads(verdicts: Iterable[Verdict]) -> list[ox.Quad]:
    """The verdicts as quads of VERDICT_GRAPH, in the order of their N-Quads lines."""
    return canonical_quads(quad for verdict in verdicts for quad in iter_quads(iter_statements(verdict), VERDICT_GRAPH))


def verdict_iri(verdict: Verdict) -> URIRef:
    """What a person found about a pair: one thing, whatever it is replaced by."""
    return URIRef(f"{BASE}verdict/{verdict.slug}/{verdict.left}-{verdict.right}/{_digest(verdict.by)}")


def iter_statements(verdict: Verdict) -> Iterator[Statement]:
    """The verdict as a PROV entity: attributed to a person, generated at a time, derived from a build's evidence."""
    iris = DocumentIris(verdict.slug)
    person = URIRef(f"{BASE}person/{_digest(verdict.by)}")
    build = URIRef(f"{BASE}build/{verdict.build}")
    iri = verdict_iri(verdict)
    pair = f"{verdict.left}・{verdict.right}"
    yield iri, RDF.type, SESAKU.OverlapVerdict
    yield from labels(
        iri,
        f"施策{pair}の判定：{verdict.verdict}（{verdict.by}）",
        f"Verdict on measures {verdict.left} and {verdict.right}: {VERDICTS[verdict.verdict]} ({verdict.by})",
    )
    yield iri, SESAKU.judges, candidate_iri(verdict.slug, verdict.left, verdict.right)
    yield iri, SESAKU.side, iris.measure(verdict.left)
    yield iri, SESAKU.side, iris.measure(verdict.right)
    yield iri, SESAKU.verdict, VERDICT_KIND[VERDICTS[verdict.verdict]]
    yield iri, PROV.wasAttributedTo, person
    yield iri, PROV.generatedAtTime, Literal(verdict.at, datatype=XSD.dateTime)
    yield iri, PROV.wasDerivedFrom, build
    if verdict.note:
        yield iri, RDFS.comment, japanese(verdict.note)
    yield person, RDF.type, PROV.Agent
    yield person, RDFS.label, japanese(verdict.by)
    yield build, RDF.type, PROV.Entity
    yield from labels(build, f"データの版 {verdict.build[:12]}", f"Build {verdict.build[:12]}")


def to_nquads(verdicts: Iterable[Verdict]) -> bytes:
    """The verdicts as N-Quads, in the graph that SPARQL has them in."""
    return ox.serialize(make_quads(verdicts), format=ox.RdfFormat.N_QUADS) or b""


def to_turtle(verdicts: Iterable[Verdict]) -> bytes:
    """The verdicts as Turtle."""
    triples = [quad.triple for quad in make_quads(verdicts)]
    prefixes = {"prov": str(PROV), "rdfs": str(RDFS), "sesaku": str(SESAKU), "xsd": str(XSD)}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def parse_rdf(content: bytes, rdf_format: ox.RdfFormat, origin: str) -> list[Verdict]:
    """The verdicts in Turtle or N-Quads from ``origin``; raises VerdictError where they are malformed."""
    facts: Facts = {}
    try:
        for quad in ox.parse(content, format=rdf_format):
            known = facts.setdefault(_text(quad.subject), {})
            known.setdefault(_text(quad.predicate), []).append(_text(quad.object))
    except (SyntaxError, ValueError) as problem:
        raise VerdictError(
            f"{origin}: 判定として読めない（{problem}）。 / {origin} is not readable as verdicts ({problem})."
        ) from problem
    typed = [iri for iri, known in facts.items() if str(SESAKU.OverlapVerdict) in known.get(str(RDF.type), ())]
    return sorted(_read_verdict(iri, facts, origin) for iri in typed)


def _read_verdict(iri: str, facts: Facts, origin: str) -> Verdict:
    names = {slug: name for name, slug in VERDICTS.items()}
    try:
        judged = _CANDIDATE.fullmatch(_only(facts, iri, SESAKU.judges))
        kind = _only(facts, iri, SESAKU.verdict).rpartition("/")[2]
        verdict = Verdict(
            slug=judged["slug"] if judged else "",
            left=int(judged["left"]) if judged else 0,
            right=int(judged["right"]) if judged else 0,
            by=_only(facts, _only(facts, iri, PROV.wasAttributedTo), RDFS.label),
            verdict=names.get(kind, kind),
            at=_only(facts, iri, PROV.generatedAtTime),
            build=_only(facts, iri, PROV.wasDerivedFrom).rpartition("/")[2],
            note=_only(facts, iri, RDFS.comment) if str(RDFS.comment) in facts[iri] else "",
        )
        _check_subject(iri, verdict, facts)
    except VerdictError as problem:
        raise VerdictError(f"{origin}: {iri}: {problem}") from problem
    return verdict


def _check_subject(iri: str, verdict: Verdict, facts: Facts) -> None:
    """Raises VerdictError where the verdict is about another pair than its sides, or is called otherwise."""
    iris = DocumentIris(verdict.slug)
    sides = {str(iris.measure(number)) for number in (verdict.left, verdict.right)}
    if iri != str(verdict_iri(verdict)) or set(facts[iri].get(str(SESAKU.side), ())) != sides:
        raise VerdictError(
            "主語・対象施策・候補が食い違う / its subject, sides and judged candidate contradict one another."
        )


def _only(facts: Facts, iri: str, predicate: URIRef) -> str:
    """The one value of a property. Raises VerdictError where it has none or several."""
    values = list(dict.fromkeys(facts.get(iri, {}).get(str(predicate), ())))
    if len(values) != 1:
        raise VerdictError(
            f"{predicate} の値が {len(values)} 個で、一つでない / {predicate} has {len(values)} values instead of one."
        )
    return values[0]


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()

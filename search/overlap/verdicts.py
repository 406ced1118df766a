"""People's verdicts on pairs of measures: kept in one file outside the builds, as RDF with provenance (PROV-O)."""

import csv
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox
from rdflib import PROV, RDF, RDFS, XSD, Literal, URIRef

from graph_builder.iris import DocumentIris
from graph_builder.quads import iter_quads
from graph_builder.serialisation import canonical_quads
from graph_builder.statements import Statement, japanese, labels
from ontology import BASE
from ontology.errors import SesakuError
from ontology.terms import SESAKU, VERDICT_KIND
from search.overlap.statements import candidate_iri

VERDICTS = {"重複": "duplicate", "補完": "complementary", "調整済": "coordinated", "無関係": "unrelated"}
"""The verdicts in Japanese, and the slugs of their concepts."""

LONGEST_NAME = 100
LONGEST_NOTE = 2000
LAYOUT = "\t\n\r"
"""The only control characters that a note may hold."""

_IRI_PART = re.compile(r"[\w.-]{1,100}")

VERDICT_GRAPH = URIRef(BASE + "graph/verdicts")


class VerdictError(SesakuError):
    """A verdict, or a file of verdicts, that cannot be used."""


@dataclass(frozen=True, order=True)
class Verdict:
    """What ``by`` found about the measures ``left`` < ``right`` of the document ``slug``.

    ``verdict`` is one of VERDICTS; ``at`` an ISO 8601 time with zone; ``build`` the fingerprint of the build judged.
    """

    slug: str
    left: int
    right: int
    by: str
    verdict: str
    at: str
    build: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise VerdictError(f"{self.verdict!r} は判定でない / no verdict. Use one of {'、'.join(VERDICTS)}.")
        if not self.by.strip():
            raise VerdictError("判定した人の名が要る / a verdict needs the name of who gave it.")
        if not (_is_clean(self.by, LONGEST_NAME) and _is_clean(self.note, LONGEST_NOTE, LAYOUT)):
            raise VerdictError(
                f"名は {LONGEST_NAME} 字、理由は {LONGEST_NOTE} 字まで、制御文字なし / "
                f"a name has at most {LONGEST_NAME} characters, a note {LONGEST_NOTE}, and no control characters."
            )
        if not 0 < self.left < self.right:
            raise VerdictError(
                f"施策 {self.left} と {self.right}: 異なる二つを番号順に / two different measures, lower number first."
            )
        if not (_IRI_PART.fullmatch(self.slug) and _IRI_PART.fullmatch(self.build)):
            raise VerdictError(
                f"{self.slug!r}, {self.build!r}: 文書か版の名でない / no names of a document and a build. "
                "Use at most 100 letters, digits, '.', '_' and '-'."
            )
        if not _is_time(self.at):
            raise VerdictError(
                f"{self.at!r}: 日時でない / no ISO 8601 time with zone, such as 2026-04-01T09:00:00+09:00."
            )

    @property
    def key(self) -> tuple[str, int, int, str]:
        """One person has one verdict on a pair: a later one replaces it."""
        return self.slug, self.left, self.right, self.by


COLUMNS = tuple(field.name for field in fields(Verdict))


def replace_verdicts(known: Iterable[Verdict], new: Iterable[Verdict]) -> list[Verdict]:
    """Known and new verdicts, sorted; of two by one person on one pair the later one stays."""
    kept: dict[tuple[str, int, int, str], Verdict] = {}
    for verdict in sorted([*known, *new], key=lambda each: datetime.fromisoformat(each.at)):
        kept[verdict.key] = verdict
    return sorted(kept.values())


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


def to_csv(verdicts: Iterable[Verdict]) -> str:
    """The verdicts as CSV with a header of COLUMNS."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(astuple, verdicts))
    return buffer.getvalue()


def parse_csv(text: str, origin: str) -> list[Verdict]:
    """The verdicts in CSV from ``origin``; raises VerdictError with the line of the first that cannot be used."""
    reader = csv.DictReader(io.StringIO(text))
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ()) and name != "note"]
        if missing:
            raise VerdictError(f"列がない / missing columns {', '.join(missing)}. Use {', '.join(COLUMNS)}.")
        return sorted(map(_read_line, reader))
    except csv.Error as problem:
        raise VerdictError(
            f"{origin}:{reader.line_num + 1}: CSV として読めない / not readable as CSV ({problem})."
        ) from problem
    except (ValueError, VerdictError) as problem:
        raise VerdictError(f"{origin}:{max(reader.line_num, 1)}: {problem}") from problem


def _read_line(line: Mapping[str, str | None]) -> Verdict:
    """A verdict whose two measures may stand in either order."""
    values = {name: line.get(name) or "" for name in COLUMNS}
    left, right = sorted((int(values["left"]), int(values["right"])))
    return Verdict(**values | {"left": left, "right": right})  # type: ignore[arg-type]


def parse_rdf(content: bytes, rdf_format: ox.RdfFormat, origin: str) -> list[Verdict]:
    """The verdicts in Turtle or N-Quads from ``origin``; raises VerdictError where they are malformed."""
    facts: dict[str, dict[str, list[str]]] = {}
    try:
        for quad in ox.parse(content, format=rdf_format):
            known = facts.setdefault(_text(quad.subject), {})
            known.setdefault(_text(quad.predicate), []).append(_text(quad.object))
        typed = [iri for iri, known in facts.items() if str(SESAKU.OverlapVerdict) in known.get(str(RDF.type), ())]
        return sorted(_read_verdict(iri, facts) for iri in typed)
    except (SyntaxError, KeyError, ValueError) as problem:
        raise VerdictError(f"{origin}: 判定として読めない / not readable as verdicts ({problem}).") from problem


def _read_verdict(iri: str, facts: dict[str, dict[str, list[str]]]) -> Verdict:
    names = {slug: name for name, slug in VERDICTS.items()}
    known = facts[iri]
    slug, _, pair = _only(known, SESAKU.judges).removeprefix(BASE).partition("/overlap/")
    left, right = map(int, pair.split("-"))
    verdict = Verdict(
        slug=slug,
        left=left,
        right=right,
        by=_only(facts[_only(known, PROV.wasAttributedTo)], RDFS.label),
        verdict=names[_only(known, SESAKU.verdict).rpartition("/")[2]],
        at=_only(known, PROV.generatedAtTime),
        build=_only(known, PROV.wasDerivedFrom).rpartition("/")[2],
        note=_only(known, RDFS.comment) if str(RDFS.comment) in known else "",
    )
    sides = {str(DocumentIris(slug).measure(number)) for number in (left, right)}
    if iri != str(verdict_iri(verdict)) or set(known.get(str(SESAKU.side), ())) != sides:
        raise ValueError(f"{iri}: 主語・対象施策・候補が食い違う / subject, sides and judged candidate contradict")
    return verdict


def _only(known: Mapping[str, Sequence[str]], predicate: URIRef) -> str:
    """The one value of a property. Raises KeyError where it has none, ValueError where it has several."""
    (value,) = dict.fromkeys(known[str(predicate)])
    return value


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _is_clean(text: str, longest: int, allowed: str = "") -> bool:
    """Whether the text is short enough and, beside ``allowed``, without control characters and lone surrogates."""
    unfit = (unicodedata.category(letter) in ("Cc", "Cs") for letter in text if letter not in allowed)
    return len(text) <= longest and not any(unfit)


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False

"""The ministries and agencies of Japan: known by any of their names, with their real hierarchy."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from graph_builder.source import Bilingual
from ontology import BASE
from ontology.names import normalise_label, unknown_ministry
from ontology.turtle import iter_statements

UNNAMED_BODIES = "https://w3id.org/sesaku/ontology#UnnamedBodies"

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ORG = "http://www.w3.org/ns/org#"
_HOMEPAGE = "http://xmlns.com/foaf/0.1/homepage"


@dataclass(frozen=True)
class Ministry:
    """A responsible body (担当府省): a ministry, agency, unit of one, or unnamed others (``is_named`` False).

    ``name`` is the Japanese name as printed in the 担当府省 column; ``alternatives`` are its other names and
    abbreviations in both languages; ``parent`` is the IRI of the body that it belongs to, and ``is_unit`` says that
    it is a part of that (org:unitOf) and no organisation of its own.
    """

    iri: str
    name: str
    name_en: str
    alternatives: tuple[str, ...] = ()
    parent: str | None = None
    homepage: str | None = None
    is_named: bool = True
    is_unit: bool = False

    @property
    def slug(self) -> str:
        """The last part of the IRI, such as ``meti``."""
        return self.iri.rpartition("/")[2]

    @property
    def short_name(self) -> Bilingual:
        """The shortest of its names in each language; a unit of a ministry keeps that in front."""
        front = self.name.partition("（")[0] if "（" in self.name else ""
        names = [name for name in self.labels if not name.isascii() and name.startswith(front)]
        return Bilingual(min(names, key=len), min(filter(str.isascii, self.labels), key=len))

    @property
    def labels(self) -> tuple[str, ...]:
        """Every name that it goes by, the printed one first."""
        return (self.name, self.name_en, *self.alternatives)


@dataclass(frozen=True)
class Ministries:
    """All bodies by IRI, and the IRI behind each of their names."""

    by_iri: Mapping[str, Ministry]
    by_label: Mapping[str, str] = field(repr=False)

    def __iter__(self) -> Iterator[Ministry]:
        return iter(self.by_iri.values())

    @property
    def names(self) -> frozenset[str]:
        """The names as a roadmap prints them."""
        return frozenset(ministry.name for ministry in self)

    def resolve(self, name: str) -> Ministry | None:
        """The body called ``name`` in Japanese or English, abbreviations included; None when nobody is."""
        iri = self.by_label.get(normalise_label(name))
        return self.by_iri[iri] if iri else None

    def name_printed(self, printed: str) -> Bilingual:
        """Both names of the body that is printed so; the printed name alone when nobody is called that."""
        body = self.resolve(printed)
        return Bilingual(body.name, body.name_en) if body else Bilingual(printed)

    def list_printed(self, printed: Iterable[str]) -> Bilingual:
        """The bodies that are printed so, as a list in each language."""
        bodies = [self.name_printed(name) for name in printed]
        return Bilingual("、".join(body.ja for body in bodies), "; ".join(body.en or body.ja for body in bodies))

    def find(self, name: str) -> Ministry:
        """The body of that name, IRI, or last part of an IRI. Raises NotFoundError."""
        body = self.by_iri.get(f"{BASE}ministry/{name}") or self.by_iri.get(name) or self.resolve(name)
        if body is None:
            raise unknown_ministry(name, (label for known in self for label in known.labels))
        return body

    def printed(self, iri: str, at_work: Collection[str]) -> str:
        """Under which body a document prints the body ``iri``: itself where it is among those ``at_work`` there.

        Else the nearest above it that is; itself where none is. Raises KeyError for an unknown IRI.
        """
        return next((body for body in self.lineage(iri) if body in at_work), iri)

    def lineage(self, iri: str) -> tuple[str, ...]:
        """The body's IRI and those of the bodies above it, the nearest first; raises KeyError for an unknown IRI."""
        parent = self.by_iri[iri].parent
        return (iri, *self.lineage(parent)) if parent else (iri,)

    def organisation(self, iri: str) -> str:
        """The IRI of the organisation that the body is a unit of, or its own; raises KeyError for an unknown IRI."""
        body = self.by_iri[iri]
        return self.organisation(body.parent) if body.is_unit and body.parent else iri


@cache
def load_ministries() -> Ministries:
    """The bodies of ``ontology/ministries.ttl``; raises ValueError where two of them share a name."""
    statements: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for subject, predicate, value in iter_statements("ministries.ttl"):
        statements.setdefault(subject.value, {}).setdefault(predicate.value, []).append(value)
    ministries = {iri: _make_ministry(iri, objects) for iri, objects in statements.items()}
    return Ministries(MappingProxyType(ministries), MappingProxyType(_index_labels(ministries.values())))


def _make_ministry(iri: str, objects: Mapping[str, list[NamedNode | Literal]]) -> Ministry:
    preferred = {node.language: node.value for node in objects[_SKOS + "prefLabel"] if isinstance(node, Literal)}
    values = {predicate: [node.value for node in nodes] for predicate, nodes in objects.items()}
    parents = values.get(_ORG + "unitOf", []) + values.get(_ORG + "subOrganizationOf", [])
    return Ministry(
        iri=iri,
        name=preferred["ja"],
        name_en=preferred["en"],
        alternatives=tuple(values.get(_SKOS + "altLabel", ())),
        parent=next(iter(parents), None),
        homepage=next(iter(values.get(_HOMEPAGE, ())), None),
        is_named=UNNAMED_BODIES not in values[_RDF_TYPE],
        is_unit=_ORG + "unitOf" in values,
    )


def _index_labels(ministries: Iterable[Ministry]) -> dict[str, str]:
    index: dict[str, str] = {}
    for ministry in ministries:
        for label in map(normalise_label, ministry.labels):
            if index.setdefault(label, ministry.iri) != ministry.iri:
                raise ValueError(f"ministries.ttl: the label {label!r} names both {index[label]} and {ministry.iri}")
    return index

"""The names that code may use for terms of the vocabularies; a misspelt term fails at once."""
# ruff: noqa: N815 - the names are those of the terms

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace

BASE = "https://w3id.org/sesaku/"
CONCEPT = Namespace(BASE + "concept/")
TERM = Namespace(BASE + "term/")
THEME = Namespace(BASE + "theme/")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")


class SESAKU(DefinedNamespace):
    """The sesaku vocabulary, ``ontology/sesaku.ttl``."""

    _NS = Namespace(BASE + "ontology#")
    _fail = True

    Correction: URIRef
    Doubt: URIRef
    Evidence: URIRef
    FiscalYear: URIRef
    Measure: URIRef
    Page: URIRef
    Relisting: URIRef
    Roadmap: URIRef
    Row: URIRef
    Step: URIRef
    ThemeAssignment: URIRef
    UnnamedBodies: URIRef
    chapter: URIRef
    chosen: URIRef
    confidence: URIRef
    evidence: URIRef
    excludedLabel: URIRef
    fact: URIRef
    firstLine: URIRef
    fiscalYear: URIRef
    foundIn: URIRef
    hasDoubt: URIRef
    hasRow: URIRef
    hasStep: URIRef
    hasThemeAssignment: URIRef
    lastLine: URIRef
    matchedLabel: URIRef
    number: URIRef
    occurrences: URIRef
    onPage: URIRef
    pageNumber: URIRef
    reason: URIRef
    relists: URIRef
    responsibleBody: URIRef
    runnerUp: URIRef
    score: URIRef
    section: URIRef
    term: URIRef
    theme: URIRef
    year: URIRef

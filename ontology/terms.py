"""The names that code may use for terms of the vocabularies; a misspelt term fails at once."""
# ruff: noqa: N815 - the names are those of the terms

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace

from ontology import BASE

CONCEPT = Namespace(BASE + "concept/")
COUNTER_KIND = Namespace(BASE + "counter-kind/")
OA = Namespace("http://www.w3.org/ns/oa#")
OVERLAP_KIND = Namespace(BASE + "overlap-kind/")
REPETITION_KIND = Namespace(BASE + "repetition-kind/")
SCHEMA = Namespace("https://schema.org/")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
TERM = Namespace(BASE + "term/")
THEME = Namespace(BASE + "theme/")
VERDICT_KIND = Namespace(BASE + "verdict-kind/")


class SESAKU(DefinedNamespace):
    """The sesaku vocabulary, ``ontology/sesaku.ttl``."""

    _NS = Namespace(BASE + "ontology#")
    _fail = True

    AlignedPassages: URIRef
    Correction: URIRef
    CounterEvidence: URIRef
    Doubt: URIRef
    Evidence: URIRef
    FiscalYear: URIRef
    Measure: URIRef
    OverlapCandidate: URIRef
    OverlapCluster: URIRef
    OverlapVerdict: URIRef
    Page: URIRef
    QuotedClause: URIRef
    Relisting: URIRef
    Repetition: URIRef
    Roadmap: URIRef
    Row: URIRef
    Step: URIRef
    ThemeAssignment: URIRef
    UnnamedBodies: URIRef
    alignedPassages: URIRef
    chapter: URIRef
    chosen: URIRef
    commonFiscalYear: URIRef
    commonPhrase: URIRef
    confidence: URIRef
    counterEvidence: URIRef
    counterKind: URIRef
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
    judges: URIRef
    lastLine: URIRef
    leftBody: URIRef
    leftClause: URIRef
    likeness: URIRef
    matchedLabel: URIRef
    number: URIRef
    occurrences: URIRef
    onPage: URIRef
    overlapKind: URIRef
    pageNumber: URIRef
    quote: URIRef
    rank: URIRef
    reason: URIRef
    relists: URIRef
    repeatedIn: URIRef
    repetitionKind: URIRef
    responsibleBody: URIRef
    rightBody: URIRef
    rightClause: URIRef
    runnerUp: URIRef
    score: URIRef
    section: URIRef
    sharedBeneficiary: URIRef
    sharedGoal: URIRef
    sharedMeans: URIRef
    sharedSubject: URIRef
    side: URIRef
    term: URIRef
    theme: URIRef
    unplacedStep: URIRef
    verdict: URIRef
    year: URIRef

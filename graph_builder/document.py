"""The document as RDF: the roadmap, its pages and fiscal years, and how it was read (PROV)."""

from collections.abc import Iterator

from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, TIME, Literal, URIRef

from graph_builder.accounts import find_unplaced
from graph_builder.iris import DocumentIris, fiscal_year_iri, part, software_iri
from graph_builder.ministries import Ministries
from graph_builder.pages import places_of
from graph_builder.places import Places
from graph_builder.records import Roadmap
from graph_builder.source import Bilingual, SourceDescription
from graph_builder.statements import Statement, date, english, integer, japanese, labels
from ontology.terms import SCHEMA, SESAKU

REIWA_BEGINS = 2019
"""The year whose fiscal year is 令和元年度."""


def iter_document(
    roadmap: Roadmap, source: SourceDescription, ministries: Ministries, iris: DocumentIris
) -> Iterator[Statement]:
    """The roadmap with title, publisher, licence and pages."""
    document = iris.document
    yield document, RDF.type, SESAKU.Roadmap
    yield from iter_bilingual(document, RDFS.label, source.title)
    yield from iter_bilingual(document, DCTERMS.title, source.title)
    yield document, DCTERMS.language, Literal("ja")
    if source.publisher:
        yield from _iter_publisher(document, source.publisher, ministries)
    yield from _iter_publication(document, source)
    for page in range(1, roadmap.page_count + 1):
        yield from _iter_page(page, iris)


def _iter_publisher(document: URIRef, publisher: Bilingual, ministries: Ministries) -> Iterator[Statement]:
    known = ministries.resolve(publisher.ja)
    if known:
        yield document, DCTERMS.publisher, URIRef(known.iri)
        return
    iri = part(document, "publisher")
    yield document, DCTERMS.publisher, iri
    yield iri, RDF.type, FOAF.Organization
    yield from iter_bilingual(iri, RDFS.label, publisher)


def _iter_publication(document: URIRef, source: SourceDescription) -> Iterator[Statement]:
    if source.landing_page:
        yield document, FOAF.page, URIRef(source.landing_page)
    if source.licence:
        yield document, DCTERMS.license, URIRef(source.licence)
        name = source.licence_name or Bilingual(source.licence)
        yield from iter_bilingual(URIRef(source.licence), RDFS.label, name)
    if source.issued:
        yield document, DCTERMS.issued, date(source.issued)


def _iter_page(number: int, iris: DocumentIris) -> Iterator[Statement]:
    iri = iris.page(number)
    yield iri, RDF.type, SESAKU.Page
    yield from labels(iri, f"{number}ページ", f"page {number}")
    yield iri, SESAKU.pageNumber, integer(number)
    yield iri, DCTERMS.isPartOf, iris.document


def iter_reading(
    roadmap: Roadmap, source: SourceDescription, version: str, iris: DocumentIris, places: Places
) -> Iterator[Statement]:
    """Who read what: the source text, the activity of reading, the software, the corrections. No clock, no machine."""
    yield iris.source_text, RDF.type, PROV.Entity
    yield from labels(iris.source_text, "原資料のテキスト", "Source text")
    yield iris.source_text, DCTERMS.isPartOf, iris.document
    yield iris.source_text, PROV.wasDerivedFrom, iris.document
    yield iris.source_text, DCTERMS["format"], Literal("text/plain; charset=utf-8")
    yield iris.source_text, SCHEMA.sha256, Literal(source.sha256)
    if source.extraction:
        yield iris.source_text, DCTERMS.description, english(source.extraction)
    software = software_iri(version)
    yield software, RDF.type, PROV.SoftwareAgent
    yield from labels(software, f"sesaku {version}", f"sesaku {version}")
    yield software, SCHEMA.softwareVersion, Literal(version)
    yield iris.reading, RDF.type, PROV.Activity
    yield from labels(iris.reading, "工程表の読み取り", "Reading of the roadmap")
    yield iris.reading, PROV.used, iris.source_text
    yield iris.reading, PROV.wasAssociatedWith, software
    yield from _iter_corrections(roadmap, iris, places)


def _iter_corrections(roadmap: Roadmap, iris: DocumentIris, places: Places) -> Iterator[Statement]:
    for ordinal, correction in enumerate(roadmap.corrections, start=1):
        iri = iris.correction(ordinal)
        yield iri, RDF.type, SESAKU.Correction
        yield from labels(iri, f"訂正{ordinal}：{correction.where.ja}", f"Correction {ordinal}: {correction.where.en}")
        yield from iter_bilingual(iri, SESAKU.reason, correction.reason)
        yield iri, PROV.wasInformedBy, iris.reading
        for line_range in correction.lines:
            yield iri, PROV.used, iris.lines(line_range)
            yield from places.iter_range(line_range)


def iter_unplaced_steps(roadmap: Roadmap, iris: DocumentIris, places: Places) -> Iterator[Statement]:
    """Where the document prints steps that no row takes."""
    for line_range in find_unplaced(roadmap):
        for place in places_of([line_range], places.page_starts):
            yield iris.page(place.page), SESAKU.unplacedStep, iris.lines(line_range)
        yield from places.iter_range(line_range)


def iter_fiscal_years(roadmap: Roadmap) -> Iterator[Statement]:
    """Every fiscal year of the timetable as an interval from 1 April to 31 March."""
    in_steps = {
        year for measure in roadmap.measures for row in measure.rows for step in row.steps for year in step.fiscal_years
    }
    years = sorted({*roadmap.fiscal_years, *in_steps})
    for year in years:
        yield from _iter_fiscal_year(year)
        if year + 1 in years:
            yield fiscal_year_iri(year), TIME.intervalMeets, fiscal_year_iri(year + 1)


def _iter_fiscal_year(year: int) -> Iterator[Statement]:
    iri = fiscal_year_iri(year)
    yield iri, RDF.type, SESAKU.FiscalYear
    yield iri, RDF.type, TIME.ProperInterval
    yield from labels(iri, f"{year}年度", f"FY{year}")
    if year >= REIWA_BEGINS:
        yield iri, SKOS.altLabel, japanese(_name_reiwa(year))
    yield iri, SESAKU.year, integer(year)
    for name, predicate, day in (
        ("beginning", TIME.hasBeginning, f"{year}-04-01"),
        ("end", TIME.hasEnd, f"{year + 1}-03-31"),
    ):
        instant = part(iri, name)
        yield iri, predicate, instant
        yield instant, RDF.type, TIME.Instant
        yield from labels(instant, day, day)
        yield instant, TIME.inXSDDate, date(day)


def _name_reiwa(year: int) -> str:
    count = year - REIWA_BEGINS + 1
    return f"令和{'元' if count == 1 else count}年度"


def iter_bilingual(subject: URIRef, predicate: URIRef, text: Bilingual) -> Iterator[Statement]:
    """The text in Japanese and, where there is one, in English."""
    yield subject, predicate, japanese(text.ja)
    if text.en:
        yield subject, predicate, english(text.en)

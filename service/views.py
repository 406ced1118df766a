"""What the core answers: plain frozen records that every door shows in its own way."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_builder.pages import Place
from graph_builder.records import Doubt, LineRange
from graph_builder.source import Bilingual
from search.explain import Evidence
from search.overlap.report import AlignedPassages
from search.pieces import Piece
from search.searcher import Relaxation
from search.similar import Likeness
from search.spelling import Correction


@dataclass(frozen=True)
class Thing:
    """Anything of the graph that can be pointed at."""

    iri: str
    label: Bilingual


@dataclass(frozen=True)
class Counted:
    """A thing and how many measures it has."""

    thing: Thing
    count: int


@dataclass(frozen=True)
class MeasureSummary:
    """A measure as one entry of a list; ``ministries`` as printed, ``page`` its first, ``places`` its lines by page."""

    number: int
    iri: str
    text: str
    ministries: tuple[Thing, ...]
    fiscal_years: tuple[int, ...]
    terms: tuple[Thing, ...]
    chapter: Thing
    section: Thing | None
    themes: tuple[Thing, ...]
    page: int
    lines: tuple[LineRange, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class SourceLine:
    """One line of the source text, 1-based."""

    number: int
    text: str


@dataclass(frozen=True)
class StepView:
    """What is done in one cell of the timetable, with the source lines it was read from."""

    iri: str
    fiscal_years: tuple[int, ...]
    text: str
    page: int
    lines: tuple[LineRange, ...]
    source: tuple[SourceLine, ...]
    confidence: float
    is_corrected: bool


@dataclass(frozen=True)
class RowView:
    """One line of a measure's timetable."""

    iri: str
    ministries: tuple[Thing, ...]
    steps: tuple[StepView, ...]


@dataclass(frozen=True)
class ThemeView:
    """A theme of a measure, how strongly it is one (0 to 1], and the phrases that say so."""

    theme: Thing
    score: float
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class RelistingView:
    """A row that lists a measure again (再掲) in another place."""

    iri: str
    page: int
    chapter: Thing
    section: Thing | None


@dataclass(frozen=True)
class RelistedMeasure:
    """A row that lists a measure again (再掲), seen from where it stands: its page, and which measure it is."""

    iri: str
    page: int
    measure: MeasureSummary


@dataclass(frozen=True)
class SimilarMeasure:
    """A measure like another one or like a draft: what they share and what differs, scored in [0, 1].

    ``passages`` are the clauses of a draft beside those of the measure that say much the same; ``is_joint`` says that
    the draft's own ministry is responsible for the measure together with others.
    """

    measure: MeasureSummary
    likeness: Likeness
    passages: tuple[AlignedPassages, ...] = ()
    is_joint: bool = False


@dataclass(frozen=True)
class MeasureView:
    """All that is known about one measure, and how to ask for it elsewhere."""

    measure: MeasureSummary
    document: Thing
    rows: tuple[RowView, ...]
    themes: tuple[ThemeView, ...]
    relistings: tuple[RelistingView, ...]
    doubts: tuple[Doubt, ...]
    source: tuple[SourceLine, ...]
    confidence: float
    previous: int | None
    following: int | None
    equivalents: Mapping[str, str]


@dataclass(frozen=True)
class SearchRequest:
    """A question and its chosen filters: slugs or names of ministry and theme, a fiscal year, a term, a chapter.

    ``source`` is the slug of a document; a build has one, so that it narrows nothing but says which one is meant.
    ``ignore`` are kinds or texts of pieces of the question that are not to be filters.
    """

    text: str = ""
    ministry: str | None = None
    fiscal_year: int | None = None
    theme: str | None = None
    term: str | None = None
    chapter: int | None = None
    source: str | None = None
    exact: bool = False
    ignore: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True)
class NarrowedValue:
    """One value of a filter: how a request names it, and its label."""

    value: str
    label: Bilingual


@dataclass(frozen=True)
class Narrowing:
    """A filter in force: measures have one of ``values``, or none where it ``is_excluded``.

    ``source`` says where it was read from: the ``request`` or its ``question``.
    """

    kind: str
    values: tuple[NarrowedValue, ...]
    source: str
    is_excluded: bool = False


@dataclass(frozen=True)
class SearchHit:
    """A measure that was found: its rank from 1, its score in [0, 1] within this answer, and why; None unless asked.

    Filters alone compare nothing, so that there is no score then.
    """

    rank: int
    score: float | None
    measure: MeasureSummary
    evidence: Evidence | None


@dataclass(frozen=True)
class FacetValue:
    """One value to narrow a search by; ``parameter`` is how a request names it, ``count`` the measures it leaves."""

    parameter: str
    label: Bilingual
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A kind of filter and its values, the most frequent first."""

    name: str
    label: Bilingual
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class SearchAnswer:
    """What a search found: how the question was read, one page of ``total`` hits, and what to do next.

    ``total`` counts the ranked measures, and so do the facets; ``is_capped`` says that these are the RANKED nearest
    ones only. ``remarks`` say what was made of words of the question that are neither filters nor looked for as they
    stand. ``is_off_topic`` says that nothing here answers the question, ``is_unsure`` that perhaps nothing does.
    """

    request: SearchRequest
    pieces: tuple[Piece, ...]
    filters: tuple[Narrowing, ...]
    total: int
    is_capped: bool
    hits: tuple[SearchHit, ...]
    facets: tuple[Facet, ...]
    corrections: tuple[Correction, ...]
    concepts: tuple[str, ...]
    confidence: float
    is_off_topic: bool
    is_unsure: bool
    relaxations: tuple[Relaxation, ...]
    remarks: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]
    equivalents: Mapping[str, str]


@dataclass(frozen=True)
class MinistryView:
    """A responsible body with its measures, those of the bodies below it included, and whom it shares them with.

    Its ``partners`` count for the bodies below them too; the bodies above and below it are none. A body that no measure
    names is ``printed_as`` the nearest above it that one does.
    """

    thing: Thing
    printed_as: Thing | None
    alternatives: tuple[str, ...]
    homepage: str | None
    parent: Thing | None
    children: tuple[Counted, ...]
    measures: tuple[MeasureSummary, ...]
    partners: tuple[Counted, ...]
    themes: tuple[Counted, ...]
    fiscal_years: tuple[Counted, ...]


@dataclass(frozen=True)
class ConceptView:
    """A theme, concept, chapter, section or planning term with its names and neighbours, and the measures on it.

    ``relisted`` are those that a chapter or section lists again beside its own.
    """

    thing: Thing
    kind: str
    alternatives: tuple[Bilingual, ...]
    definition: Bilingual | None
    broader: tuple[Thing, ...]
    narrower: tuple[Thing, ...]
    related: tuple[Thing, ...]
    matches: tuple[Thing, ...]
    measures: tuple[MeasureSummary, ...]
    relisted: tuple[RelistedMeasure, ...]
    ministries: tuple[Counted, ...]


@dataclass(frozen=True)
class YearStep:
    """A step that falls into a year, with the measure and the ministries of its row."""

    measure: MeasureSummary
    ministries: tuple[Thing, ...]
    step: StepView


@dataclass(frozen=True)
class FiscalYearView:
    """A fiscal year and the steps in it."""

    thing: Thing
    year: int
    steps: tuple[YearStep, ...]
    ministries: tuple[Counted, ...]


@dataclass(frozen=True)
class PageLine:
    """A line of a page and the measure whose cell it is in, if any."""

    line: SourceLine
    measure: int | None


@dataclass(frozen=True)
class PageView:
    """A page of the document as the source text has it."""

    thing: Thing
    number: int
    last: int
    lines: tuple[PageLine, ...]
    measures: tuple[MeasureSummary, ...]


@dataclass(frozen=True)
class Value:
    """An object of a statement as people read it: a thing with its label, or a text with its language or type."""

    text: str
    iri: str | None = None
    label: Bilingual | None = None
    language: str | None = None


@dataclass(frozen=True)
class Property:
    """A property and its values; ``is_inverse`` where the described thing is the object."""

    thing: Thing
    values: tuple[Value, ...]
    is_inverse: bool = False


@dataclass(frozen=True)
class Description:
    """What the graph says about any one thing."""

    thing: Thing
    types: tuple[Thing, ...]
    properties: tuple[Property, ...]


@dataclass(frozen=True)
class Overview:
    """What is in the graph: things by count of their measures, classes by count of things, and known gaps."""

    title: Bilingual
    document: Thing
    licence: Thing | None
    measures: int
    steps: int
    pages: int
    triples: int
    ministries: tuple[Counted, ...]
    themes: tuple[Counted, ...]
    chapters: tuple[Counted, ...]
    fiscal_years: tuple[Counted, ...]
    terms: tuple[Counted, ...]
    classes: tuple[Counted, ...]
    gaps: tuple[tuple[Bilingual, int], ...]


@dataclass(frozen=True)
class QueryView:
    """A question of the query library: its parameters (name, type, default, label), columns and SPARQL text."""

    name: str
    group: Bilingual
    question: Bilingual
    parameters: tuple[tuple[str, str, str, Bilingual], ...]
    columns: Mapping[str, Bilingual]
    text: str


@dataclass(frozen=True)
class TableAnswer:
    """Rows of values under named columns; ``notes`` hint at names that mean nothing here."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    notes: tuple[str, ...] = ()
    is_truncated: bool = False


@dataclass(frozen=True)
class DataFile:
    """A file to take away: its name, media type, size in bytes and SHA-256."""

    name: str
    media_type: str
    label: Bilingual
    size: int
    sha256: str


@dataclass(frozen=True)
class DataCatalogue:
    """The files of one build, under the version they are published as; ``build`` is what verdicts name it by.

    ``dataset`` is the IRI of what they hold.
    """

    version: str
    build: str
    dataset: str
    title: Bilingual
    licence: Thing | None
    files: tuple[DataFile, ...]

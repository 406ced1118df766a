"""Reads one thing of the graph with all that belongs to it: measure, ministry, concept, year, page, and the whole."""

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from graph_builder.ministries import load_ministries
from graph_builder.records import Measure
from graph_builder.source import Bilingual
from graph_builder.sparql import select
from ontology import BASE
from ontology.errors import NotFoundError
from ontology.names import (
    normalise_label,
    unknown_chapter,
    unknown_fiscal_year,
    unknown_measure,
    unknown_ministry,
)
from service.opened import OpenBuild, count_things, with_ancestors
from service.overview import GAPS
from service.views import (
    ConceptView,
    Counted,
    FiscalYearView,
    MeasureSummary,
    MeasureView,
    MinistryView,
    Overview,
    PageLine,
    PageView,
    RelistedMeasure,
    RelistingView,
    SourceLine,
    Thing,
    YearStep,
)

CLASSES = """
SELECT ?class (COUNT(?thing) AS ?count) { ?thing a ?class FILTER(STRSTARTS(STR(?class), STR(sesaku:))) }
GROUP BY ?class ORDER BY DESC(?count) ?class"""
SKOS = "http://www.w3.org/2004/02/skos/core#"
SESAKU = BASE + "ontology#"
LICENCE = "http://purl.org/dc/terms/license"
MATCHES = ("exactMatch", "narrowMatch", "broadMatch", "relatedMatch", "closeMatch")


def read_measure(opened: OpenBuild, number: int) -> MeasureView:
    """The measure ``number``. Raises NotFoundError with the numbers there are."""
    if number not in opened.summaries:
        last = max(opened.summaries)
        raise unknown_measure(number, last)
    measure, summary = opened.measures[number], opened.summaries[number]
    numbers = list(opened.summaries)
    place = numbers.index(number)
    return MeasureView(
        measure=summary,
        document=opened.thing(str(opened.iris.document)),
        rows=opened.rows(summary.iri, measure),
        themes=opened.assignments.get(summary.iri, ()),
        relistings=tuple(_iter_relistings(opened, summary.iri)),
        doubts=measure.doubts,
        source=opened.source(measure.lines),
        confidence=measure.confidence,
        previous=numbers[place - 1] if place else None,
        following=numbers[place + 1] if place + 1 < len(numbers) else None,
        equivalents={"cli": f"sesaku show {number}", "sparql": f"DESCRIBE <{summary.iri}>\n"},
    )


def read_ministry(opened: OpenBuild, slug: str) -> MinistryView:
    """The body whose IRI ends in ``slug``. Raises NotFoundError."""
    ministries = load_ministries()
    body = ministries.by_iri.get(f"{BASE}ministry/{slug}")
    if body is None:
        raise unknown_ministry(slug, (name for one in ministries for name in (one.slug, *one.labels)))
    measures = _having(opened, lambda measure: body.iri in _iris(with_ancestors(measure.ministries)))
    family = {child.iri for child in ministries if body.iri in ministries.lineage(child.iri)}
    family.update(ministries.lineage(body.iri))
    others = [[one for one in with_ancestors(measure.ministries) if one.iri not in family] for measure in measures]
    counts = {counted.thing.iri: counted.count for counted in count_ministries(opened)}
    children = [child for child in ministries if child.parent == body.iri]
    printed = opened.print_body(body.iri)
    return MinistryView(
        thing=_body(body.iri),
        printed_as=_body(printed) if printed != body.iri else None,
        alternatives=body.alternatives,
        homepage=body.homepage,
        parent=_body(body.parent) if body.parent else None,
        children=tuple(Counted(_body(child.iri), counts.get(child.iri, 0)) for child in children),
        measures=measures,
        partners=count_things(others),
        themes=count_things(measure.themes for measure in measures),
        fiscal_years=count_years(opened, measures),
    )


def read_concept(opened: OpenBuild, iri: str, kind: str) -> ConceptView:
    """The theme, thesaurus concept, chapter, section or planning term ``iri``. Raises NotFoundError."""
    if iri not in opened.labels:
        raise NotFoundError(f"{iri} はこのグラフにない。", f"{iri} is not in the graph.")
    measures = _having(opened, lambda measure: iri in _subjects(measure))
    definitions = opened.objects(iri, SKOS + "definition")
    return ConceptView(
        thing=opened.thing(iri),
        kind=kind,
        alternatives=tuple(_iter_names(opened, iri)),
        definition=Bilingual(definitions[0].value) if definitions else None,
        broader=_broader(opened, iri),
        narrower=_narrower(opened, iri),
        related=_neighbours(opened, iri, "related"),
        matches=tuple(thing for relation in MATCHES for thing in _neighbours(opened, iri, relation)),
        measures=measures,
        relisted=tuple(sorted(_iter_relisted(opened, iri), key=lambda one: (one.page, one.measure.number))),
        ministries=count_things(with_ancestors(measure.ministries) for measure in measures),
    )


def read_chapter(opened: OpenBuild, number: int, section: int | None = None) -> ConceptView:
    """A chapter, or one section of it. Raises NotFoundError with those there are."""
    iri = str(opened.iris.chapter(number))
    if iri not in opened.labels:
        raise unknown_chapter(number, max(_numbers_below(opened, f"{opened.iris.document}/chapter/")))
    if section is None:
        return read_concept(opened, iri, "chapter")
    sections = _numbers_below(opened, f"{iri}/section/")
    if section not in sections:
        raise NotFoundError(
            f"第{number}章に節 {section} はない。{f'1 から {max(sections)} まで。' if sections else '節のない章。'}",
            f"chapter {number} has no section {section}. "
            + (f"Give 1 to {max(sections)}." if sections else "It has no sections."),
        )
    return read_concept(opened, f"{iri}/section/{section}", "chapter")


def read_fiscal_year(opened: OpenBuild, year: int) -> FiscalYearView:
    """The fiscal year with every step in it. Raises NotFoundError."""
    iri = f"{BASE}fiscal-year/{year}"
    if iri not in opened.labels:
        raise unknown_fiscal_year(year, _numbers_below(opened, f"{BASE}fiscal-year/"))
    steps = tuple(_iter_year_steps(opened, year))
    ministries = count_things(with_ancestors(measure.ministries) for measure in {entry.measure for entry in steps})
    return FiscalYearView(opened.thing(iri), year, steps, ministries)


def read_page(opened: OpenBuild, number: int) -> PageView:
    """A page of the source text with its lines. Raises NotFoundError."""
    starts = opened.page_starts
    if number not in starts:
        raise NotFoundError(
            f"{number}ページはない。1 から {max(starts)} まで", f"there is no page {number}. Give 1 to {max(starts)}."
        )
    end = min((first for page, first in starts.items() if page > number), default=len(opened.lines) + 1)
    lines = [SourceLine(line, opened.lines[line - 1]) for line in range(starts[number], end)]
    owners = [opened.owners.get(line.number) for line in lines]
    return PageView(
        thing=opened.thing(str(opened.iris.page(number))),
        number=number,
        last=max(starts),
        lines=tuple(PageLine(line, owner) for line, owner in zip(lines, owners, strict=True) if line.text.strip()),
        measures=tuple(opened.summaries[owner] for owner in dict.fromkeys(owners) if owner in opened.summaries),
    )


def read_overview(opened: OpenBuild) -> Overview:
    """What the whole graph holds."""
    document = opened.thing(str(opened.iris.document))
    licences = opened.objects(document.iri, LICENCE)
    measures = tuple(opened.summaries.values())
    classes = [(_text(name), int(_text(count))) for name, count in select(opened.store, CLASSES).rows]
    return Overview(
        title=document.label,
        document=document,
        licence=opened.thing(licences[0].value) if licences else None,
        measures=len(measures),
        steps=sum(count for iri, count in classes if iri.endswith("#Step")),
        pages=len(opened.page_starts),
        triples=opened.build.manifest.triples,
        ministries=count_ministries(opened),
        themes=count_things(measure.themes for measure in measures),
        chapters=_in_order(count_things([measure.chapter] for measure in measures)),
        fiscal_years=count_years(opened, measures),
        terms=count_things(measure.terms for measure in measures),
        classes=tuple(Counted(opened.thing(iri), count) for iri, count in classes),
        gaps=tuple(
            (Bilingual(*name.split(" / ", 1)), int(_text(select(opened.store, query).rows[0][0])))
            for name, query in GAPS.items()
        ),
    )


def find_concepts(opened: OpenBuild, text: str) -> tuple[Thing, ...]:
    """The concepts of the thesaurus with ``text`` in a label of either language; without a text the top ones."""
    if not text:
        return tuple(map(opened.thing, opened.subjects(SKOS + "topConceptOf", BASE + "thesaurus")))
    wanted = normalise_label(text)
    concepts = map(opened.thing, opened.subjects(SKOS + "inScheme", BASE + "thesaurus"))
    return tuple(one for one in concepts if wanted in normalise_label(f"{one.label.ja}\n{one.label.en or ''}"))


def count_ministries(opened: OpenBuild) -> tuple[Counted, ...]:
    """Measures of every body, those of the bodies below it included."""
    return count_things(with_ancestors(measure.ministries) for measure in opened.summaries.values())


def count_years(opened: OpenBuild, measures: Iterable[MeasureSummary]) -> tuple[Counted, ...]:
    """Measures with a step in each fiscal year, in order of years."""
    groups = ([opened.thing(f"{BASE}fiscal-year/{year}") for year in measure.fiscal_years] for measure in measures)
    return _in_order(count_things(groups))


def sections_of(opened: OpenBuild) -> dict[str, tuple[Counted, ...]]:
    """The sections of every chapter by the chapter's IRI, in order, with their measures."""
    counted = _in_order(count_things([measure.section] for measure in opened.summaries.values() if measure.section))
    chapters = dict.fromkeys(entry.thing.iri.partition("/section/")[0] for entry in counted)
    return {
        chapter: tuple(entry for entry in counted if entry.thing.iri.startswith(f"{chapter}/")) for chapter in chapters
    }


def _in_order(counted: Iterable[Counted]) -> tuple[Counted, ...]:
    """By the numbers in the IRI."""
    return tuple(
        sorted(counted, key=lambda entry: [int(part) for part in entry.thing.iri.split("/") if part.isdigit()])
    )


def _iter_relistings(opened: OpenBuild, iri: str) -> Iterator[RelistingView]:
    for relisting in opened.subjects(SESAKU + "relists", iri):
        chapter, section = opened.whereabouts[relisting]
        yield RelistingView(relisting, _number_behind(opened, relisting, "onPage"), chapter, section)


def _iter_relisted(opened: OpenBuild, iri: str) -> Iterator[RelistedMeasure]:
    """The measures that a chapter or section lists again."""
    for relisting in {*opened.subjects(SESAKU + "chapter", iri), *opened.subjects(SESAKU + "section", iri)}:
        if opened.objects(relisting, SESAKU + "relists"):
            measure = opened.summaries[_number_behind(opened, relisting, "relists")]
            yield RelistedMeasure(relisting, _number_behind(opened, relisting, "onPage"), measure)


def _number_behind(opened: OpenBuild, iri: str, predicate: str) -> int:
    """The number at the end of the IRI that a property has as its first value."""
    return int(opened.objects(iri, SESAKU + predicate)[0].value.rpartition("/")[2])


def _iter_year_steps(opened: OpenBuild, year: int) -> Iterator[YearStep]:
    for number, summary in opened.summaries.items():
        measure: Measure = opened.measures[number]
        if year not in summary.fiscal_years:
            continue
        for row in opened.rows(summary.iri, measure):
            for step in row.steps:
                if year in step.fiscal_years:
                    yield YearStep(summary, row.ministries, step)


def _iter_names(opened: OpenBuild, iri: str) -> Iterator[Bilingual]:
    for name in opened.objects(iri, SKOS + "altLabel"):
        is_english = isinstance(name, ox.Literal) and name.language == "en"
        yield Bilingual("", name.value) if is_english else Bilingual(name.value)


def _broader(opened: OpenBuild, iri: str) -> tuple[Thing, ...]:
    return tuple(opened.thing(term.value) for term in opened.objects(iri, SKOS + "broader"))


def _narrower(opened: OpenBuild, iri: str) -> tuple[Thing, ...]:
    return tuple(map(opened.thing, opened.subjects(SKOS + "broader", iri)))


def _neighbours(opened: OpenBuild, iri: str, relation: str) -> tuple[Thing, ...]:
    """The things that ``iri`` has a relation to, in either direction."""
    there = [term.value for term in opened.objects(iri, SKOS + relation)]
    return tuple(map(opened.thing, dict.fromkeys([*there, *opened.subjects(SKOS + relation, iri)])))


def _numbers_below(opened: OpenBuild, folder: str) -> list[int]:
    """The numbers that the IRIs of things in ``folder`` end in."""
    ends = (iri.removeprefix(folder) for iri in opened.labels if iri.startswith(folder))
    return [int(end) for end in ends if end.isdecimal()]


def _having(opened: OpenBuild, is_wanted: Callable[[MeasureSummary], bool]) -> tuple[MeasureSummary, ...]:
    return tuple(measure for measure in opened.summaries.values() if is_wanted(measure))


def _subjects(measure: MeasureSummary) -> set[str]:
    """The IRIs of everything that a measure is classed under."""
    section = [measure.section] if measure.section else []
    return _iris([*measure.themes, *measure.terms, measure.chapter, *section])


def _iris(things: Iterable[Thing]) -> set[str]:
    return {thing.iri for thing in things}


def _body(iri: str) -> Thing:
    body = load_ministries().by_iri[iri]
    return Thing(iri, Bilingual(body.name, body.name_en))


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))

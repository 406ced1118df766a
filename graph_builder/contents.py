"""The document's table of contents: chapters and sections as SKOS concepts with the numbers they are printed with."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from rdflib import RDF, SKOS, URIRef

from graph_builder.iris import DocumentIris, part
from graph_builder.places import Places
from graph_builder.records import Heading, Measure, Roadmap
from graph_builder.statements import Statement, english, integer, japanese, labels
from ontology.terms import SESAKU

PRINTED_NUMBER = re.compile(r"\(?(\d+)[).]")
"""A heading's number after NFKC, as in ``３．`` and ``（１）``."""


@dataclass(frozen=True)
class Entry:
    """A chapter, or a section of one: its heading where it first stands and its number."""

    iri: URIRef
    heading: Heading
    number: int
    chapter: "Entry | None" = None

    @property
    def name_en(self) -> str:
        """What it is called in English, by its number."""
        name = f"Chapter {self.chapter.number if self.chapter else self.number}"
        return f"{name}, section {self.number}" if self.chapter else name


@dataclass(frozen=True)
class Contents:
    """Chapters and sections by the text of their headings."""

    chapters: dict[str, Entry]
    sections: dict[tuple[str, str], Entry]

    def chapter_of(self, measure: Measure) -> URIRef:
        """The chapter that lists ``measure``."""
        return self.chapters[_key(measure.chapter)].iri

    def section_of(self, measure: Measure) -> URIRef | None:
        """The section that lists ``measure``, if it stands in one."""
        return self.place_of(measure).iri if measure.section else None

    def place_of(self, measure: Measure) -> Entry:
        """What lists ``measure``: its section, or the chapter where it stands in none."""
        chapter = _key(measure.chapter)
        return self.sections[chapter, _key(measure.section)] if measure.section else self.chapters[chapter]


def list_contents(roadmap: Roadmap, iris: DocumentIris) -> Contents:
    """The chapters and sections that list a measure of the roadmap, in order of appearance."""
    headings: dict[str, Heading] = {}
    subheadings: dict[str, dict[str, Heading]] = {}
    for measure in roadmap.measures:
        key = _key(measure.chapter)
        headings.setdefault(key, measure.chapter)
        sections = subheadings.setdefault(key, {})
        if measure.section:
            sections.setdefault(_key(measure.section), measure.section)
    chapters = _number_entries(headings, iris.chapter)
    return Contents(
        chapters,
        {
            (key, section_key): section
            for key, chapter in chapters.items()
            for section_key, section in _number_entries(
                subheadings[key], partial(part, chapter.iri, "section"), chapter
            ).items()
        },
    )


def iter_contents(contents: Contents, iris: DocumentIris, places: Places) -> Iterator[Statement]:
    """The concept scheme of the contents, with every chapter and section in it."""
    yield iris.contents, RDF.type, SKOS.ConceptScheme
    yield from labels(iris.contents, "目次", "Contents")
    for entry in [*contents.chapters.values(), *contents.sections.values()]:
        yield entry.iri, RDF.type, SKOS.Concept
        yield entry.iri, SKOS.inScheme, iris.contents
        yield entry.iri, SKOS.prefLabel, japanese(entry.heading.text)
        yield entry.iri, SKOS.prefLabel, english(entry.name_en)
        yield from labels(entry.iri, entry.heading.text, entry.name_en)
        yield entry.iri, SESAKU.number, integer(entry.number)
        if entry.chapter:
            yield entry.iri, SKOS.broader, entry.chapter.iri
        else:
            yield entry.iri, SKOS.topConceptOf, iris.contents
        yield from places.iter_derivation(entry.iri, entry.heading.lines)


def _number_entries(
    headings: Mapping[str, Heading], make_iri: Callable[[int], URIRef], chapter: Entry | None = None
) -> dict[str, Entry]:
    """Entries with their printed numbers or, where one has none or shares it with another, their ordinals."""
    printed = [PRINTED_NUMBER.match(key) for key in headings]
    numbers = [int(match[1]) for match in printed if match]
    if len(set(numbers)) < len(headings):
        numbers = list(range(1, len(headings) + 1))
    return {
        key: Entry(make_iri(number), heading, number, chapter)
        for number, (key, heading) in zip(numbers, headings.items(), strict=True)
    }


def _key(heading: Heading) -> str:
    return "".join(unicodedata.normalize("NFKC", heading.text).split())

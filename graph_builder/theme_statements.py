"""Theme assignments as RDF: reified with score and evidence, and as a direct dcterms:subject."""

from collections.abc import Iterator

from rdflib import DCTERMS, RDF, URIRef

from graph_builder.contents import Contents
from graph_builder.iris import part
from graph_builder.measures import name_steps
from graph_builder.records import Measure
from graph_builder.statements import Statement, decimal, integer, japanese, labels
from graph_builder.themes import Find, Place, ThemeAssignment, Themes, assign_themes
from ontology.terms import SESAKU


def iter_theme_assignments(
    measure_iri: URIRef, measure: Measure, contents: Contents, themes: Themes
) -> Iterator[Statement]:
    """The themes of one measure: for each an assignment with one piece of evidence a phrase."""
    names = {theme.iri: (theme.name, theme.name_en) for theme in themes}
    places = _place_iris(measure_iri, measure, contents)
    for assignment in assign_themes(measure, themes):
        theme = URIRef(assignment.theme)
        iri = part(measure_iri, "theme", theme.rpartition("/")[2])
        ja, en = names[assignment.theme]
        yield measure_iri, DCTERMS.subject, theme
        yield measure_iri, SESAKU.hasThemeAssignment, iri
        yield iri, RDF.type, SESAKU.ThemeAssignment
        yield from labels(iri, f"施策{measure.number}のテーマ：{ja}", f"Theme of measure {measure.number}: {en}")
        yield iri, SESAKU.theme, theme
        yield iri, SESAKU.score, decimal(assignment.score)
        yield from _iter_evidence(iri, assignment, places)


def _iter_evidence(
    assignment_iri: URIRef, assignment: ThemeAssignment, places: dict[Place, URIRef]
) -> Iterator[Statement]:
    by_phrase: dict[str, list[Find]] = {}
    for find in assignment.finds:
        by_phrase.setdefault(find.phrase, []).append(find)
    for ordinal, (phrase, finds) in enumerate(sorted(by_phrase.items()), start=1):
        iri = part(assignment_iri, "evidence", ordinal)
        occurrences = sum(find.occurrences for find in finds)
        yield assignment_iri, SESAKU.evidence, iri
        yield iri, RDF.type, SESAKU.Evidence
        times = "once" if occurrences == 1 else f"{occurrences} times"
        yield from labels(iri, f"「{phrase}」{occurrences}回", f"“{phrase}” found {times}")
        yield iri, SESAKU.matchedLabel, japanese(phrase)
        yield iri, SESAKU.occurrences, integer(occurrences)
        for find in finds:
            yield iri, SESAKU.foundIn, places[find.place]


def _place_iris(measure_iri: URIRef, measure: Measure, contents: Contents) -> dict[Place, URIRef]:
    """The IRI of every place that `assign_themes` may name."""
    places = {Place("text"): measure_iri, Place("chapter"): contents.chapter_of(measure)}
    section = contents.section_of(measure)
    if section:
        places[Place("section")] = section
    for row_position, row in enumerate(row for row in measure.rows if row.steps):
        row_iri = part(measure_iri, "row", row_position + 1)
        for step_position, (step_iri, _) in enumerate(name_steps(row_iri, row)):
            places[Place("step", row_position, step_position)] = step_iri
    return places

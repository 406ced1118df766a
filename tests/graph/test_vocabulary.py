"""The vocabulary: the names in code are those in the Turtle, and a misspelt one fails at once."""

import json
import re

import pytest
from rdflib import OWL, RDF, Graph

from ontology.terms import SESAKU
from ontology.turtle import iter_statements, iter_thesaurus_names, read_text

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def test_code_and_turtle_have_the_same_terms() -> None:
    vocabulary = Graph().parse(data=read_text("sesaku.ttl"), format="turtle")
    defined = {term for kind in KINDS for term in vocabulary.subjects(RDF.type, kind)}
    assert defined == {SESAKU[name] for name in SESAKU.__annotations__}


def test_misspelt_term_fails_at_once() -> None:
    with pytest.raises(AttributeError):
        _ = SESAKU.Mesure


@pytest.mark.parametrize("name", ["sesaku.ttl", "ministries.ttl", "themes.ttl", "shapes.ttl", "borrowed.ttl"])
def test_prefixes_are_sorted(name: str) -> None:
    prefixes = re.findall(r"^@prefix (\w+):", read_text(name), re.MULTILINE)
    assert prefixes == sorted(prefixes)


def test_context_uses_only_terms_of_the_vocabulary() -> None:
    context = json.loads(read_text("context.jsonld"))["@context"]
    targets = [entry["@id"] for entry in context.values() if isinstance(entry, dict)]
    ours = {target.removeprefix("sesaku:") for target in targets if target.startswith("sesaku:")}
    assert ours <= set(SESAKU.__annotations__)


def test_themes_match_concepts_that_exist() -> None:
    thesaurus = {subject.value for name in iter_thesaurus_names() for subject, _, _ in iter_statements(name)}
    matches = [
        value.value for _, predicate, value in iter_statements("themes.ttl") if predicate.value.endswith("Match")
    ]
    assert len(matches) >= 17
    assert set(matches) <= thesaurus

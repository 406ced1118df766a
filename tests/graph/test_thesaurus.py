"""The thesaurus files: well-formed SKOS, two languages, one home for each concept and each name."""

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

FOLDER = Path(__file__).parents[2] / "ontology" / "thesaurus"
FILES = sorted(FOLDER.glob("*.ttl"))
AREAS = [path for path in FILES if path.name != "scheme.ttl"]
SCHEME = NamedNode("https://w3id.org/sesaku/thesaurus")
CONCEPT = "https://w3id.org/sesaku/concept/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
LANGUAGES = ["en", "ja"]
FEWEST_CONCEPTS = 800


@cache
def read(path: Path) -> tuple[Quad, ...]:
    return tuple(parse(path=str(path), format=RdfFormat.TURTLE))


@cache
def statements(name: str) -> list[tuple[str, Literal | NamedNode]]:
    """(slug, object) of every statement with this SKOS property, over all files."""
    quads = (quad for path in AREAS for quad in read(path))
    return [(slug_of(quad.subject), quad.object) for quad in quads if quad.predicate.value == SKOS + name]


def slug_of(node: NamedNode) -> str:
    return node.value.removeprefix(CONCEPT)


def links(name: str) -> dict[str, set[str]]:
    targets = defaultdict(set)
    for slug, target in statements(name):
        targets[slug].add(slug_of(target))
    return targets


def defined_slugs(path: Path) -> list[str]:
    return re.findall(r"^concept:(\S+) a skos:Concept ;$", path.read_text(encoding="utf-8"), re.MULTILINE)


def all_slugs() -> list[str]:
    return [slug for path in AREAS for slug in defined_slugs(path)]


def ancestors(slug: str, broader: dict[str, set[str]]) -> set[str]:
    """Everything above a concept; on a cycle the concept itself is among them."""
    found: set[str] = set()
    waiting = list(broader.get(slug, ()))
    while waiting:
        above = waiting.pop()
        if above not in found:
            found.add(above)
            waiting.extend(broader.get(above, ()))
    return found


@pytest.mark.parametrize("path", AREAS, ids=lambda path: path.stem)
def test_file_holds_concepts_sorted_by_slug(path: Path) -> None:
    slugs = defined_slugs(path)
    assert slugs == sorted(slugs)
    assert set(slugs) == {slug_of(quad.subject) for quad in read(path)}


def test_scheme_has_titles_in_both_languages_and_a_licence() -> None:
    values = defaultdict(list)
    for quad in read(FOLDER / "scheme.ttl"):
        assert quad.subject == SCHEME
        values[quad.predicate.value.rpartition("/")[2]].append(quad.object)
    assert sorted(title.language for title in values["title"]) == LANGUAGES
    assert values["license"] == [NamedNode("https://creativecommons.org/licenses/by/4.0/")]


def test_thesaurus_covers_the_field() -> None:
    assert len(all_slugs()) >= FEWEST_CONCEPTS


def test_each_slug_is_defined_once() -> None:
    assert [slug for slug, times in Counter(all_slugs()).items() if times > 1] == []


def test_each_concept_is_in_the_scheme() -> None:
    assert Counter(statements("inScheme")) == Counter((slug, SCHEME) for slug in all_slugs())


def test_each_concept_has_one_preferred_label_per_language() -> None:
    languages = defaultdict(list)
    for slug, label in statements("prefLabel"):
        languages[slug].append(label.language)
    assert {slug for slug in all_slugs() if sorted(languages[slug]) != LANGUAGES} == set()


def test_no_preferred_label_is_shared() -> None:
    owners = defaultdict(set)
    for slug, label in statements("prefLabel"):
        owners[label.value.casefold(), label.language].add(slug)
    assert {label: slugs for label, slugs in owners.items() if len(slugs) > 1} == {}


def test_labels_of_a_concept_are_disjoint_and_in_both_languages() -> None:
    labels = [(slug, label) for name in ("prefLabel", "altLabel", "hiddenLabel") for slug, label in statements(name)]
    assert [entry for entry, times in Counter(labels).items() if times > 1] == []
    assert {entry for entry in labels if entry[1].language not in LANGUAGES} == set()
    assert {entry for entry in labels if entry[1].value != entry[1].value.strip()} == set()


@pytest.mark.parametrize("name", ["broader", "related"])
def test_links_lead_to_defined_concepts(name: str) -> None:
    assert {target for targets in links(name).values() for target in targets} - set(all_slugs()) == set()


def test_broader_has_no_cycle() -> None:
    broader = links("broader")
    assert [slug for slug in all_slugs() if slug in ancestors(slug, broader)] == []


def test_related_concepts_are_not_above_each_other() -> None:
    broader = links("broader")
    pairs = [(slug, target) for slug, targets in links("related").items() for target in targets]
    assert [(slug, target) for slug, target in pairs if target in ancestors(slug, broader)] == []
    assert [(slug, target) for slug, target in pairs if slug in ancestors(target, broader)] == []


def test_only_the_tops_declared_by_the_scheme_have_nothing_broader() -> None:
    tops = {
        slug_of(quad.object) for quad in read(FOLDER / "scheme.ttl") if quad.predicate.value == SKOS + "hasTopConcept"
    }
    assert set(all_slugs()) - set(links("broader")) == tops

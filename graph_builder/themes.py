"""Tags measures with themes, by the phrases of theme and thesaurus found in them, with score and evidence.

A phrase p found in a place q speaks for its theme with the weight w(p, q) = PLACE_WEIGHTS[q] x (1 for a phrase that is
or contains a name of the theme, SUGGESTION for one that only suggests it). A heading divides its weight between the
items it lists; a step that repeats a phrase of the measure's text is no new evidence. Each occurrence in a place, up
to MAXIMUM_OCCURRENCES, counts as independent, so score = 1 - prod (1 - w): it grows with every find, never beyond 1.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from math import prod
from typing import Literal

import pyoxigraph as ox

from graph_builder.records import Measure
from ontology.turtle import iter_statements, iter_thesaurus_names

PlaceKind = Literal["text", "section", "chapter", "step"]
Objects = defaultdict[str, list[str]]

PLACE_WEIGHTS: Mapping[PlaceKind, float] = {"text": 0.6, "section": 0.5, "chapter": 0.3, "step": 0.2}
"""The measure's own words say most; a heading is shared by several measures, and a step often repeats the measure."""

SUGGESTION = 0.6
"""A suggesting phrase says less than the theme's name: alone in a text (0.36) it does not reach MINIMUM_SCORE."""

MAXIMUM_OCCURRENCES = 3
"""More repetition of a phrase in one place is style, not evidence."""

MINIMUM_SCORE = 0.4
"""A theme is assigned from here on: its name once in the text, or in the section's heading, or two weaker finds."""


HEADINGS: tuple[PlaceKind, ...] = ("section", "chapter")

LISTED_ITEMS = re.compile("[・、/]|及び")
"""What stands between the items of a heading such as メタバース・NFT、生成AIなど新技術の潮流への対応."""


@dataclass(frozen=True)
class Place:
    """Where in a measure a phrase stands; a step is told by the 0-based positions of its row and itself."""

    kind: PlaceKind
    row: int = 0
    step: int = 0


@dataclass(frozen=True)
class Find:
    """A phrase found in a place so many times."""

    phrase: str
    place: Place
    occurrences: int
    weight: float


@dataclass(frozen=True)
class ThemeAssignment:
    """That a measure belongs to the theme ``theme`` (its IRI), with a score in (0, 1] and the finds behind it."""

    theme: str
    score: float
    finds: tuple[Find, ...]


@dataclass(frozen=True, eq=False)
class Theme:
    """A theme with every phrase that speaks for it, the longest first, and the weight of each in (0, 1].

    An excluded phrase has the weight 0: it takes its place in the text without being evidence. ``alternatives`` are
    the theme's other names, in both languages.
    """

    iri: str
    name: str
    name_en: str
    broader: frozenset[str]
    weights: Mapping[str, float]
    alternatives: tuple[str, ...] = ()

    def iter_phrases(self, text: str) -> Iterator[str]:
        """The theme's phrases in ``text`` (NFKC), once for each occurrence, none inside a longer or an excluded one."""
        taken = bytearray(len(text))
        for phrase in [phrase for phrase in self.weights if phrase in text]:
            for start in _iter_occurrences(phrase, text):
                span = slice(start, start + len(phrase))
                if any(taken[span]):
                    continue
                taken[span] = b"\1" * len(phrase)
                if self.weights[phrase]:
                    yield phrase


Themes = tuple[Theme, ...]


@lru_cache(maxsize=1024)
def assign_themes(measure: Measure, themes: Themes) -> tuple[ThemeAssignment, ...]:
    """The themes of a measure with a score of at least MINIMUM_SCORE, the highest first, ties by IRI."""
    passages = [(place, _normalise(text)) for place, text in _iter_passages(measure)]
    found = {theme: [Counter(theme.iter_phrases(text)) for _, text in passages] for theme in themes}
    weights = [
        PLACE_WEIGHTS[place.kind] / _count_sharing(text, [theme for theme in themes if found[theme][position]])
        if place.kind in HEADINGS
        else PLACE_WEIGHTS[place.kind]
        for position, (place, text) in enumerate(passages)
    ]
    assignments = []
    for theme in themes:
        in_text = found[theme][0]
        finds = tuple(
            Find(phrase, place, occurrences, weight * theme.weights[phrase])
            for (place, _), weight, phrases in zip(passages, weights, found[theme], strict=True)
            for phrase, occurrences in phrases.items()
            if not (place.kind == "step" and phrase in in_text)
        )
        score = _score(finds)
        if score >= MINIMUM_SCORE:
            assignments.append(ThemeAssignment(theme.iri, score, finds))
    return tuple(sorted(assignments, key=lambda assignment: (-assignment.score, assignment.theme)))


def _score(finds: Iterable[Find]) -> float:
    """The score that the module's docstring defines, to three places."""
    return round(1 - prod((1 - find.weight) ** min(find.occurrences, MAXIMUM_OCCURRENCES) for find in finds), 3)


def _count_sharing(heading: str, speaking: list[Theme]) -> int:
    """Between how many a heading divides its weight: its listed items or its themes, a broader one left out."""
    covered = frozenset[str]().union(*(theme.broader for theme in speaking))
    items = len(LISTED_ITEMS.findall(heading)) + 1
    return max(items, sum(theme.iri not in covered for theme in speaking))


def _iter_passages(measure: Measure) -> Iterator[tuple[Place, str]]:
    yield Place("text"), measure.text
    if measure.section:
        yield Place("section"), measure.section.text
    yield Place("chapter"), measure.chapter.text
    for row_position, row in enumerate(row for row in measure.rows if row.steps):
        for step_position, step in enumerate(row.steps):
            yield Place("step", row_position, step_position), step.text


def _iter_occurrences(phrase: str, text: str) -> Iterator[int]:
    """Where ``phrase`` stands in ``text``; a Latin abbreviation only as a whole token, so GI not in GIF."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not (_joins(text[start - 1 : start], phrase[0]) or _joins(phrase[-1], text[end : end + 1])):
            yield start
        start = text.find(phrase, end)


def _joins(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one Latin token."""
    return all(character.isascii() and character.isalnum() for character in left + right) and bool(left and right)


@cache
def load_themes() -> Themes:
    """The themes of ``ontology/themes.ttl`` with the phrases of the thesaurus concepts they match, sorted by IRI."""
    themes = _read_objects("themes.ttl")
    thesaurus = _read_objects(*iter_thesaurus_names())
    narrower: dict[str, set[str]] = defaultdict(set)
    for concept, objects in thesaurus.items():
        for broader in objects["broader"]:
            narrower[broader].add(concept)
    return tuple(
        _make_theme(
            iri, objects, _iter_concept_labels(objects["exactMatch"] + objects["narrowMatch"], thesaurus, narrower)
        )
        for iri, objects in sorted(themes.items())
        if objects["inScheme"]
    )


def iter_names(themes: Themes) -> Iterator[tuple[str, Theme]]:
    """Every name with its theme; where two themes share one, that comes first which prefers it, then by IRI."""
    yield from ((name, theme) for theme in themes for name in (theme.name, theme.name_en))
    yield from ((name, theme) for theme in themes for name in theme.alternatives)


def theme_names() -> dict[str, tuple[str, str]]:
    """Every shown name of every theme in NFKC, with the theme's IRI and its Japanese name."""
    named: dict[str, tuple[str, str]] = {}
    for name, theme in iter_names(load_themes()):
        named.setdefault(_normalise(name), (theme.iri, theme.name))
    return named


def _make_theme(iri: str, objects: Objects, concept_labels: Iterable[str]) -> Theme:
    names = [_normalise(label) for label in objects["prefLabel@ja"] + objects["altLabel@ja"]]
    suggesting = [_normalise(label) for label in chain(concept_labels, objects["hiddenLabel@ja"])]
    weights = {phrase: 1.0 if _contains_any(phrase, names) else SUGGESTION for phrase in [*names, *suggesting]}
    weights |= {_normalise(label): 0.0 for label in objects["excludedLabel@ja"]}
    longest_first = dict(sorted(weights.items(), key=lambda item: (-len(item[0]), item[0])))
    return Theme(
        iri=iri,
        name=objects["prefLabel@ja"][0],
        name_en=objects["prefLabel@en"][0],
        broader=frozenset(objects["broader"]),
        weights=longest_first,
        alternatives=(*objects["altLabel@ja"], *objects["altLabel@en"]),
    )


def _contains_any(phrase: str, names: Iterable[str]) -> bool:
    return any(True for name in names for _ in _iter_occurrences(name, phrase))


def _iter_concept_labels(
    concepts: Iterable[str], thesaurus: Mapping[str, Objects], narrower: Mapping[str, set[str]]
) -> Iterator[str]:
    """The Japanese labels of the concepts and of all narrower ones."""
    waiting, seen = list(concepts), set[str]()
    while waiting:
        concept = waiting.pop()
        if concept in seen:
            continue
        seen.add(concept)
        waiting += narrower.get(concept, ())
        yield from thesaurus[concept]["prefLabel@ja"] + thesaurus[concept]["altLabel@ja"]


def _read_objects(*names: str) -> dict[str, Objects]:
    """The objects in packaged Turtle files by subject and local name of the property, with ``@language`` if tagged."""
    objects: dict[str, Objects] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in chain.from_iterable(map(iter_statements, names)):
        key = re.split("[#/]", predicate.value)[-1]
        if isinstance(value, ox.Literal) and value.language:
            key += f"@{value.language}"
        objects[subject.value][key].append(value.value)
    return objects


def _normalise(label: str) -> str:
    return unicodedata.normalize("NFKC", label)

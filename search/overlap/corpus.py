"""Everything that pairs of measures are scored by, made once: rows of words and concepts, vectors of meaning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_builder.records import Roadmap
from search.concepts import find_all
from search.models import EmbeddingModel, OwnModel
from search.overlap.clauses import list_clauses, numbered_measures
from search.overlap.facets import FACETS, Facet, Facets
from search.overlap.profiles import (
    Counts,
    Positions,
    Profiles,
    Values,
    cosine_profiles,
    count_terms,
    mass_profiles,
    pool_rows,
    rarity,
)
from search.overlap.wording import blank_standing, read_words
from search.thesaurus import Lexicon

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Unit:
    """What is paired: a measure by its clauses and headings, or any passage as one clause."""

    clauses: tuple[str, ...]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Corpus:
    """Units and their clauses; the clauses of unit ``u`` are ``offsets[u]:offsets[u + 1]``.

    ``shared`` gives the rarity that two clauses share, ``masses`` [clauses] that of each alone; ``words``, ``headings``
    and ``concepts`` give cosines of units; ``vectors`` [units, dim] and ``clause_vectors`` [clauses, dim] are centred
    on the corpus's mean and have length 1: what all policy texts have in common is no likeness.
    """

    offsets: Positions
    counts: Counts
    shared: Profiles
    masses: Values
    words: Profiles
    headings: Profiles
    concepts: dict[Facet, Profiles]
    concept_counts: dict[Facet, Counts]
    vectors: Vectors
    clause_vectors: Vectors

    @property
    def unit_count(self) -> int:
        """The number of units."""
        return len(self.offsets) - 1

    @property
    def owners(self) -> Positions:
        """The unit of each clause, int64 [clauses]."""
        return np.repeat(np.arange(self.unit_count), np.diff(self.offsets))


def list_units(roadmap: Roadmap) -> dict[int, Unit]:
    """The measures by number as units; a relisting's headings count among those of its measure."""
    measures = numbered_measures(roadmap)
    headings: dict[int, list[str]] = {number: [] for number in measures}
    for measure in roadmap.measures:
        target = measure.number if measure.number is not None else measure.relists
        if target in headings:
            headings[target] += [heading.text for heading in (measure.chapter, measure.section) if heading]
    return {
        number: Unit(tuple(clause.text for clause in list_clauses(measure)), tuple(headings[number]))
        for number, measure in measures.items()
    }


def make_corpus(units: Sequence[Unit], model: EmbeddingModel, lexicon: Lexicon) -> Corpus:
    """The corpus of ``units``; rarity is counted by unit, so that ten equal rows of one measure count once."""
    texts = [text for unit in units for text in unit.clauses]
    offsets = np.concatenate([[0], np.cumsum([len(unit.clauses) for unit in units])]).astype(np.int64)
    owners = np.repeat(np.arange(len(units)), np.diff(offsets))
    words, compounds = zip(*map(read_words, texts), strict=True)
    counts = count_terms([*single, *joined] for single, joined in zip(words, compounds, strict=True))
    pooled = pool_rows(counts.matrix, owners, len(units))
    weights = rarity(pooled)
    shared, masses = mass_profiles(counts.matrix, weights)
    clause_vectors = _unit_length(_encode_meaning(model, texts, words))
    vectors = np.asarray(pool_rows_dense(clause_vectors * masses[:, np.newaxis], offsets), dtype=np.float32)
    concept_counts = _count_concepts(words, owners, len(units), lexicon)
    headings = count_terms([word for text in unit.headings for word in read_words(text)[0]] for unit in units)
    return Corpus(
        offsets=offsets,
        counts=counts,
        shared=shared,
        masses=masses,
        words=cosine_profiles(pooled, weights),
        headings=cosine_profiles(headings.matrix, rarity(headings.matrix)),
        concepts={
            facet: cosine_profiles(found.matrix, rarity(found.matrix)) for facet, found in concept_counts.items()
        },
        concept_counts=concept_counts,
        vectors=centre(_unit_length(vectors)),
        clause_vectors=centre(clause_vectors),
    )


def _encode_meaning(model: EmbeddingModel, texts: Sequence[str], words: Sequence[Sequence[str]]) -> Vectors:
    """The vectors of the texts without standing phrases, [texts, dim]; of our own model the part that is learned.

    Its other part says which words are there: those are scored on their own, by their rarity in this document.
    """
    if isinstance(model, OwnModel):
        return model.static.encode_terms(words)[:, : model.static.settings.semantic_dimensions]
    return model.encode_passages([blank_standing(text) for text in texts])


def centre(vectors: Vectors) -> Vectors:
    """The vectors less their mean, of length 1, [n, dim]."""
    return _unit_length(vectors - vectors.mean(axis=0))


def pool_rows_dense(rows: Vectors, offsets: Positions) -> Vectors:
    """The sum of the rows of each unit, [units, dim]; every unit has at least one row."""
    sums: Vectors = np.add.reduceat(rows, offsets[:-1], axis=0)
    return sums


def _count_concepts(
    words: Sequence[Sequence[str]], owners: Positions, unit_count: int, lexicon: Lexicon
) -> dict[Facet, Counts]:
    """In how many clauses of each unit a concept is named, by facet."""
    facets = Facets(lexicon)
    named = [list(_iter_concepts(each, lexicon, facets)) for each in words]
    counts: dict[Facet, Counts] = {}
    for facet in FACETS:
        found = count_terms([concept for concept in concepts if facets.of(concept) == facet] for concepts in named)
        counts[facet] = Counts(found.terms, pool_rows(found.matrix, owners, unit_count))
    return counts


def _iter_concepts(words: Sequence[str], lexicon: Lexicon, facets: Facets) -> Iterable[str]:
    found = dict.fromkeys(label.concept for label in find_all(lexicon, words))
    return (concept for concept in found if not facets.is_top(concept))


def _unit_length(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit

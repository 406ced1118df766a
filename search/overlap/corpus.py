"""Everything that pairs of measures are scored by, made once: rows of words and concepts, vectors of meaning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_builder.ministries import Ministries, load_ministries
from graph_builder.records import Measure, Roadmap, by_number
from search.concepts import find_all
from search.models import EmbeddingModel, OwnModel
from search.overlap.clauses import Clause, list_clauses
from search.overlap.facets import FACETS, Facet, Facets
from search.overlap.profiles import (
    Counts,
    Positions,
    Profiles,
    TermCounter,
    Values,
    cosine_profiles,
    count_terms,
    mass_profiles,
    pool_rows,
    rarity,
)
from search.overlap.wording import blank_standing, is_standing, read_words
from search.thesaurus import Lexicon

Vectors = NDArray[np.float32]

TEXTS_AT_ONCE = 8_192


@dataclass(frozen=True)
class Unit:
    """What is paired: a measure by its clauses, whose they are, and its headings; or any passage as one clause."""

    clauses: tuple[str, ...]
    headings: tuple[str, ...] = ()
    bodies: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Corpus:
    """Units and their clauses; the clauses of unit ``u`` are ``offsets[u]:offsets[u + 1]``.

    ``shared`` gives the rarity that two clauses share, ``masses`` [clauses] that of each alone; ``bodies`` [clauses,
    bodies] tells whose a clause is; ``words``, ``headings``, ``concepts`` and ``area`` (concepts with all above them)
    give cosines of units; ``vectors`` [units, dim] and ``clause_vectors`` [clauses, dim] are centred
    on the corpus's mean and have length 1: what all policy texts have in common is no likeness.
    """

    offsets: Positions
    counts: Counts
    shared: Profiles
    masses: Values
    bodies: NDArray[np.bool_]
    words: Profiles
    headings: Profiles
    concepts: dict[Facet, Profiles]
    area: Profiles
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
    """The measures by number as units, clauses of standing phrases alone left out.

    A relisting's headings count among those of its measure.
    """
    measures, ministries = by_number(roadmap.measures), load_ministries()
    headings: dict[int, list[str]] = {number: [] for number in measures}
    for measure in roadmap.measures:
        target = measure.number if measure.number is not None else measure.relists
        if target in headings:
            headings[target] += [heading.text for heading in (measure.chapter, measure.section) if heading]
    clauses = {number: _telling_clauses(measure) for number, measure in measures.items()}
    return {
        number: Unit(
            clauses=tuple(clause.text for clause in found),
            headings=tuple(headings[number]),
            bodies=tuple(_highest_bodies(clause.ministries, ministries) for clause in found),
        )
        for number, found in clauses.items()
    }


def _telling_clauses(measure: Measure) -> Sequence[Clause]:
    """The clauses that say something beside standing phrases; the first one where none does."""
    clauses = list_clauses(measure)
    return [clause for clause in clauses if not is_standing(clause.text)] or clauses[:1]


def _highest_bodies(names: Iterable[str], ministries: Ministries) -> frozenset[str]:
    """The IRIs of the named bodies that have nobody above them: sections of a ministry count as the ministry."""
    bodies = (body for body in map(ministries.resolve, names) if body and body.is_named)
    return frozenset(ministries.lineage(body.iri)[-1] for body in bodies)


def make_corpus(units: Sequence[Unit], model: EmbeddingModel, lexicon: Lexicon) -> Corpus:
    """The corpus of ``units``; rarity is counted by unit, so that ten equal rows of one measure count once."""
    offsets = np.concatenate([[0], np.cumsum([len(unit.clauses) for unit in units])]).astype(np.int64)
    owners = np.repeat(np.arange(len(units)), np.diff(offsets))
    read = _read_clauses([text for unit in units for text in unit.clauses], model, lexicon)
    pooled = pool_rows(read.counts.matrix, owners, len(units))
    weights = rarity(pooled)
    shared, masses = mass_profiles(read.counts.matrix, weights)
    clause_vectors = centre(read.vectors)
    vectors = clause_vectors if len(owners) == len(units) else centre(_pool_vectors(read.vectors, masses, offsets))
    concepts = {facet: pool_rows(counts.matrix, owners, len(units)) for facet, counts in read.concepts.items()}
    headings = count_terms([word for text in unit.headings for word in read_words(text)[0]] for unit in units)
    area = pool_rows(read.area.matrix, owners, len(units))
    return Corpus(
        offsets=offsets,
        counts=read.counts,
        shared=shared,
        masses=masses,
        bodies=_list_bodies(units),
        words=cosine_profiles(pooled, weights),
        headings=cosine_profiles(headings.matrix, rarity(headings.matrix)),
        concepts={facet: cosine_profiles(matrix, rarity(matrix)) for facet, matrix in concepts.items()},
        area=cosine_profiles(area, rarity(area)),
        vectors=vectors,
        clause_vectors=clause_vectors,
    )


@dataclass(frozen=True)
class _ReadClauses:
    """Clause by clause the counts of terms, of concepts by facet and of these with all above; vectors of length 1."""

    counts: Counts
    concepts: dict[Facet, Counts]
    area: Counts
    vectors: Vectors


def _read_clauses(texts: Sequence[str], model: EmbeddingModel, lexicon: Lexicon) -> _ReadClauses:
    """Reads TEXTS_AT_ONCE at a time, so that the words of a million texts are never held together."""
    terms, area = TermCounter(), TermCounter()
    facets, by_facet = Facets(lexicon), {facet: TermCounter() for facet in FACETS}
    vectors = []
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        block = texts[start : start + TEXTS_AT_ONCE]
        words, compounds = zip(*map(read_words, block), strict=True)
        for single, joined in zip(words, compounds, strict=True):
            terms.add((*single, *joined))
            concepts = dict.fromkeys(label.concept for label in find_all(lexicon, single))
            area.add(each for concept in concepts for each in facets.with_above(concept))
            telling = [concept for concept in concepts if not facets.is_top(concept)]
            for facet, counter in by_facet.items():
                counter.add(concept for concept in telling if facets.of(concept) == facet)
        vectors.append(_unit_length(_encode_meaning(model, block, words)))
    concept_counts = {facet: counter.counts() for facet, counter in by_facet.items()}
    return _ReadClauses(terms.counts(), concept_counts, area.counts(), np.concatenate(vectors))


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


def _pool_vectors(rows: Vectors, masses: Values, offsets: Positions) -> Vectors:
    """The sum of the rows of each unit, the heavier the more, of length 1, [units, dim]; every unit has a row."""
    return _unit_length(np.add.reduceat(rows * masses[:, np.newaxis], offsets[:-1], axis=0))


def _list_bodies(units: Sequence[Unit]) -> NDArray[np.bool_]:
    """Whether a clause is a body's, bool [clauses, bodies]; none where a unit does not say whose its clauses are."""
    owned = [bodies for unit in units for bodies in unit.bodies or [frozenset[str]()] * len(unit.clauses)]
    known = sorted(frozenset().union(*owned))
    return np.array([[body in bodies for body in known] for bodies in owned], dtype=np.bool_).reshape(len(owned), -1)


def _unit_length(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit

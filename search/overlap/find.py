"""Finds the overlaps of a roadmap: candidate pairs, scored exactly, with evidence and counter-evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph_builder.iris import DocumentIris
from graph_builder.ministries import Ministries, load_ministries
from graph_builder.pages import Place, first_lines, places_of
from graph_builder.records import Measure, Roadmap, by_number
from search.models import EmbeddingModel
from search.overlap.bodies import face_bodies
from search.overlap.clauses import fiscal_years_of
from search.overlap.clusters import find_clusters
from search.overlap.corpus import Corpus, Unit, list_units, make_corpus
from search.overlap.counter_evidence import CounterEvidenceFinder
from search.overlap.evidence import Reader
from search.overlap.facets import FACETS
from search.overlap.features import FEATURES, iter_features
from search.overlap.model import PairModel, Values, kinds, load_model, scores
from search.overlap.naming import name_concepts
from search.overlap.nearest import candidate_pairs
from search.overlap.profiles import Positions, rarity
from search.overlap.report import AlignedPassages, Candidate, Facing, OverlapReport, SharedConcept, Side
from search.overlap.within import find_repetitions
from search.thesaurus import Lexicon, compile_lexicon

MOST_CONCEPTS = 6
"""Concepts named for each facet, the rarest first."""


@dataclass(frozen=True)
class ScoredPairs:
    """The pairs of units that are related more probably than not, left < right, strongest first; [pairs, ...]."""

    left: Positions
    right: Positions
    odds: Values
    scores: Values
    contributions: Values


def find_overlaps(
    roadmap: Roadmap,
    model: EmbeddingModel,
    *,
    themes: Mapping[int, Sequence[str]] | None = None,
) -> OverlapReport:
    """Every overlap candidate of ``roadmap``, the strongest first, with clusters and repetition inside measures.

    ``themes`` gives the IRIs of a measure's themes by its number. The same input gives the same report.
    """
    lexicon, ministries = compile_lexicon(), load_ministries()
    measures, page_starts = by_number(roadmap.measures), first_lines(roadmap)
    units = list_units(roadmap)
    corpus = make_corpus(list(units.values()), model, lexicon)
    pairs = score_pairs(corpus, *candidate_pairs(corpus), load_model())
    sides = {
        number: _make_side(
            DocumentIris(roadmap.slug).measure(number),
            measure,
            ministries,
            places_of(measure.lines, page_starts),
            (themes or {}).get(number, ()),
        )
        for number, measure in measures.items()
    }
    repetitions = [found for measure in measures.values() for found in find_repetitions(measure, page_starts)]
    candidates = tuple(_Describer(roadmap, corpus, lexicon, units, measures).iter_candidates(pairs))
    return OverlapReport(
        slug=roadmap.slug,
        sides=tuple(sides.values()),
        candidates=candidates,
        clusters=find_clusters(candidates, sides),
        repetitions=tuple(sorted(repetitions, key=lambda found: found.kind == "shared-row")),
    )


def score_pairs(corpus: Corpus, left: Positions, right: Positions, pair_model: PairModel) -> ScoredPairs:
    """Those of the candidate pairs that are related more probably than not; equal scores in the order given."""
    kept, odds, contributions = [], [], []
    start = 0
    for features in iter_features(corpus, left, right):
        found = pair_model.odds(features)
        likely = np.flatnonzero(found.max(axis=1) > 0)
        kept.append(start + likely)
        odds.append(found[likely])
        contributions.append(pair_model.contributions(features[likely]))
        start += len(features)
    likely, found = np.concatenate(kept), np.concatenate(odds)
    strength = scores(found)
    order = np.argsort(-strength, kind="stable")
    return ScoredPairs(
        left=left[likely[order]],
        right=right[likely[order]],
        odds=found[order],
        scores=strength[order],
        contributions=np.concatenate(contributions)[order],
    )


class _Describer:
    """Turns scored pairs into candidates."""

    def __init__(
        self,
        roadmap: Roadmap,
        corpus: Corpus,
        lexicon: Lexicon,
        units: Mapping[int, Unit],
        measures: Mapping[int, Measure],
    ) -> None:
        self._measures = measures
        self._ministries = load_ministries()
        self._numbers = list(units)
        self._concepts = name_concepts(units, lexicon)
        self._counter = CounterEvidenceFinder(roadmap, self._ministries)
        self._reader = Reader(_term_rarity(corpus).__getitem__, first_lines(roadmap))

    def iter_candidates(self, pairs: ScoredPairs) -> Iterator[Candidate]:
        """The candidates among the pairs, in their order."""
        found = [(at, kind) for at, kind in enumerate(kinds(pairs.odds)) if kind is not None]
        for rank, (at, kind) in enumerate(found, start=1):
            bare = Candidate(
                rank=rank,
                left=self._numbers[pairs.left[at]],
                right=self._numbers[pairs.right[at]],
                kind=kind,
                score=round(float(pairs.scores[at]), 4),
                contributions=_named_contributions(pairs.contributions[at]),
            )
            yield self._with_evidence(bare)

    def _with_evidence(self, candidate: Candidate) -> Candidate:
        left, right = self._measures[candidate.left], self._measures[candidate.right]
        passages = self._reader.align(self._reader.clauses(left), self._reader.clauses(right))
        concepts = self._shared_concepts(candidate.left, candidate.right)
        years = tuple(year for year in fiscal_years_of(left) if year in fiscal_years_of(right))
        return replace(
            candidate,
            passages=passages,
            concepts=concepts,
            fiscal_years=years,
            left_ministries=tuple(name for name in left.ministries if name not in right.ministries),
            right_ministries=tuple(name for name in right.ministries if name not in left.ministries),
            shared_ministries=tuple(name for name in left.ministries if name in right.ministries),
            counter_evidence=self._counter.find(left, right, passages, concepts, years),
            facing=tuple(self._facing(left, right, passages)),
        )

    def _facing(self, left: Measure, right: Measure, passages: Sequence[AlignedPassages]) -> Iterator[Facing]:
        """Who faces whom in each of the passages; in the wholes where there is none."""
        for passage in passages:
            yield face_bodies(passage.left.ministries, passage.right.ministries, self._ministries)
        if not passages:
            yield face_bodies(left.ministries, right.ministries, self._ministries)

    def _shared_concepts(self, left: int, right: int) -> tuple[SharedConcept, ...]:
        shared = self._concepts[left] & self._concepts[right]
        ranked = sorted(shared, key=lambda concept: (FACETS.index(concept.facet), -concept.rarity, concept.slug))
        return tuple(
            concept
            for at, concept in enumerate(ranked)
            if sum(each.facet == concept.facet for each in ranked[:at]) < MOST_CONCEPTS
        )


def _named_contributions(values: Values) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(FEATURES, values, strict=True)}


def _make_side(
    iri: str, measure: Measure, ministries: Ministries, places: tuple[Place, ...], themes: Sequence[str]
) -> Side:
    resolved = {name: ministries.resolve(name) for name in measure.ministries}
    bodies = (iri for body in resolved.values() if body for iri in ministries.lineage(body.iri))
    return Side(
        number=measure.number or 0,
        iri=str(iri),
        text=measure.text,
        ministries=measure.ministries,
        named_ministries=tuple(name for name, body in resolved.items() if body is None or body.is_named),
        bodies=tuple(dict.fromkeys(bodies)),
        fiscal_years=fiscal_years_of(measure),
        places=places,
        themes=tuple(themes),
    )


def _term_rarity(corpus: Corpus) -> dict[str, float]:
    return dict(zip(corpus.counts.terms, map(float, rarity(corpus.words.first)), strict=True))

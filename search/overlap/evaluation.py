"""How well pairs are ranked against people's judgements, beside baselines in the same run, with bootstrap intervals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_builder.records import Measure, Roadmap, by_number
from search.models import EmbeddingModel
from search.overlap.baselines import rank_by_meaning, rank_by_words
from search.overlap.corpus import list_units, make_corpus
from search.overlap.features import pair_features
from search.overlap.model import Values, kinds, load_model, scores
from search.overlap.nearest import candidate_pairs
from search.overlap.report import KINDS
from search.overlap.training import Grades, cross_validated_odds, grade_pairs
from search.thesaurus import compile_lexicon

RESTATED_CUTOFF = 60
ALIKE_CUTOFF = 300
RESAMPLES = 1000
CONFIDENCE = 0.95
SEED = 20230609

Booleans = NDArray[np.bool_]
Grading = NDArray[np.int64]


@dataclass(frozen=True)
class Figure:
    """A figure in [0, 1] (κ in [-1, 1]) with its bootstrap interval; all NaN where nothing was judged."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SystemFigures:
    """What one way of ranking reaches, over all pairs and over those whose ministries differ (``across``).

    Recall of grade 3 in the top RESTATED_CUTOFF and of grades 2-3 in the top ALIKE_CUTOFF of all pairs of measures;
    average precision of grades 2-3; ``kappa``: Cohen's κ of kind and grade, for systems that name kinds.
    """

    name: str
    restated_recall: Figure
    alike_recall: Figure
    precision: Figure
    across_restated_recall: Figure
    across_alike_recall: Figure
    across_precision: Figure
    kappa: Figure | None = None


@dataclass(frozen=True)
class _Pairs:
    """All pairs of measures: grade, whether both sides were judged, whether their ministries differ; each [pairs]."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    grades: Grading
    is_judged: Booleans
    is_across: Booleans


def evaluate(
    roadmap: Roadmap,
    model: EmbeddingModel,
    grades: Grades,
    judged: Sequence[int] | None = None,
    *,
    cross_validate: bool = False,
) -> tuple[SystemFigures, ...]:
    """The figures of ours and of each baseline; ours first.

    ``judged``: the measures whose pairs were all judged, by default every one; pairs among them that ``grades`` does
    not list have grade 0. ``cross_validate``: refit the pair model on ``grades``, each pair scored by a fit that did
    not see it: for the pairs that the shipped weights were fitted to.
    """
    measures, units = by_number(roadmap.measures), list_units(roadmap)
    pairs = _list_pairs(measures, grades, judged)
    corpus = make_corpus(list(units.values()), model, compile_lexicon())
    left, right = candidate_pairs(corpus)
    features = pair_features(corpus, left, right)
    numbers = np.array(list(units))
    if cross_validate:
        odds = cross_validated_odds(features, grade_pairs(grades, numbers[left], numbers[right]), numbers[left])
    else:
        odds = load_model().odds(features)
    ours = _spread(scores(odds), left, right, len(units))
    found = np.zeros((len(units), len(units)), dtype=np.int64)
    found[left, right] = [0 if kind is None else KINDS.index(kind) + 1 for kind in kinds(odds)]
    bodies = [measure.ministries for measure in measures.values()]
    baselines = rank_by_words(list(units.values())) | rank_by_meaning(list(units.values()), bodies, model)
    name = "sesaku, cross-validated" if cross_validate else "sesaku"
    return (
        _measure(name, ours, pairs, found[pairs.left, pairs.right]),
        *(_measure(each, matrix[pairs.left, pairs.right], pairs) for each, matrix in baselines.items()),
    )


def cohen_kappa(one: Grading, other: Grading) -> float:
    """Cohen's κ (1960) of two gradings of the same pairs; NaN when both give everything one grade."""
    size = int(max(one.max(initial=0), other.max(initial=0))) + 1
    table = np.bincount(one * size + other, minlength=size * size).reshape(size, size) / max(len(one), 1)
    expected = float(table.sum(axis=1) @ table.sum(axis=0))
    return float("nan") if expected == 1 else (float(np.trace(table)) - expected) / (1 - expected)


def average_precisions(ranking: Values, is_relevant: Booleans) -> Values:
    """The precision at each relevant pair's rank, float64 [relevant]; their mean is the average precision."""
    hits = is_relevant[np.argsort(-ranking, kind="stable")]
    places = np.flatnonzero(hits)
    return np.asarray(np.arange(1, len(places) + 1) / (places + 1))


def _list_pairs(measures: Mapping[int, Measure], grades: Grades, judged: Sequence[int] | None) -> _Pairs:
    numbers = np.array(list(measures))
    left, right = np.triu_indices(len(numbers), 1)
    is_judged = np.isin(numbers, numbers if judged is None else np.array(judged))
    bodies = [frozenset(measure.ministries) for measure in measures.values()]
    return _Pairs(
        left=left,
        right=right,
        grades=grade_pairs(grades, numbers[left], numbers[right]),
        is_judged=is_judged[left] & is_judged[right],
        is_across=np.array([bodies[one] != bodies[other] for one, other in zip(left, right, strict=True)]),
    )


def _spread(found: Values, left: NDArray[np.int64], right: NDArray[np.int64], count: int) -> Values:
    """The scores of all pairs, [pairs]: those that were no candidates come last."""
    matrix = np.full((count, count), -np.inf)
    matrix[left, right] = found
    return np.asarray(matrix[np.triu_indices(count, 1)])


def _measure(name: str, ranking: Values, pairs: _Pairs, found: Grading | None = None) -> SystemFigures:
    everything = np.ones(len(ranking), dtype=np.bool_)
    return SystemFigures(
        name,
        *_ranking_figures(ranking, pairs, everything),
        *_ranking_figures(ranking, pairs, pairs.is_across),
        kappa=None if found is None else _kappa(found[pairs.is_judged], pairs.grades[pairs.is_judged]),
    )


def _ranking_figures(ranking: Values, pairs: _Pairs, included: Booleans) -> tuple[Figure, Figure, Figure]:
    """Recall of grade 3, recall of grades 2-3, average precision of grades 2-3 over the included pairs."""
    ranks = np.empty(int(included.sum()), dtype=np.int64)
    ranks[np.argsort(-ranking[included], kind="stable")] = np.arange(len(ranks))
    judged, grades = pairs.is_judged[included], pairs.grades[included]
    restated, alike = ranks[judged & (grades == 3)], ranks[judged & (grades >= 2)]
    return (
        _mean_figure((restated < RESTATED_CUTOFF).astype(np.float64)),
        _mean_figure((alike < ALIKE_CUTOFF).astype(np.float64)),
        _mean_figure(average_precisions(ranking[included][judged], grades[judged] >= 2)),
    )


def _mean_figure(values: Values) -> Figure:
    return _bootstrap(len(values), lambda chosen: float(values[chosen].mean()))


def _kappa(found: Grading, grades: Grading) -> Figure:
    return _bootstrap(len(grades), lambda chosen: cohen_kappa(found[chosen], grades[chosen]))


def _bootstrap(size: int, statistic: Callable[[NDArray[np.int64]], float]) -> Figure:
    """The statistic of all ``size`` items and the percentile interval over resamples (Efron & Tibshirani 1993)."""
    if size == 0:
        return Figure(float("nan"), float("nan"), float("nan"))
    generator = np.random.default_rng(SEED)
    resampled = [statistic(generator.integers(0, size, size)) for _ in range(RESAMPLES)]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(resampled, [tail, 1 - tail])
    return Figure(statistic(np.arange(size)), float(low), float(high))

"""How well graded questions are answered: nDCG@10 a type, for the search, each of its parts, and plain baselines."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import SourceError
from search.evaluation.baselines import CharacterTfIdf, PlainBm25
from search.evaluation.metrics import CUTOFF, ndcg
from search.searcher import Searcher

ALL = "all"

Ranker = Callable[[str], Sequence[int]]


@dataclass(frozen=True)
class GradedQuery:
    """A question with the grades of the measures that answer it, by number."""

    id: str
    type: str
    text: str
    relevant: Mapping[int, int]


@dataclass(frozen=True)
class Figures:
    """The mean nDCG@10 of one way to search, by type of query and over ``all``, in the order of the file."""

    name: str
    by_type: Mapping[str, float]


def evaluate_queries(path: Path, searcher: Searcher) -> tuple[Figures, ...]:
    """The figures of the search first, then of each part of it alone, then of the baselines; raises SourceError."""
    queries = load_queries(path)
    return tuple(evaluate_ranker(name, queries, ranker) for name, ranker in _rankers(searcher).items())


def evaluate_ranker(name: str, queries: Sequence[GradedQuery], ranker: Ranker) -> Figures:
    """The figures of any way to rank: a function from a question to numbers of measures, the best first."""
    gains: dict[str, list[float]] = {ALL: []}
    for query in queries:
        gain = ndcg(ranker(query.text), query.relevant)
        gains[ALL].append(gain)
        gains.setdefault(query.type, []).append(gain)
    return Figures(name, {kind: sum(values) / max(len(values), 1) for kind, values in gains.items()})


def load_queries(path: Path) -> tuple[GradedQuery, ...]:
    """The graded queries of a JSON Lines file; raises SourceError where a line is none."""
    queries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            fields = json.loads(line)
            relevant = {int(measure): int(grade) for measure, grade in fields["relevant"].items()}
            queries.append(GradedQuery(fields["id"], fields["type"], fields["query"], relevant))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            remedy = 'Write {"id", "type", "query", "relevant": {number: grade}}.'
            raise SourceError(
                "評価つきの問いではない / not a graded query", path=str(path), line=number, remedy=remedy
            ) from problem
    return tuple(queries)


def _rankers(searcher: Searcher) -> dict[str, Ranker]:
    index = searcher.index
    numbers = [card.number for card in index.cards]
    plain, characters = PlainBm25(index.words, numbers), CharacterTfIdf.over(index.measure_texts, numbers)
    parts = {f"{name} alone": _part(searcher, name) for name in searcher.weights}
    return {"sesaku": _whole(searcher), **parts, "BM25": plain.rank, "character TF-IDF": characters.rank}


def _whole(searcher: Searcher) -> Ranker:
    return lambda text: [hit.number for hit in searcher.search(text, CUTOFF).hits]


def _part(searcher: Searcher, name: str) -> Ranker:
    """One part of the hybrid, behind the same understanding and filters; it always answers."""
    alone = Searcher(searcher.index, searcher.model, {name: 1.0}, refuses=False)
    return _whole(alone)

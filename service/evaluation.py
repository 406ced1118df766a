"""The published figures of the search as tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.evaluation.jglue import evaluate_jsquad, evaluate_jsts, rank_jsquad, read_jsquad
from search.evaluation.paragraphs import build_paragraph_search
from search.evaluation.queries import ALL, evaluate_queries
from search.models import EmbeddingModel, OwnModel
from search.searcher import Searcher


@dataclass(frozen=True)
class Table:
    """A table of figures, as text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def evaluate(queries: Path, searcher: Searcher, corpora: Path | None) -> tuple[Table, ...]:
    """nDCG@10 on graded queries and, where ``corpora`` holds JGLUE, JSQuAD and JSTS too."""
    tables = (evaluate_search(queries, searcher),)
    return (*tables, evaluate_jglue(corpora, searcher)) if corpora else tables


def evaluate_search(queries: Path, searcher: Searcher) -> Table:
    """nDCG@10 by type of query: the search, each of its parts alone, and the baselines."""
    figures = evaluate_queries(queries, searcher)
    kinds = [ALL, *(kind for kind in figures[0].by_type if kind != ALL)]
    rows = tuple((figure.name, *(f"{figure.by_type[kind]:.3f}" for kind in kinds)) for figure in figures)
    return Table(f"nDCG@10 on {queries.name}", ("", *kinds), rows)


def evaluate_jglue(corpora: Path, searcher: Searcher) -> Table:
    """JSQuAD Recall@1 of BM25, the model and the hybrid, and JSTS Spearman of the model."""
    model = searcher.model
    paragraphs = read_jsquad(corpora).paragraphs
    hybrid = build_paragraph_search(paragraphs, model)
    words = build_paragraph_search(paragraphs, model, {"words": 1.0})
    recalls = {
        "BM25": rank_jsquad(corpora, lambda questions, _: words.scores(questions)).recall_at_1,
        "dense": evaluate_jsquad(corpora, model.encode_passages, model.encode_queries).recall_at_1,
        "hybrid": rank_jsquad(corpora, lambda questions, _: hybrid.scores(questions)).recall_at_1,
    }
    rows = [(f"JSQuAD v1.3 valid, Recall@1, {name}", f"{recall:.3f}") for name, recall in recalls.items()]
    for dimensions, which in _dimensions(model).items():
        encode = partial(_encode_first, model, dimensions)
        rows.append((f"JSTS v1.3 valid, Spearman, {which}", f"{evaluate_jsts(corpora, encode):.4f}"))
    return Table("JGLUE", ("figure", "value"), tuple(rows))


def _dimensions(model: EmbeddingModel) -> dict[int, str]:
    """All dimensions, as search uses them, and of a model of our own the learned ones, as overlap detection does."""
    whole = model.encode_passages([""]).shape[1]
    learned = model.static.settings.semantic_dimensions if isinstance(model, OwnModel) else whole
    every = {learned: f"the {learned} learned dimensions, as overlap detection compares texts"}
    return every | {whole: f"all {whole} dimensions, as search uses them"}


def _encode_first(model: EmbeddingModel, dimensions: int, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors cut to their first ``dimensions`` and brought back to length 1."""
    vectors = model.encode_passages(texts)[:, :dimensions]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def as_markdown(tables: Sequence[Table]) -> str:
    """The tables in Markdown."""
    return "\n".join(_markdown(table) for table in tables)


def _markdown(table: Table) -> str:
    lines = [table.columns, ["---"] * len(table.columns), *table.rows]
    return "\n".join([f"## {table.title}", "", *("| " + " | ".join(line) + " |" for line in lines), ""])

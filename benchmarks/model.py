"""Measures the default embedding model: JSQuAD and JSTS by dimensions, size, and the time to load and to encode.

    python benchmarks/model.py --corpora ../shared/corpora [--model data/model] [--write benchmarks/model.md]

The two sets are benchmarks only: the model is never trained on them.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.evaluation.jglue import Encode, evaluate_jsquad, evaluate_jsts, read_jsquad
from search.static_model import StaticModel, default_model_path

BARS = {"JSQuAD Recall@1": 0.75, "JSTS Spearman": 0.75, "MB": 25.0}


def main() -> None:
    """Print the tables, and write them where --write says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=default_model_path())
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    report = "\n".join([*quality_table(arguments.model, arguments.corpora), "", *cost_table(arguments)]) + "\n"
    print(report, end="")
    if arguments.write:
        arguments.write.write_text(report, encoding="utf-8")


def quality_table(path: Path, corpora: Path) -> list[str]:
    """The figures of each part of the vectors, a row of Markdown each."""
    model = StaticModel.load(path)
    parts = {
        f"{model.dimensions} (all)": model.encode,
        **{f"first {size} (meaning)": _leading(model, size) for size in model.settings.matryoshka_dimensions},
        f"last {model.settings.identity_dimensions} (identity)": _identity(model),
    }
    rows = [_quality_row(name, encode, corpora) for name, encode in parts.items()]
    return [
        "| dimensions | JSQuAD Recall@1 | Recall@10 | MRR | JSTS Spearman |",
        "|---|---|---|---|---|",
        *rows,
        f"| must reach | {BARS['JSQuAD Recall@1']} | | | {BARS['JSTS Spearman']} |",
    ]


def cost_table(arguments: argparse.Namespace) -> list[str]:
    """Size on disk, and the times to load the model and to encode, a row of Markdown each."""
    size = sum(file.stat().st_size for file in arguments.model.iterdir()) / 1e6
    model = StaticModel.load(arguments.model)
    data = read_jsquad(arguments.corpora)
    model.encode(data.questions)
    queries = [_seconds(lambda text=text: model.encode([text])) for text in data.questions[:1000]]
    load = statistics.median(_seconds(lambda: StaticModel.load(arguments.model)) for _ in range(5))
    paragraphs = _seconds(lambda: model.encode(data.paragraphs))
    return [
        "| cost | measured | bar |",
        "|---|---|---|",
        f"| files | {size:.1f} MB | {BARS['MB']:.0f} MB |",
        f"| load, median of 5 | {load * 1000:.0f} ms | 100 ms |",
        f"| encode a question, median / 99th percentile | {statistics.median(queries) * 1000:.2f} ms"
        f" / {float(np.percentile(queries, 99)) * 1000:.2f} ms | 1 ms |",
        f"| encode paragraphs | {len(data.paragraphs) / paragraphs:,.0f} a second | |",
    ]


def _quality_row(name: str, encode: Encode, corpora: Path) -> str:
    found = evaluate_jsquad(corpora, encode)
    figures = (found.recall_at_1, found.recall_at_10, found.mean_reciprocal_rank, evaluate_jsts(corpora, encode))
    return f"| {name} | " + " | ".join(f"{figure:.4f}" for figure in figures) + " |"


def _leading(model: StaticModel, size: int) -> Encode:
    return lambda texts: model.encode(texts, size)


def _identity(model: StaticModel) -> Encode:
    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        part = model.encode(texts)[:, model.settings.semantic_dimensions :]
        return part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9)

    return encode


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

"""Times searches in an open searcher over the shipped roadmap, beside plain BM25 and numpy brute force, in turn.

    python benchmarks/search_warm.py [--rounds 5] [--write benchmarks/search_warm.md]

The questions are the project's own (benchmarks/queries/own.jsonl), each asked once before the clock runs.
"""

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from search import tokenizer
from search.index import write_index
from search.models import load_model
from search.searcher import DEFAULT_LIMIT, Searcher
from search.tokenizer import content_terms
from service.indexes import theme_iris
from service.reading import read_source
from service.workspace import SHIPPED_SOURCE

QUESTIONS = Path(__file__).parent / "queries" / "own.jsonl"
BARS = {"p50": 5.0, "p99": 15.0}
"""What a warm search may take, in milliseconds."""

Search = Callable[[str], object]


def main() -> None:
    """Print the table, and write it where --write says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = load_model()
        roadmap = read_source(SHIPPED_SOURCE)
        write_index(roadmap, Path(folder) / "index", model=model, themes=theme_iris(roadmap))
        searcher = Searcher.open(Path(folder) / "index", model)
    questions = [json.loads(line)["query"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    report = "\n".join(table(searcher, questions, options.rounds)) + "\n"
    print(report, end="")
    if options.write:
        options.write.write_text(report, encoding="utf-8")


def table(searcher: Searcher, questions: list[str], rounds: int) -> list[str]:
    """A row of Markdown for each way to search."""
    ways: dict[str, Search] = {
        "plain BM25": lambda text: _best(searcher.index.words.scores(Counter(content_terms(text)))),
        "numpy brute force over the passages": _brute_force(searcher),
        "sesaku, all that a search says": searcher.search,
    }
    times = _ask_in_turn(ways, questions, rounds)
    medians = {name: float(np.median(walls)) for name, (walls, _) in times.items()}
    rows = [
        f"| {name} | {medians[name]:.2f} ms | {np.percentile(walls, 99):.2f} ms | {np.median(cpus):.2f} ms"
        f" | {np.percentile(cpus, 99):.2f} ms | {medians[name] / medians['plain BM25']:.1f} × |"
        for name, (walls, cpus) in times.items()
    ]
    load = os.getloadavg()[0]
    return [
        f"| {len(questions)} questions x {rounds}, warm | p50 | p99 | CPU p50 | CPU p99 | p50 to plain BM25's |",
        "|---|---|---|---|---|---|",
        *rows,
        f"| sesaku must stay below | {BARS['p50']:g} ms | {BARS['p99']:g} ms | | | |",
        "",
        f"{os.cpu_count()} cores, load average {load:.1f} during the run; CPU times leave out waiting for a core.",
    ]


def _ask_in_turn(
    ways: dict[str, Search], questions: list[str], rounds: int
) -> dict[str, tuple[list[float], list[float]]]:
    """Wall and CPU milliseconds of each way, one a question and round; the first round is not counted."""
    times: dict[str, tuple[list[float], list[float]]] = {}
    for count in range(rounds + 1):
        if count == 1:
            times = {name: ([], []) for name in ways}
        for question in questions:
            for name, search in ways.items():
                walls, cpus = times.setdefault(name, ([], []))
                tokenizer._analyse.cache_clear()  # a question that is asked again would be read already
                wall, cpu = time.perf_counter(), time.process_time()
                search(question)
                cpus.append((time.process_time() - cpu) * 1000)
                walls.append((time.perf_counter() - wall) * 1000)
    return times


def _brute_force(searcher: Searcher) -> Search:
    vectors = searcher.model.encode_passages([passage.text for passage in searcher.index.passages])
    return lambda text: _best(vectors @ searcher.model.encode_queries([text])[0])


def _best(scores: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> object:
    return np.argsort(-scores, kind="stable")[:DEFAULT_LIMIT]


if __name__ == "__main__":
    main()

"""JSQuAD and JSTS of JGLUE v1.3 (https://github.com/yahoojapan/JGLUE), valid: benchmarks, never trained on."""

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.errors import ModelError

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Score = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]
JSQUAD_FILE = "jglue/jsquad-v1.3_valid-v1.3.json.gz"
JSTS_FILE = "jglue/jsts-v1.3_valid-v1.3.json.gz"
QUESTIONS_AT_ONCE = 1024


@dataclass(frozen=True)
class Questions:
    """Questions, the paragraphs to find their answers in, and the row of the right paragraph of each question."""

    questions: tuple[str, ...]
    paragraphs: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True)
class RetrievalFigures:
    """How well the right paragraph is found: at rank 1, among the first 10, and the mean reciprocal rank."""

    recall_at_1: float
    recall_at_10: float
    mean_reciprocal_rank: float


def read_jsquad(corpora: Path) -> Questions:
    """Return JSQuAD valid: 4,442 questions on 1,145 paragraphs, each headed by its article's title."""
    paragraphs = [part for article in _read(corpora / JSQUAD_FILE)["data"] for part in article["paragraphs"]]
    pairs = [(entry["question"], row) for row, part in enumerate(paragraphs) for entry in part["qas"]]
    questions, answers = zip(*pairs, strict=True)
    return Questions(questions, tuple(part["context"].replace(" [SEP] ", " ") for part in paragraphs), answers)


def evaluate_jsquad(corpora: Path, encode: Encode, encode_questions: Encode | None = None) -> RetrievalFigures:
    """Return how well the cosine of vectors finds the paragraph that answers each question of JSQuAD valid.

    ``encode`` gives vectors of length 1; ``encode_questions`` is for models that treat questions otherwise.
    """
    paragraphs = encode(read_jsquad(corpora).paragraphs)
    encode_left = encode_questions or encode
    return rank_jsquad(corpora, lambda questions, _: encode_left(questions) @ paragraphs.T)


def rank_jsquad(corpora: Path, score: Score) -> RetrievalFigures:
    """Return the same for any scorer: questions and paragraphs to an array of scores [questions, paragraphs]."""
    data = read_jsquad(corpora)
    ranks = []
    for start in range(0, len(data.questions), QUESTIONS_AT_ONCE):
        scores = score(data.questions[start : start + QUESTIONS_AT_ONCE], data.paragraphs)
        ranks.append(_ranks(scores, np.array(data.answers[start : start + QUESTIONS_AT_ONCE])))
    rank = np.concatenate(ranks)
    return RetrievalFigures(float((rank <= 1).mean()), float((rank <= 10).mean()), float((1 / rank).mean()))


def evaluate_jsts(corpora: Path, encode: Encode) -> float:
    """Return Spearman's correlation of cosine and human score on the 1,457 sentence pairs of JSTS valid."""
    rows = _read(corpora / JSTS_FILE)
    left, right = encode([row["sentence1"] for row in rows]), encode([row["sentence2"] for row in rows])
    return spearman((left * right).sum(axis=1), np.array([row["label"] for row in rows]))


def spearman(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return the rank correlation of two series, ties given their mean rank."""
    return float(np.corrcoef(_mean_ranks(one), _mean_ranks(other))[0, 1])


def _ranks(scores: NDArray[np.float32], answers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rank of each right paragraph, from 1; those that score the same as it count as before it."""
    right = scores[np.arange(len(scores)), answers]
    ranks: NDArray[np.int64] = (scores >= right[:, None]).sum(axis=1)
    return ranks


def _mean_ranks(values: NDArray[Any]) -> NDArray[np.float64]:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: NDArray[np.float64] = (ends - (counts - 1) / 2)[places]
    return ranks


def _read(path: Path) -> Any:
    """Return the rows of a JSON or JSON-lines file; raises ModelError that says where the file is published."""
    if not path.is_file():
        raise ModelError(f"{path}: the benchmark is missing. Get it from https://github.com/yahoojapan/JGLUE.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines] if "jsts" in path.name else json.load(lines)

"""The reader reads roadmaps that it has not been written for: see ``synthetic_roadmap``."""

import json
from collections.abc import Callable
from functools import cache

import pytest
from record_scoring import score
from synthetic_roadmap import YEARS, SyntheticRoadmap

from graph_builder.ministries import Ministries
from graph_builder.reader import read_roadmap
from graph_builder.records import Roadmap
from graph_builder.records_io import to_jsonl

SEEDS = range(1, 13)
# The least F1 that any seed may have, and that the mean of all must have. Merged cells beside each other can be read
# in more ways than one where neither words nor names tell them apart: no reading order reaches 1.0 for sure.
LEAST = {"text": 0.95, "terms": 0.95, "chapter": 1.0, "section": 0.9, "ministry": 0.95, "first": 0.9, "step": 0.85}
MEAN = {"text": 0.99, "terms": 0.99, "chapter": 1.0, "section": 0.97, "ministry": 0.99, "first": 0.98, "step": 0.95}


Read = Callable[[int], tuple[SyntheticRoadmap, Roadmap]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, ministries: Ministries) -> Read:
    """Reads the roadmap drawn from a seed, once."""
    folder = tmp_path_factory.mktemp("synthetic")

    @cache
    def read_seed(seed: int) -> tuple[SyntheticRoadmap, Roadmap]:
        synthetic = SyntheticRoadmap(seed)
        path = folder / f"{seed}.txt"
        path.write_text(synthetic.text, "utf-8")
        return synthetic, read_roadmap(path, ministries)

    return read_seed


def measure_scores(synthetic: SyntheticRoadmap, roadmap: Roadmap) -> dict[str, float]:
    found = map(json.loads, to_jsonl(roadmap.measures).splitlines())
    return score([measure.as_record() for measure in synthetic.measures], found)


def test_reads_other_years_and_pages(read: Read) -> None:
    synthetic, roadmap = read(1)
    assert (roadmap.fiscal_years, roadmap.page_count, roadmap.edition) == (YEARS, synthetic.page_total, 2024)
    numbers = [measure.number for measure in synthetic.measures if measure.number]
    assert [measure.number for measure in roadmap.measures if measure.number] == numbers


@pytest.mark.parametrize("seed", [1, 8])
def test_loses_nothing(seed: int, read: Read) -> None:
    synthetic, roadmap = read(seed)
    kept = "".join(fragment.text for fragment in roadmap.fragments)
    assert "".join(kept.split()) == "".join(synthetic.text.split())


@pytest.mark.parametrize("seed", [1, 8])
def test_reads_rows_right(seed: int, read: Read) -> None:
    scores = measure_scores(*read(seed))
    assert {kind: scores[kind] for kind in ("text", "terms", "chapter", "ministry", "first")} == dict.fromkeys(
        ("text", "terms", "chapter", "ministry", "first"), 1.0
    )


@pytest.mark.slow
def test_reads_many_right(read: Read) -> None:
    scores = [measure_scores(*read(seed)) for seed in SEEDS]
    least = {kind: min(found[kind] for found in scores) for kind in LEAST}
    mean = {kind: sum(found[kind] for found in scores) / len(scores) for kind in MEAN}
    assert {kind: found for kind, found in least.items() if found < LEAST[kind]} == {}
    assert {kind: found for kind, found in mean.items() if found < MEAN[kind]} == {}

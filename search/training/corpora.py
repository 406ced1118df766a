"""Reads the public corpora that the model is trained on, each named with its original in ``corpora.toml``."""

import csv
import gzip
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from ontology.errors import ModelError


@dataclass(frozen=True)
class Corpus:
    """One file of the corpora folder, and where its original is published."""

    name: str
    title: str
    licence: str
    address: str
    path: str


@dataclass(frozen=True)
class Project:
    """One national budget project (行政事業) of one fiscal year's review."""

    number: str
    fiscal_year: int
    name: str
    ministry: str
    purpose: str
    issues: str
    overview: str


@dataclass(frozen=True)
class Paragraph:
    """A Wikipedia paragraph with the questions that it answers."""

    title: str
    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class ScoredPair:
    """Two sentences and how alike people found them, from 0 to 5."""

    first: str
    second: str
    score: float


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Corpus]:
    """Return the corpora by name, as ``corpora.toml`` lists them."""
    text = resources.files("search.training").joinpath("corpora.toml").read_text(encoding="utf-8")
    return {entry["name"]: Corpus(**entry) for entry in tomllib.loads(text)["corpus"]}


def require_corpora(folder: Path) -> None:
    """Raise ModelError that names each missing file and its public original, unless all are there."""
    missing = [corpus for corpus in catalogue().values() if not (folder / corpus.path).is_file()]
    if missing:
        lines = "\n".join(f"  {corpus.path}: {corpus.title}, {corpus.address}" for corpus in missing)
        raise ModelError(f"{folder}: {len(missing)} corpora are missing. Download them to these paths:\n{lines}")


def read_projects(folder: Path) -> list[Project]:
    """Return the budget projects of both review years, the 2024 ones first."""
    return [*_projects_2024(folder), *_projects_2025(folder)]


def read_plans(folder: Path) -> list[tuple[str, str]]:
    """Return (project name, name of the policy that it serves), each pair once."""
    rows = _csv_rows(folder, "rs2024-policies")
    return list(dict.fromkeys((row["事業名"], row["施策"]) for row in rows if row["施策"]))


def read_evaluations(folder: Path) -> list[str]:
    """Return what the ministries write about their projects in the yearly inspection."""
    columns = (
        "事業所管部局による点検・改善ー点検結果",
        "事業所管部局による点検・改善ー改善の方向性",
        "外部有識者による点検ー所見",
    )
    rows = _csv_rows(folder, "rs2024-evaluation")
    return list(dict.fromkeys(row[column] for row in rows for column in columns if row[column]))


def read_paragraphs(folder: Path, name: str = "jaquad-train") -> list[Paragraph]:
    """Return the Wikipedia paragraphs of JaQuAD with their questions."""
    with gzip.open(folder / catalogue()[name].path, "rt", encoding="utf-8") as lines:
        return [Paragraph(row["title"], row["context"], tuple(row["questions"])) for row in map(json.loads, lines)]


def read_scored_pairs(folder: Path) -> list[ScoredPair]:
    """Return the sentence pairs of JSTS train."""
    with gzip.open(folder / catalogue()["jsts-train"].path, "rt", encoding="utf-8") as lines:
        return [ScoredPair(row["sentence1"], row["sentence2"], row["label"]) for row in map(json.loads, lines)]


def read_synonyms(folder: Path) -> list[tuple[str, ...]]:
    """Return the groups of words that SudachiDict holds to be synonyms, Japanese and English mixed."""
    with gzip.open(folder / catalogue()["sudachi-synonyms"].path, "rt", encoding="utf-8") as lines:
        groups: dict[str, list[str]] = {}
        for row in csv.reader(lines):
            if len(row) > 8 and row[2] != "2":  # 2: not for expansion
                groups.setdefault(row[0], []).append(row[8])
    return [tuple(words) for words in groups.values() if len(words) > 1]


def read_dictionary(folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Return (English word or phrase, its Japanese renderings without notes and usage labels)."""
    entries = []
    with gzip.open(folder / catalogue()["ejdict"].path, "rt", encoding="utf-8") as lines:
        for line in lines:
            word, _, meaning = line.rstrip("\n").partition("\t")
            renderings = tuple(glosses(meaning))
            if renderings:
                entries.append((word.partition(",")[0], renderings))
    return entries


def glosses(meaning: str) -> Iterator[str]:
    """Yield the Japanese renderings in a dictionary's explanation, without notes and usage labels."""
    plain = re.sub(r"〈[^〉]*〉|《[^》]*》|\([^)]*\)|\[[^]]*\]|『|』|‘[^’]*’|=\S+", "", meaning)
    for gloss in re.split(r"[/,;・、。]", plain):
        gloss_text = gloss.strip(" …")
        if re.search(r"[ぁ-んァ-ヶ一-龠]", gloss_text):
            yield gloss_text


def _projects_2024(folder: Path) -> Iterator[Project]:
    for row in _csv_rows(folder, "rs2024-projects"):
        yield Project(
            row["予算事業ID"],
            2024,
            row["事業名"],
            row["府省庁"],
            row["事業の目的"],
            row["現状・課題"],
            row["事業の概要"],
        )


def _projects_2025(folder: Path) -> Iterator[Project]:
    with gzip.open(folder / catalogue()["rs2025-projects"].path, "rt", encoding="utf-8") as file:
        rows: dict[str, dict[str, Any]] = json.load(file)
    for row in rows.values():
        yield Project(
            str(row["projectId"]),
            2025,
            row["projectName"],
            row["ministry"],
            row["purpose"] or "",
            row["currentIssues"] or "",
            row["overview"] or "",
        )


def _csv_rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(folder / catalogue()[name].path) as archive, archive.open(archive.namelist()[0]) as binary:
        yield from csv.DictReader(io.TextIOWrapper(binary, "utf-8-sig"))

"""The overlap report as a file of a build, so that every door answers at once."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph_builder.pages import Place
from graph_builder.records import LineRange
from ontology.errors import StoreError
from search.overlap.report import (
    AlignedPassages,
    Candidate,
    Cluster,
    CounterEvidence,
    Facing,
    OverlapReport,
    Quote,
    Repetition,
    SharedConcept,
    Side,
)

FILE_NAME = "overlap.json"
FORMAT = 3
"""The layout of the file; raised whenever an older one could not be read any more."""

Json = dict[str, Any]


def write_overlaps(report: OverlapReport, directory: Path) -> None:
    """Write the report into the build ``directory``; the same report gives the same bytes."""
    document = {"format": FORMAT} | asdict(report)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    (directory / FILE_NAME).write_text(text, encoding="utf-8")


def load_overlaps(directory: Path) -> OverlapReport:
    """The report that `write_overlaps` wrote; raises StoreError when there is none of this format."""
    path = directory / FILE_NAME
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise StoreError(f"{path}: of format {document['format']}, not {FORMAT}. Run `sesaku build`.")
        return _read_report(document)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise StoreError(f"{path}: no readable overlap report ({problem}). Run `sesaku build`.") from problem


def _read_report(document: Json) -> OverlapReport:
    return OverlapReport(
        slug=document["slug"],
        sides=tuple(Side(**_tuples(each) | {"places": _read_places(each["places"])}) for each in document["sides"]),
        candidates=tuple(map(_read_candidate, document["candidates"])),
        clusters=tuple(
            Cluster(**_tuples(each) | {"concepts": _read_concepts(each["concepts"])}) for each in document["clusters"]
        ),
        repetitions=tuple(
            Repetition(**_tuples(each) | {"places": _read_places(each["places"])}) for each in document["repetitions"]
        ),
    )


def _read_candidate(fields: Json) -> Candidate:
    passages = tuple(_read_passages(each) for each in fields["passages"])
    counter = tuple(CounterEvidence(**each) for each in fields["counter_evidence"])
    facing = tuple(Facing(tuple(each["left"]), tuple(each["right"])) for each in fields["facing"])
    read: Json = {"passages": passages, "concepts": _read_concepts(fields["concepts"])}
    return Candidate(**_tuples(fields) | read | {"counter_evidence": counter, "facing": facing})


def _read_passages(fields: Json) -> AlignedPassages:
    return AlignedPassages(
        left=_read_quote(fields["left"]),
        right=_read_quote(fields["right"]),
        phrases=tuple(fields["phrases"]),
        likeness=fields["likeness"],
    )


def _read_quote(fields: Json) -> Quote:
    marks = tuple((start, end) for start, end in fields["marks"])
    return Quote(**_tuples(fields) | {"places": _read_places(fields["places"]), "marks": marks})


def _read_concepts(concepts: list[Json]) -> tuple[SharedConcept, ...]:
    return tuple(SharedConcept(**each) for each in concepts)


def _read_places(places: list[Json]) -> tuple[Place, ...]:
    return tuple(Place(each["page"], tuple(LineRange(**lines) for lines in each["lines"])) for each in places)


def _tuples(fields: Json) -> Json:
    """The fields with lists as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}

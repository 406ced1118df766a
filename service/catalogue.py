"""The measures of a build, as records and as files to take away."""

from graph_builder.records import Measure, by_number
from graph_builder.records_io import from_jsonl, to_jsonl
from ontology.names import unknown_measure
from ontology.numbers import read_number
from service.workspace import Build

GRAPH_FILES = {
    "nquads": "graph.nq",
    "turtle": "dumps/graph.ttl",
    "trig": "dumps/graph.trig",
    "jsonld": "dumps/graph.jsonld",
}
"""The serialisations that every build holds, by the name of their format."""


def load_measures(build: Build) -> tuple[Measure, ...]:
    """Every measure and 再掲 row of a build, in the order of the table."""
    return from_jsonl(build.records.read_text(encoding="utf8"))


def find_measure(build: Build, name: str) -> tuple[Measure, tuple[Measure, ...]]:
    """The measure called so (17, 施策17) and the 再掲 rows that point to it.

    Raises NotFoundError with the numbers there are.
    """
    measures = load_measures(build)
    number = read_number("measure", name)
    found = by_number(measures).get(number or 0)
    if found is None:
        raise unknown_measure(name if number is None else number, max(by_number(measures)))
    return found, tuple(measure for measure in measures if measure.relists == number)


def export_measures(build: Build, format_name: str) -> bytes:
    """All records as ``jsonl``, ``csv`` or ``parquet``."""
    if format_name == "jsonl":
        return build.records.read_bytes()
    from graph_builder.records_tables import to_csv, to_parquet

    measures = load_measures(build)
    return to_parquet(measures) if format_name == "parquet" else to_csv(measures).encode()


def export_graph(build: Build, format_name: str) -> bytes:
    """The whole graph in one of the formats of GRAPH_FILES."""
    return (build.directory / GRAPH_FILES[format_name]).read_bytes()


def measure_json(measure: Measure) -> str:
    """A measure in the form of the JSON Lines export."""
    return to_jsonl([measure])

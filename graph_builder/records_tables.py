"""Writes records flat, one line a step, as CSV and Parquet."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow
import pyarrow.parquet

from graph_builder.records import Measure, Row, Step

FLAT_COLUMNS = (
    "number",
    "relists",
    "pages",
    "chapter",
    "section",
    "text",
    "terms",
    "ministries",
    "fiscal_years",
    "step",
    "step_page",
    "step_lines",
    "confidence",
)


def to_csv(measures: Iterable[Measure]) -> str:
    """One line a step (or a relisting), with a header; lists are joined by a comma."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, FLAT_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _join(value) for name, value in line.items()} for line in iter_flat(measures))
    return buffer.getvalue()


def to_parquet(measures: Iterable[Measure]) -> bytes:
    """The same lines as ``to_csv`` as a Parquet file; lists stay lists."""
    whole, words, numbers = pyarrow.int32(), pyarrow.list_(pyarrow.string()), pyarrow.list_(pyarrow.int32())
    types = {"number": whole, "relists": whole, "pages": numbers, "terms": words, "ministries": words}
    types |= {"fiscal_years": numbers, "step_page": whole, "step_lines": words, "confidence": pyarrow.float64()}
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in FLAT_COLUMNS])
    sink = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(iter_flat(measures)), schema=schema), sink)
    return sink.getvalue()


def iter_flat(measures: Iterable[Measure]) -> Iterator[dict[str, Any]]:
    """One mapping with the keys ``FLAT_COLUMNS`` for each step; a row without steps (a relisting's) gives one too."""
    for measure in measures:
        for row in measure.rows:
            for step in row.steps or (None,):
                yield dict(zip(FLAT_COLUMNS, _flat_values(measure, row, step), strict=True))


def _flat_values(measure: Measure, row: Row, step: Step | None) -> Iterator[Any]:
    yield from (measure.number, measure.relists, measure.pages, measure.chapter.text)
    yield from (measure.section.text if measure.section else None, measure.text, measure.terms, row.ministries)
    yield from (step.fiscal_years, step.text, step.page) if step else ((), None, None)
    yield [f"{lines.first}-{lines.last}" for lines in step.lines] if step else []
    yield step.confidence if step else measure.confidence


def _join(value: Any) -> Any:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else value

"""Tables as CSV, the same at every door."""

import csv
import io
from collections.abc import Iterable, Sequence

Table = tuple[Sequence[str], Iterable[Sequence[object]]]
"""Column names, and rows of values that are written as text."""

BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know a downloaded CSV file for UTF-8."""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV (RFC 4180)."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value: object) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

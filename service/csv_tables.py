"""Tables as CSV, the same at every door."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

Table = tuple[Sequence[str], Iterable[Sequence[object]]]
"""Column names, and rows of values that are written as text."""

BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know a downloaded CSV file for UTF-8."""


_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How what a spreadsheet takes for a formula begins, with the apostrophes that guard it already."""


class CsvError(ValueError):
    """Text that is no CSV, in the record that begins on ``line``."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV (RFC 4180), where no value is a formula: an apostrophe stands before what would be one."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def read_csv(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of what ``write_csv`` wrote, as they were before it, each with the line that it begins on.

    Empty lines are passed over. Raises CsvError.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise CsvError(line, str(problem)) from problem
        if record:
            yield line, [_uncell(value) for value in record]


def _cell(value: object) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def _uncell(text: str) -> str:
    """The text that ``_cell`` made this of."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

"""Verdicts as files: the one table in which they are exchanged, and what is read back from it or from RDF."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import pyoxigraph as ox

from search.overlap.verdict_graph import parse_rdf
from search.overlap.verdicts import Verdict, VerdictError
from service.csv_tables import CsvError, Table, read_csv

COLUMNS = tuple(field.name for field in fields(Verdict))
NEEDED = tuple(name for name in COLUMNS if name != "note")
RDF_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES}

_NUMBER = re.compile("[0-9]{1,6}")


def of_verdicts(verdicts: Iterable[Verdict]) -> Table:
    """One line a verdict, the same at every door; what :func:`parse_table` reads back."""
    return COLUMNS, map(astuple, verdicts)


def read_verdict_file(path: Path) -> list[Verdict]:
    """The verdicts in a CSV, Turtle or N-Quads file, by its ending; raises VerdictError where they cannot be used."""
    try:
        content = path.read_bytes()
        if path.suffix.lower() in RDF_FORMATS:
            return parse_rdf(content, RDF_FORMATS[path.suffix.lower()], str(path))
        return parse_table(content.decode("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise VerdictError(
            f"{path}: 読めない（{problem}）。UTF-8 の CSV か Turtle を / "
            f"{path} cannot be read ({problem}). Give UTF-8 CSV or Turtle."
        ) from problem


def parse_table(text: str, origin: str) -> list[Verdict]:
    """The verdicts in CSV from ``origin``; raises VerdictError with the line of the first that cannot be used.

    The columns may come in any order, and the two measures of a line too; other columns are passed over.
    """
    records = _read_records(text, origin)
    if not records:
        raise VerdictError(f"{origin}: 空である / the file is empty. Give the columns {', '.join(COLUMNS)}.")
    columns = _check_columns(*records[0], origin)
    return sorted(_read_record(columns, record, f"{origin}:{line}") for line, record in records[1:])


def _read_records(text: str, origin: str) -> list[tuple[int, list[str]]]:
    try:
        return list(read_csv(text))
    except CsvError as problem:
        raise VerdictError(
            f"{origin}:{problem.line}: CSV として読めない（{problem}）。閉じていない引用符がないか見る / "
            f"not readable as CSV ({problem}). Look for a quotation mark that is not closed."
        ) from problem


def _check_columns(line: int, names: list[str], origin: str) -> list[str]:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise VerdictError(
            f"{origin}:{line}: 列 {'、'.join(missing)} がない。{'、'.join(COLUMNS)} とする / "
            f"missing columns {', '.join(missing)}. Use {', '.join(COLUMNS)}."
        )
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise VerdictError(
            f"{origin}:{line}: 列 {'、'.join(twice)} が二つある / there are two columns {', '.join(twice)}. Keep one."
        )
    return names


def _read_record(columns: Sequence[str], record: Sequence[str], place: str) -> Verdict:
    if len(record) != len(columns):
        raise VerdictError(
            f"{place}: {len(columns)} 列のはずが {len(record)} 列ある。区切りを直す / "
            f"{len(record)} fields for {len(columns)} columns. Mend the commas and quotation marks."
        )
    values = dict(zip(columns, record, strict=True))
    texts = {name: values.get(name, "") for name in COLUMNS if name not in ("left", "right")}
    try:
        left, right = sorted((_read_number(values["left"]), _read_number(values["right"])))
        return Verdict(left=left, right=right, **texts)
    except VerdictError as problem:
        raise VerdictError(f"{place}: {problem}") from problem


def _read_number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise VerdictError(
            f"{text[:20]!r} は施策の番号でない。半角の数字で / {text[:20]!r} is no number of a measure. Use digits 0-9."
        )
    return int(text)

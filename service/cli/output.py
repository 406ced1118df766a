"""How the command line writes: to a terminal in tables and colour, into a pipe as plain text."""

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from service.csv_tables import BYTE_ORDER_MARK

PIPE_WIDTH = 160
"""Columns of a table that goes into a file or a pipe, where no terminal says how wide it is."""

LEAST_COLUMN = 12
"""Columns that each column of a table needs: with less, headings break into single words of two or three letters."""


def print_json(value: Any) -> None:
    """Writes ``value`` as indented JSON, Japanese unescaped."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Writes rows of text as a table that fits the terminal; in a narrow one as records, one below the other."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH
    if width < LEAST_COLUMN * len(columns):
        click.echo("\n\n".join([title] * bool(title) + [_write_record(columns, row) for row in rows]) + "\n")
    else:
        _print_grid(columns, rows, title, width)


def _write_record(columns: Sequence[str], row: Sequence[str]) -> str:
    return "\n".join(f"{column}: {value}" for column, value in zip(columns, row, strict=True))


def _print_grid(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str, width: int) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", highlight=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(_plain, row))
    console = Console(width=width, highlight=False)
    with console.capture() as text:
        console.print(table)
    click.echo(text.get(), nl=False)


def write_bytes(content: bytes) -> None:
    """Writes serialised data to standard output unchanged, ending in one newline."""
    sys.stdout.buffer.write(content if content.endswith(b"\n") else content + b"\n")


def format_of(output: Path | None, formats: Mapping[str, str]) -> str:
    """The format that the file's name ends with, the first where it has no ending; a usage error for another ending."""
    if output is None or not output.suffix:
        return next(iter(formats))
    for name, ending in formats.items():
        if output.suffix.lower() == ending:
            return name
    raise click.BadOptionUsage(
        "output",
        f"{output.name}: 末尾は {', '.join(formats.values())} のどれか、または --format を付ける / "
        "end it in one of these, or add --format.",
    )


def encode_csv(text: str, output: Path | None) -> bytes:
    """CSV as UTF-8; in a file with the byte order mark by which spreadsheets know it, in a pipe without."""
    return (BYTE_ORDER_MARK + text if output else text).encode()


def deliver(content: bytes, output: Path | None) -> None:
    """Writes a file, or to standard output where none is named."""
    if output is None:
        write_bytes(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from error
    announce(f"{output}: {len(content):,} bytes")


def announce(message: str) -> None:
    """Says on standard error what is going on, so that standard output stays the answer alone."""
    click.secho(message, fg="bright_black", err=True)


def columns_of(text: str) -> int:
    """The columns that a terminal takes for ``text``, two for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _plain(text: str) -> str:
    """Text in which rich sees no markup."""
    return text.replace("[", r"\[")

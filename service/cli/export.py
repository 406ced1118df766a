"""``sesaku export``: writes out the records or the graph."""

import sys
from pathlib import Path

import click

from service.cli.output import announce, format_of, write_bytes

FORMATS = {
    "measures": {"jsonl": ".jsonl", "csv": ".csv", "parquet": ".parquet"},
    "graph": {"nquads": ".nq", "turtle": ".ttl", "trig": ".trig", "jsonld": ".jsonld"},
}
"""What can be exported, in which formats, the first one when none is named, and how their files end."""


@click.command("export")
@click.argument("what", type=click.Choice(list(FORMATS)))
@click.option(
    "--format",
    "format_name",
    help="measures: jsonl, csv, parquet; graph: nquads, turtle, trig, jsonld. Default: as --output ends.",
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="書き出すファイル / File to write."
)
def command(what: str, format_name: str | None, output: Path | None) -> None:
    """施策の記録（measures）またはグラフ（graph）を書き出す。

    Writes the measures as read (JSON Lines with every cell and its source lines; CSV and Parquet with one line
    a step) or the whole graph, to standard output or to a file. CSV is UTF-8 without a byte order mark, as tools
    expect it: Excel reads it through データ > テキストまたは CSV から (Data > From Text/CSV).
    """
    from service.building import ensure_build
    from service.catalogue import export_graph, export_measures

    format_name = format_name or format_of(output, FORMATS[what])
    if format_name not in FORMATS[what]:
        raise click.BadOptionUsage("format", f"{what} は {', '.join(FORMATS[what])} のどれか / one of these.")
    if format_name == "parquet" and output is None and sys.stdout.isatty():
        raise click.BadOptionUsage("format", "Parquet は端末に出せない。--output を付ける / name a file with --output.")
    build = ensure_build(announce)
    content = export_measures(build, format_name) if what == "measures" else export_graph(build, format_name)
    if output is not None:
        _write(output, content)
    elif format_name == "parquet":
        sys.stdout.buffer.write(content)
    else:
        write_bytes(content)


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from error
    announce(f"{output}: {len(content):,} bytes")

"""``sesaku build``: reads a roadmap, builds, validates, indexes and swaps the new build in."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from service.cli.output import announce, columns_of, print_json

STANDARD_INPUT = Path("/dev/stdin")
"""What messages call a text read from standard input; nothing stands beside it."""

ROWS = {
    "title": "題名 / title",
    "measures": "施策 / measures",
    "relistings": "再掲 / relistings",
    "steps": "工程 / steps",
    "doubts": "読み取りの疑い / doubtful readings",
    "corrections": "人手による訂正 / corrections by hand",
    "corrected_measures": "訂正した施策 / corrected measures",
    "faults": "整合性の問題 / integrity faults",
    "triples": "トリプル / triples",
    "passages": "検索する文 / passages to search",
    "seconds": "秒 / seconds",
    "directory": "置き場所 / directory",
}
"""The figures of the closing report in the order in which a person reads them."""
LABEL_WIDTH = 38
"""Columns of the labels in front of the figures."""

NOTES = {
    "doubts": "（一覧 / listed by `sesaku query doubtful-readings`）",
    "faults": "（一覧 / listed by `sesaku query NAME`）",
    "corrections": "（一覧と理由 / listed with reasons by `sesaku query corrections`）",
}
"""How to see what a figure counts, where it is not 0."""

CORRECTED = (
    "訂正がなければ {steps} 工程のうち {steps_changed_by_corrections} が別の読みになり、"
    "疑いは {settled_doubts} 件多い / "
    "without the corrections {steps_changed_by_corrections} of {steps} steps read otherwise and "
    "{settled_doubts} doubts more stand"
)
BREAKS_OFF = (
    "注意：本文は {breaks_off} 行目の欄の途中で終わっているらしい。続きがないか確かめる / "
    "Note: the text seems to end inside a cell, on line {breaks_off}. Check whether it goes on."
)
FEWER = (
    "注意：施策は {measures} 件で、この前のデータには {measures_before} 件あった / "
    "Note: {measures} measures, {measures_before} in the build before."
)
MISFIT = (
    "注意：訂正 {unused_corrections} 件は、別の本文に対するもので、この本文の行には合わない / "
    "Note: {unused_corrections} corrections were made for another text and do not fit the lines of this one."
)
UNUSED = (
    "注意：訂正 {unused_corrections} 件は、別の本文に対するものなので当てていない。行を確かめ、"
    "corrections.toml の sha256 をこの本文のものにする / "
    "Note: {unused_corrections} corrections were made for another text and are not applied. "
    "Check their lines, then put this text's SHA-256 into corrections.toml."
)


@click.command("build")
@click.argument("source", required=False, metavar="[SOURCE|-]", type=click.Path(path_type=Path, readable=False))
@click.option("--json", "as_json", is_flag=True, help="報告を JSON で / The closing report as JSON.")
def command(source: Path | None, as_json: bool) -> None:
    """工程表のテキスト SOURCE を読み、グラフと索引を作り、入れ替える（省略時は同梱の工程表、「-」は標準入力）。

    Reads the text of a roadmap (by default the shipped one; ``-`` for standard input), builds the graph and the
    index beside the last good build, validates them and swaps them in. Whatever stops it leaves the last good build
    in use.
    """
    from service.building import make_build, report_of
    from service.workspace import open_workspace

    is_piped = source == Path("-")
    data = sys.stdin.buffer.read() if is_piped else None
    build = make_build(open_workspace(), STANDARD_INPUT if is_piped else source, announce, data=data)
    report = report_of(build)
    if as_json:
        print_json(report)
        return
    click.echo("\n".join(report_lines(report)))


def report_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """The closing report for a person: a line for each figure, then how the reader does alone, and what to look at."""
    for name, label in ROWS.items():
        value = _write(report[name])
        note = NOTES.get(name, "") if report[name] else ""
        if value:
            yield f"{label}{' ' * (LABEL_WIDTH - columns_of(label))}{value}{note}"
    if report["corrections"]:
        yield CORRECTED.format(**report)
    if report["unused_corrections"]:
        yield (UNUSED if report["corrections_fit"] else MISFIT).format(**report)
    if report["breaks_off"]:
        yield BREAKS_OFF.format(**report)
    if report["measures"] < report["measures_before"]:
        yield FEWER.format(**report)


def _write(value: Any) -> str:
    """A figure; the members of a list; the questions that found something, each with its rows."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} ({rows})" for name, rows in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)

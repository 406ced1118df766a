"""``sesaku overlap judge`` and ``sesaku overlap verdicts``: what people found about candidates."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.output import announce, deliver, encode_csv, format_of, print_table

if TYPE_CHECKING:
    from search.overlap.verdicts import Verdict


FORMATS = {"csv": ".csv", "ttl": ".ttl"}
"""How verdicts can be written, and how the files end."""


@click.command("judge")
@click.argument("left", type=click.IntRange(1))
@click.argument("right", type=click.IntRange(1))
@click.option(
    "--verdict", required=True, type=click.Choice(["重複", "補完", "調整済", "無関係"]), help="判定 / Verdict."
)
@click.option("--by", required=True, help="判定した人・部署 / Who says so.")
@click.option("--note", default="", help="理由 / Why.")
def judge_command(left: int, right: int, verdict: str, by: str, note: str) -> None:
    """候補である施策 LEFT と RIGHT の組に判定を付ける。作り直しても残り、すぐに SPARQL で引ける。

    Records what a person found about a candidate: duplicate, complementary, coordinated or unrelated. It is kept
    outside the builds and at once in the graph; a later verdict by the same person on the pair replaces it.
    """
    from service.building import ensure_build
    from service.judging import Opinion, judge
    from service.workspace import open_workspace

    given = judge(open_workspace(), ensure_build(announce), (left, right), Opinion(verdict, by, note))
    click.echo(f"施策 {given.left} × {given.right}: {given.verdict} — {given.by} ({given.at})")


@click.group("verdicts", invoke_without_command=True)
@click.pass_context
def verdicts_group(context: click.Context) -> None:
    """判定を一覧し、書き出し、取り込み、取り下げる / List, export, import and withdraw verdicts."""
    if context.invoked_subcommand is not None:
        return
    verdicts = _verdicts()
    if not verdicts:
        click.echo("判定はまだない / No verdict yet. `sesaku overlap judge --help`")
        return
    columns = ("slug", "left", "right", "verdict", "by", "at", "note")
    rows = [[str(getattr(verdict, name)) for name in columns] for verdict in verdicts]
    headings = ["文書 / document", "施策", "施策", "判定 / verdict", "判定者 / by", "日時 / at", "理由 / note"]
    print_table(headings, rows)


@verdicts_group.command("export")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    help="形式。なければファイル名の終わりから、または csv / Default: as --output ends, or csv.",
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="書き出すファイル / File to write."
)
def export_command(format_name: str | None, output: Path | None) -> None:
    """判定を書き出す / Write the verdicts as CSV or Turtle.

    A CSV file has a byte order mark, by which Excel knows UTF-8.
    """
    from search.overlap.verdict_graph import to_turtle
    from service.csv_tables import write_csv
    from service.verdict_files import of_verdicts

    verdicts, chosen = _verdicts(), format_name or format_of(output, FORMATS)
    deliver(encode_csv(write_csv(*of_verdicts(verdicts)), output) if chosen == "csv" else to_turtle(verdicts), output)


@verdicts_group.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_command(path: Path) -> None:
    """CSV か Turtle の判定を取り込む。同じ人の同じ組の判定は新しい方が残る。

    Takes in verdicts; of two by one person on one pair the later one stays. Nothing is taken in from a file with a
    line that cannot be used, or with a measure that the document does not have.
    """
    from service.building import ensure_build
    from service.judging import import_verdicts
    from service.verdict_files import read_verdict_file
    from service.workspace import open_workspace

    verdicts = read_verdict_file(path)
    taken = import_verdicts(open_workspace(), ensure_build(announce), verdicts)
    click.echo(
        f"{len(verdicts)} 件を読み、{taken} 件を取り込んだ / {len(verdicts)} verdicts read, {taken} taken in: {path}"
    )


@verdicts_group.command("withdraw")
@click.argument("left", type=click.IntRange(1))
@click.argument("right", type=click.IntRange(1))
@click.option("--by", required=True, help="判定した人・部署 / Who gave it.")
def withdraw_command(left: int, right: int, by: str) -> None:
    """施策 LEFT と RIGHT の組に付けた判定を取り下げる。

    Takes back what a person found about a pair: it is gone from the graph and from every export.
    """
    from service.building import ensure_build
    from service.judging import withdraw
    from service.workspace import open_workspace

    withdraw(open_workspace(), ensure_build(announce), (left, right), by)
    click.echo(f"施策 {left} × {right}: {by} の判定を取り下げた / the verdict of {by} is withdrawn.")


def _verdicts() -> "list[Verdict]":
    from service.judging import stored_verdicts
    from service.workspace import open_workspace

    return stored_verdicts(open_workspace())

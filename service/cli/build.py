"""``sesaku build``: reads a roadmap, builds, validates, indexes and swaps the new build in."""

from pathlib import Path

import click

from service.cli.output import announce, print_json


@click.command("build")
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="報告を JSON で / The closing report as JSON.")
def command(source: Path | None, as_json: bool) -> None:
    """工程表のテキスト SOURCE を読み、グラフと索引を作り、入れ替える（省略時は同梱の工程表）。

    Reads the text of a roadmap (by default the shipped one), builds the graph and the index beside the last
    good build, validates them and swaps them in. Whatever stops it leaves the last good build in use.
    """
    from service.building import make_build, report_of
    from service.workspace import open_workspace

    build = make_build(open_workspace(), source, announce)
    report = report_of(build)
    if as_json:
        print_json(report)
        return
    for name, value in report.items():
        click.echo(f"{name:12} {value}")

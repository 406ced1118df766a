"""``sesaku describe``: what is in the graph."""

from dataclasses import asdict

import click

from service.cli.output import announce, print_json, print_table


@click.command("describe")
@click.option("--json", "as_json", is_flag=True, help="JSON で / As JSON.")
def command(as_json: bool) -> None:
    """グラフに何があるか：クラスと件数、年度、府省、テーマ、分かっている限界。

    What the graph holds: classes with counts, fiscal years, ministries, themes, and where the data is thin.
    """
    from service.building import ensure_build
    from service.overview import describe_build

    overview = describe_build(ensure_build(announce))
    if as_json:
        print_json(asdict(overview))
        return
    click.echo(overview.title)
    print_table(["class", "日本語", "English", "件数 / count"], overview.classes, title="クラス / classes")
    print_table(["年度 / FY", "施策 / measures", "工程 / steps"], overview.years, title="年度 / fiscal years")
    print_table(
        ["府省 / body", "施策 / measures"],
        overview.ministries,
        title="担当府省（外局や部局の分を含む） / responsible bodies (their agencies and units included)",
    )
    print_table(["テーマ / theme", "施策 / measures"], overview.themes, title="テーマ / themes")
    print_table(["", "件数 / count"], overview.gaps, title="分かっている限界 / known gaps")

"""``sesaku validate``: checks the graph against its SHACL shapes."""

import click

from service.cli.output import announce, print_table


@click.command("validate")
@click.pass_context
def command(ctx: click.Context) -> None:
    """グラフを SHACL の形で検証する。違反があれば一覧を出し、終了コードは 1。

    Validates the graph with pySHACL; a graph that does not conform is listed result by result, exit code 1.
    """
    from graph_builder.validation import validate_file
    from service.building import ensure_build

    report = validate_file(ensure_build(announce).nquads)
    if report.conforms:
        click.echo("適合 / conforms: SHACL の違反なし / no violation")
        return
    print_table(
        ["focus node", "shape", "message"], [(result.focus, result.shape, result.message) for result in report.results]
    )
    click.echo(f"不適合 / does not conform: {len(report.results)} 件 / results", err=True)
    ctx.exit(1)

"""``sesaku query``: lists the query library and runs its questions, each a command with its parameters as options."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from graph_builder.query_library import GROUPS, Query, ask, find_query, load_queries
from graph_builder.results import RESULT_FORMATS, write_results
from service.cli.output import announce, print_table, write_bytes
from service.cli.sparql import print_solutions

if TYPE_CHECKING:
    from service.workspace import Build

OWN_OPTIONS = [
    click.Option(
        ["--format", "format_name"], type=click.Choice(["table", *RESULT_FORMATS]), help="出力の形式 / Output format."
    ),
    click.Option(
        ["--show", "shows_text"], is_flag=True, help="実行せず SPARQL の文を示す / Print the SPARQL text only."
    ),
]
"""The options that every question has beside its own parameters."""


class QueryGroup(click.Group):
    """A group whose commands are the questions of the library."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the questions, group by group."""
        return list(load_queries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The question called ``cmd_name``; raises NotFoundError, with close names, when there is none."""
        return make_command(find_query(cmd_name))


@click.group("query", cls=QueryGroup, invoke_without_command=True, subcommand_metavar="[NAME [--PARAMETER VALUE]...]")
@click.option("--markdown", is_flag=True, help="一覧を Markdown で / The list in Markdown, as in docs/queries.md.")
@click.pass_context
def command(context: click.Context, markdown: bool) -> None:
    """用意された問いを一覧し（NAME なし）、NAME の問いに答える。

    Lists the questions of the library or, with a name, answers one. A question's parameters are options with
    defaults: `sesaku query measures-of-ministry-in-year --ministry METI --year 2024`; `sesaku query NAME --help` says
    which there are, and ministries, themes, years and concepts go by any of their names.
    """
    if context.invoked_subcommand is not None:
        return
    if markdown:
        from service.query_reference import write_reference

        click.echo(write_reference(), nl=False)
        return
    for group, label in GROUPS.items():
        queries = [query for query in load_queries().values() if query.group == group]
        print_table(
            ["名前 / name", "問い / question", "引数 / parameters"],
            [(query.name, f"{query.question.ja}\n{query.question.en}", _list_parameters(query)) for query in queries],
            title=f"{label.ja} / {label.en}",
        )


def make_command(query: Query) -> click.Command:
    """The command that answers ``query``."""

    def run(format_name: str | None, shows_text: bool, **values: str) -> None:
        if shows_text:
            click.echo(query.text, nl=False)
        else:
            _answer(query, values, format_name)

    return click.Command(
        query.name,
        callback=run,
        params=[*_iter_options(query), *OWN_OPTIONS],
        help=f"{query.question.ja}\n\n{query.question.en}",
        short_help=query.question.ja,
    )


def _iter_options(query: Query) -> Sequence[click.Option]:
    return [
        click.Option(
            [_name_option(parameter.name), parameter.name],
            default=parameter.default,
            show_default=True,
            metavar=parameter.type.upper(),
            help=f"{parameter.label.ja} / {parameter.label.en}",
        )
        for parameter in query.parameters
    ]


def _answer(query: Query, values: dict[str, str], format_name: str | None) -> None:
    from graph_builder.store import open_store
    from service.building import ensure_build

    build = ensure_build(announce)
    solutions = ask(open_store(build.store), query, values)
    if not solutions.rows:
        _say_notes(build, query, values)
    if format_name not in {None, "table"}:
        write_bytes(write_results(solutions, format_name))
        return
    headings = [f"{label.ja} / {label.en}" for label in query.columns.values()]
    print_solutions(solutions, headings, title=f"{query.question.ja}\n{query.question.en}")


def _say_notes(build: "Build", query: Query, values: dict[str, str]) -> None:
    """As which body the document prints one that nothing was found of."""
    from service.library import notes_on
    from service.opened import OpenBuild

    for note in notes_on(OpenBuild(build), query.name, values):
        click.echo(f"{note.ja} / {note.en}", err=True)


def _list_parameters(query: Query) -> str:
    return "\n".join(f"{_name_option(parameter.name)} {parameter.default}" for parameter in query.parameters)


def _name_option(parameter_name: str) -> str:
    return f"--{parameter_name.replace('_', '-')}"

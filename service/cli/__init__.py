"""The command line: one module a command, each imported only when it is called, so that --help stays quick."""

import importlib
import os
import sys
from typing import Any

import click

from ontology.errors import SesakuError
from service.start import INTERRUPTED

COMMANDS = {
    "build": "文書を読み、グラフと索引を作る / Read a roadmap, build the graph and the index.",
    "search": "施策を意味で探す / Find measures by meaning.",
    "similar": "近い施策を探す / Find measures near a measure or a draft.",
    "overlap": "府省間で似た施策の候補 / Candidates for overlap between ministries, and verdicts.",
    "show": "施策を一つ読む / Read one measure, with its source lines.",
    "query": "用意された問いを一覧・実行する / List and run the query library.",
    "sparql": "SPARQL で尋ねる / Ask in SPARQL 1.1.",
    "serve": "画面・SPARQL・リンクトデータを公開する / Serve the web pages, SPARQL and linked data.",
    "describe": "グラフに何があるか / What is in the graph: classes, counts, years, known gaps.",
    "export": "記録やグラフを書き出す / Write out the records or the graph.",
    "validate": "SHACL で検証する / Validate the graph against its shapes.",
    "mcp": "AI エージェントに道具を渡す / Give the graph to an AI agent as tools (MCP).",
    "evaluate": "検索の質を測る / Measure how well the search answers graded questions.",
}

PIPE_CLOSED = 141
"""The exit code when nobody reads on: 128 and the number of SIGPIPE."""


class LazyGroup(click.Group):
    """A group whose commands live in modules of the same name and are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called ``cmd_name``, from the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"service.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; Ctrl-C and a reader that stops early (``| head``) end it as a shell calls their signals."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _drop_output()
            ctx.exit(PIPE_CLOSED)
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown command says what was perhaps meant."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f" もしかして / Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"No such command '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="sesaku", message="sesaku %(version)s")
def group() -> None:
    """政策文書のナレッジグラフと意味検索 / A knowledge graph with semantic search for Japanese policy.

    初回は同梱の「知的財産推進計画2023」工程表からグラフを作ります。データの置き場所は SESAKU_HOME で変えられます。
    The first call builds the graph from the shipped roadmap. SESAKU_HOME says where built data lives.
    """


def main() -> None:
    """Runs the command line; an error of the user's world is one line on standard error and exit 1."""
    _open_closed_streams()
    try:
        _refuse_broken_text(sys.argv[1:])
        group.main(prog_name="sesaku", standalone_mode=True)
    except SesakuError as error:
        click.echo(f"sesaku: {error}", err=True)
    except OSError as error:
        place = error.filename or "標準出力に書けない / cannot write to standard output"
        click.echo(f"sesaku: {place}: {error.strerror}", err=True)
        _drop_output()
    sys.exit(1)


def _open_closed_streams() -> None:
    """Lets go nowhere what is written to a stream that the shell has closed (``>&-``)."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf8")  # noqa: SIM115 - for the whole process
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf8")  # noqa: SIM115 - for the whole process


def _drop_output() -> None:
    """Lets what standard output still holds go nowhere, since Python would fail once more to write it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse_broken_text(arguments: list[str]) -> None:
    """Raises SesakuError for an argument whose bytes are no text in the terminal's encoding."""
    for argument in arguments:
        if any("\udc80" <= character <= "\udcff" for character in argument):
            shown = argument.encode("utf8", "replace").decode()
            raise SesakuError(f"{shown}: UTF-8 の文字として読めない / not readable as text. Give it in UTF-8.")

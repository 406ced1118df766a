"""``sesaku mcp``: the graph as tools for an AI agent, over standard input and output."""

from contextlib import closing

import click

from service.cli.output import announce


@click.command("mcp")
def command() -> None:
    """AI エージェントに施策を調べる道具を渡す（MCP、標準入出力）。

    Serves the Model Context Protocol on standard input and output, for agents that start their servers themselves.
    `sesaku serve` offers the same at /mcp over HTTP.
    """
    from service.building import ensure_build
    from service.core import Core
    from service.mcp.server import create_server
    from service.workspace import open_workspace

    ensure_build(announce)
    with closing(Core(open_workspace())) as core:
        create_server(core).run("stdio")

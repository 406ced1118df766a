"""``sesaku serve``: the web pages, the SPARQL endpoint, linked data, REST and MCP on one address."""

import click

from service.cli.output import announce

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
"""Addresses that only this machine reaches."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="待ち受けるアドレス / Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="ポート / Port.")
@click.option("--edit", "can_edit", is_flag=True, help="重なりの判断を記録できるようにする / Allow recording verdicts.")
def command(host: str, port: int, can_edit: bool) -> None:
    """画面・SPARQL・リンクトデータ・REST・MCP をこの計算機で公開する。

    Serves the web pages, SPARQL at /sparql, REST at /api, MCP at /mcp, and every IRI of the graph as linked data. A
    build made meanwhile is used from the next request on. With --edit anybody who reaches the address may record
    verdicts.
    """
    import uvicorn

    from service.building import ensure_build
    from service.core import Core
    from service.doors import program_doors
    from service.web.app import create_app
    from service.workspace import open_workspace

    ensure_build(announce)
    hosts = sorted({*LOOPBACK - {"::1"}, "[::1]"}) if host in LOOPBACK else ["*"]
    core = Core(open_workspace())
    app = create_app(core, can_edit=can_edit, hosts=hosts, mounts=program_doors(core))
    announce(f"http://{host}:{port}/  （止めるには / to stop: Ctrl-C）")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)

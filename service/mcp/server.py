"""The MCP server: tools, resources, and what an agent should know before it begins."""

from importlib.resources import files
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.server.mcpserver.tools import Tool

import ontology
from ontology.errors import NotFoundError
from service.citing import cite_overview
from service.core import Core
from service.mcp.checked import CheckedTool
from service.mcp.tools import Tools
from service.query_reference import write_reference
from service.serialisation import to_json
from service.workspace import software_version

INSTRUCTIONS = """\
A knowledge graph of Japanese policy measures (施策), read from the roadmap of the Intellectual Property Promotion Plan
2023: 186 measures, who is responsible, what they do in which fiscal year, themes, and overlap candidates.
Begin with search_measures; read a measure with get_measure before you speak of its details. Cite the measure's IRI,
the page and the lines that stand beside every fact. Say so when nothing was found, and pass on the notes: the answers
know this one document only. For counts and lists use run_library_query or run_sparql rather than searching.
"""
TURTLE = "text/turtle"
SPARQL = "application/sparql-query"


def create_server(core: Core) -> MCPServer[Any]:
    """The server over ``core``, which stays the caller's to close."""
    server: MCPServer[Any] = MCPServer(
        "sesaku",
        title="政策の施策 / Japanese policy measures",
        instructions=INSTRUCTIONS,
        tools=_make_tools(core),
        version=software_version(),
        log_level="WARNING",
        subscriptions=False,
    )
    _add_resources(server, core)
    return server


def _make_tools(core: Core) -> list[Tool]:
    tools = Tools(core)
    sparql = files("service.mcp").joinpath("sparql.md").read_text(encoding="utf8")
    descriptions = {"run_sparql": sparql, "run_library_query": _describe_library(core)}
    functions = (
        tools.search_measures,
        tools.get_measure,
        tools.find_overlaps,
        tools.similar_to_draft,
        tools.run_sparql,
        tools.run_library_query,
        tools.list_ministries,
        tools.list_themes,
    )
    return [CheckedTool.over(function, descriptions.get(function.__name__)) for function in functions]


def _describe_library(core: Core) -> str:
    """What the library can answer, one line a question."""
    lines = [
        f"- {query.name}({', '.join(name for name, *_ in query.parameters)}): {query.question.en}"
        for query in core.queries()
        if not query.name.startswith("violation-")
    ]
    head = f"{Tools.run_library_query.__doc__} Ministries, themes and years go by any of their names. The questions:"
    return "\n".join([head, *lines])


def _add_resources(server: MCPServer[Any], core: Core) -> None:
    @server.resource("sesaku://schema", mime_type=TURTLE)
    def schema() -> str:
        """The vocabulary of the graph (OWL, Turtle): its classes and properties, with labels and comments."""
        return files(ontology).joinpath("sesaku.ttl").read_text(encoding="utf8")

    @server.resource("sesaku://overview", mime_type="application/json")
    def overview() -> str:
        """What the graph holds: document, licence, counts by ministry, theme, chapter and year, and known gaps."""
        return to_json(cite_overview(core.opened, core.overview()))

    @server.resource("sesaku://queries", mime_type="text/markdown")
    def queries() -> str:
        """The query library: every question with its parameters and columns."""
        return write_reference()

    @server.resource("sesaku://queries/{name}", mime_type=SPARQL)
    def query(name: str) -> str:
        """One question of the library as SPARQL, to run or to adapt."""
        try:
            return core.query(name).text
        except NotFoundError as error:
            raise ResourceNotFoundError(str(error)) from error

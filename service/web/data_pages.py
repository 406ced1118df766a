"""The files to take away."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from ontology import BASE
from ontology.errors import NotFoundError
from search.overlap.verdict_graph import to_nquads, to_turtle
from search.overlap.verdicts import Verdict
from service.csv_tables import BYTE_ORDER_MARK, write_csv
from service.endpoint.negotiation import GRAPH_TYPES, choose, prefers_html
from service.endpoint.routes import root_of
from service.verdict_files import of_verdicts
from service.views import DataCatalogue
from service.web import schema_org
from service.web.language import language_of
from service.web.page_cache import is_known
from service.web.parameters import core_of
from service.web.rendering import Links, respond
from service.web.resources import EXTENSIONS, choose_type, see_document


def show_data(request: Request) -> Response:
    """The files of the build in use, with checksums and licence; as RDF, the dataset's description."""
    catalogue = core_of(request).data()
    chosen = choose_type(request)
    if chosen.format_name in EXTENSIONS.values():
        return see_document(request, catalogue.dataset.removeprefix(BASE), chosen)
    rows = [(file.name, file.media_type, file.size, file.sha256) for file in catalogue.files]
    address = f"{root_of(request)}/data/{catalogue.version}"
    return respond(
        request,
        "data.html",
        catalogue,
        lambda: (("name", "media_type", "size", "sha256"), rows),
        verdicts=len(core_of(request).verdicts()),
        verdict_files=VERDICT_FILES,
        json_ld=schema_org.embed(schema_org.of_catalogue(catalogue, address)),
    )


def find_description(request: Request) -> Response:
    """303 from VoID's well-known address to the dataset's description: RDF unless a browser asks."""
    path = core_of(request).data().dataset.removeprefix(BASE)
    if prefers_html(request.headers.get("accept")):
        return RedirectResponse(Links(request, language_of(request)).to(f"/{path}"), 303, {"Vary": "Accept"})
    return see_document(request, path, choose(request.headers.get("accept"), GRAPH_TYPES) or GRAPH_TYPES[0])


def _to_csv(verdicts: Iterable[Verdict]) -> bytes:
    return (BYTE_ORDER_MARK + write_csv(*of_verdicts(verdicts))).encode()


VERDICT_FILES = {
    "verdicts.csv": ("text/csv; charset=utf-8", _to_csv),
    "verdicts.nq": ("application/n-quads", to_nquads),
    "verdicts.ttl": ("text/turtle; charset=utf-8", to_turtle),
}
"""People's verdicts, which are no part of a version: their media types, and how they are written."""


def send_verdicts(request: Request) -> Response:
    """The verdicts given until now. Raises NotFoundError for another file."""
    name = request.path_params["name"]
    if name not in VERDICT_FILES:
        raise NotFoundError(f"{name} はない / there is no such file. See /data/.")
    media_type, write = VERDICT_FILES[name]
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "no-cache",
        "Content-Type": media_type,
    }
    return Response(write(core_of(request).verdicts()), 200, headers)


def send_file(request: Request) -> Response:
    """One file of a version, or 304 for a client that has it; ``latest`` leads to the version in use."""
    core, version, name = core_of(request), request.path_params["version"], request.path_params["name"]
    catalogue = core.data()
    if version == "latest":
        address = Links(request, language_of(request)).to(f"/data/{catalogue.version}/{name}")
        return RedirectResponse(address, 302, {"Access-Control-Allow-Origin": "*"})
    if version != catalogue.version:
        raise NotFoundError(f"版 {version} はない / only version {catalogue.version} is served here. See /data/.")
    if name == "SHA256SUMS":
        return PlainTextResponse(_checksums(catalogue), headers={"Access-Control-Allow-Origin": "*"})
    tag = next((f'"{file.sha256}"' for file in catalogue.files if file.name == name), "")
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "public, max-age=86400, immutable",
        "ETag": tag,
    }
    if is_known(tag, request.headers.get("if-none-match")):
        return Response(status_code=304, headers=headers)
    content, media_type = core.data_file(name)
    return Response(content, 200, headers, media_type)


def _checksums(catalogue: DataCatalogue) -> str:
    """As ``sha256sum -c`` reads it."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in catalogue.files)

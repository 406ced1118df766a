"""Linked data: every IRI of the graph answers at its own path, as a page for people and as RDF for machines."""

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ontology import BASE
from service.endpoint.negotiation import GRAPH_TYPES, HTML, MediaType, choose
from service.endpoint.routes import root_of
from service.web import tables
from service.web.language import language_of
from service.web.pages import kinds_of
from service.web.parameters import core_of
from service.web.rendering import CSV, JSON, PLAIN_TYPES, Links, respond

EXTENSIONS = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml"}
"""The ending of a document's address for each RDF format."""


_PADDED = re.compile(r"(?<=[/-])0+(?=\d)")
_PAIR = re.compile(r"(.*/overlap/)(\d{1,6})-(\d{1,6})(\.[a-z]+)?")


async def show_resource(request: Request) -> Response:
    """The page of an IRI; 303 to its RDF document where that is liked better (Cool URIs for the Semantic Web)."""
    path = request.path_params["path"]
    canonical = _canonical(path.strip("/"), core_of(request).opened.iris.slug)
    if canonical != path:
        named = {name: request.query_params.getlist(name) for name in request.query_params}
        return RedirectResponse(Links(request, language_of(request)).to(f"/{canonical}", **named), 308)
    stem, _, ending = path.rpartition(".")
    if stem and ending in EXTENSIONS:
        return await run_in_threadpool(_show_document, request, stem, ending)
    chosen = choose_type(request)
    if chosen not in {HTML, JSON, CSV}:
        return await run_in_threadpool(see_document, request, path, chosen)
    response = await run_in_threadpool(_show_page, request, path)
    response.headers["Link"] = _links(request, path)
    return response


def _canonical(path: str, slug: str) -> str:
    """The path below the document ``slug`` with plain numbers, and of a pair the smaller one first."""
    if not path.startswith(f"{slug}/"):
        return path
    plain = _PADDED.sub("", path)
    pair = _PAIR.fullmatch(plain)
    return f"{pair[1]}{pair[3]}-{pair[2]}{pair[4] or ''}" if pair and int(pair[2]) > int(pair[3]) else plain


def choose_type(request: Request) -> MediaType:
    """What the client likes best of page, RDF, JSON and CSV."""
    if request.query_params.get("format") in PLAIN_TYPES:
        return JSON
    own = tuple(media_type for media_type in GRAPH_TYPES if media_type.name.partition("/")[2] not in {"json", "xml"})
    return choose(request.headers.get("accept"), (HTML, *own, JSON, CSV)) or HTML


def _show_page(request: Request, path: str) -> Response:
    core = core_of(request)
    for kind in kinds_of(core.opened.iris.slug):
        match = kind.pattern.fullmatch(path)
        if match:
            return kind.show(request, **match.groupdict())
    description = core.describe(path)
    return respond(request, "thing.html", description, lambda: tables.of_description(description), path=path)


def see_document(request: Request, path: str, media_type: MediaType) -> Response:
    """303 to the RDF document about the IRI at ``path``. Raises NotFoundError."""
    core_of(request).find_iri(path)
    ending = next(name for name, format_name in EXTENSIONS.items() if format_name == media_type.format_name)
    address = Links(request, language_of(request)).to(f"/{path}.{ending}")
    return RedirectResponse(address, 303, {"Vary": "Accept", "Access-Control-Allow-Origin": "*"})


def _show_document(request: Request, path: str, ending: str) -> Response:
    format_name = EXTENSIONS[ending]
    media_type = next(one for one in GRAPH_TYPES if one.format_name == format_name)
    body = core_of(request).rdf(path, format_name, root_of(request))
    headers = {
        "Link": f'<{BASE}{path}>; rel="canonical", <{BASE}{path}>; rel="describes"',
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "no-cache",
    }
    return Response(body, 200, headers, media_type.content_type)


def _links(request: Request, path: str) -> str:
    """The Link header of a page: the IRI it is about, and its RDF documents."""
    links = Links(request, language_of(request))
    types = {media_type.format_name: media_type.name for media_type in reversed(GRAPH_TYPES)}
    documents = [
        f'<{links.to(f"/{path}.{ending}").partition("?")[0]}>; rel="alternate"; type="{types[format_name]}"'
        for ending, format_name in EXTENSIONS.items()
    ]
    return ", ".join([f'<{links.to("/" + path).partition("?")[0]}>; rel="canonical"', *documents])

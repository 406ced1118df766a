"""The formats that an address can name by ``?format=``, so that a link asks for one as Accept does."""

from starlette.requests import Request

from service.endpoint.protocol import RequestError

_TURTLE, _TRIPLES, _XML = "text/turtle", "application/n-triples", "application/rdf+xml"

FORMATS = {
    "json": "application/sparql-results+json, application/ld+json",
    "xml": f"application/sparql-results+xml, {_XML}",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": _TURTLE,
    "ttl": _TURTLE,
    "ntriples": _TRIPLES,
    "nt": _TRIPLES,
    "jsonld": "application/ld+json",
    "rdfxml": _XML,
    "rdf": _XML,
    "html": "text/html",
}
"""The value of Accept that each stands for: the names of the command line, and the extensions of files."""


def accept_of(request: Request) -> str | None:
    """The types that a client takes: those of ``format`` in the URL, else of its Accept header.

    Raises RequestError (400) for a format that there is not, or more than one.
    """
    named = request.query_params.getlist("format")
    if not named:
        return request.headers.get("accept")
    if len(named) > 1 or named[0] not in FORMATS:
        raise RequestError(400, f"format は {', '.join(FORMATS)} のどれか一つ / is one of these.")
    return FORMATS[named[0]]

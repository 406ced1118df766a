"""The same question elsewhere: as a command line, and as SPARQL with the same answer."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_builder.query_library import find_query
from graph_builder.sparql import PREFIXES
from ontology import BASE
from search.vocabulary import find_term
from service.endpoint.limits import Limits
from service.endpoint.suggestions import shorten
from service.library import write_query
from service.naming import find_iri
from service.narrowing import OVERLAP_FILTERS, SEARCH_FILTERS
from service.opened import OpenBuild
from service.overlaps import OverlapRequest
from service.views import SearchRequest

PATTERNS = {
    "ministry": "sesaku:responsibleBody/org:subOrganizationOf*",
    "fiscal_year": "sesaku:hasRow/sesaku:hasStep/sesaku:fiscalYear",
    "theme": "dcterms:subject",
    "term": "sesaku:term",
    "chapter": "sesaku:chapter",
}
"""The path from a measure to what a filter asks for."""

ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
"""SPARQL 1.1, section 19.8: what has to be escaped in a string literal."""


@dataclass(frozen=True)
class Part:
    """The part of a list of ``total`` entries that an answer holds."""

    limit: int
    offset: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the list."""
        return self.offset == 0 and self.total <= self.limit

    def of(self, query: str) -> str:
        """The query for this part of its rows."""
        return query if self.is_whole else f"{query.rstrip()}\nLIMIT {self.limit} OFFSET {self.offset}\n"


def of_search(opened: OpenBuild, request: SearchRequest, most: int) -> Mapping[str, str]:
    """A search that pages through ``most`` hits; without words and filters every measure, which is SPARQL alone."""
    if not request.text.strip() and all(getattr(request, name) is None for name in SEARCH_FILTERS):
        return of_list(opened, request)
    shown = min(request.limit, most - request.offset)
    cli = {"cli": _write_command(opened, request, shown)} if shown > 0 else {}
    return {**cli, "sparql": _write_search(opened, request, min(request.offset + request.limit, most))}


def of_list(opened: OpenBuild, request: SearchRequest) -> Mapping[str, str]:
    """The measures that meet a request's filters, by number: no command lists them so."""
    return {"sparql": _write_list(opened, request)}


def of_counts(query_name: str, part: Part) -> Mapping[str, str]:
    """Things by the number of their measures, as the library's question of that name counts them."""
    return {**_whole_alone(f"sesaku query {query_name}", part), "sparql": part.of(find_query(query_name).text)}


def of_questions(part: Part) -> Mapping[str, str]:
    """The questions of the library."""
    return _whole_alone("sesaku query", part)


def _whole_alone(command: str, part: Part) -> Mapping[str, str]:
    """A command that answers with the whole list, where that is asked for."""
    return {"cli": command} if part.is_whole else {}


def _write_command(opened: OpenBuild, request: SearchRequest, limit: int) -> str:
    options = {name.replace("_", "-"): getattr(request, name) for name in SEARCH_FILTERS}
    options["year"] = options.pop("fiscal-year")
    options = {name: _name(opened, name, value) for name, value in options.items() if value is not None}
    words = _options(options)
    words += ["--exact"] if request.exact else []
    words += [word for piece in request.ignore for word in ("--ignore", piece)]
    words += ["--limit", str(limit), *_offset(request.offset)]
    words = [*words, "--", request.text] if request.text.startswith("-") else [request.text, *words]
    return shlex.join(["sesaku", "search", *words])


def of_similar(opened: OpenBuild, number: int, limit: int) -> Mapping[str, str]:
    """The measures like a measure."""
    inputs = [f"search:like {_iri(opened, 'measure', number)}", f"search:limit {limit}", "search:score ?score"]
    cli = shlex.join(["sesaku", "similar", str(number), "--limit", str(limit)])
    return {"cli": cli, "sparql": _write_service(inputs, limit)}


def of_draft(opened: OpenBuild, text: str, limit: int, own_ministry: str | None) -> Mapping[str, str]:
    """The measures like a draft; where its own ministry is named, those that are of it alone left out."""
    options = {"text": text} | ({"from": _name(opened, "ministry", own_ministry)} if own_ministry else {})
    asked = Limits().search_hits if own_ministry else limit
    inputs = [f"search:like {_literal(text)}", f"search:limit {asked}", "search:score ?score"]
    filters = _iter_others(_iri(opened, "ministry", own_ministry)) if own_ministry else ()
    return {
        "cli": shlex.join(["sesaku", "similar", *_options(options), "--limit", str(limit)]),
        "sparql": _write_service(inputs, limit, filters=tuple(filters)),
    }


def _iter_others(own: str) -> Iterator[str]:
    """That the body ``own`` does not hold a measure, or another named body, none below it, holds it too."""
    yield f"FILTER(!EXISTS {{ ?measure {PATTERNS['ministry']} {own} }} || EXISTS {{"
    yield "  ?measure sesaku:responsibleBody ?other ."
    yield "  FILTER NOT EXISTS { ?other a sesaku:UnnamedBodies }"
    yield f"  FILTER NOT EXISTS {{ ?other org:subOrganizationOf* {own} }} }})"


def of_overlaps(opened: OpenBuild, request: OverlapRequest) -> Mapping[str, str]:
    """Overlap candidates."""
    options = {name: getattr(request, name) for name in OVERLAP_FILTERS if getattr(request, name) is not None}
    words = ["sesaku", "overlap", *_options({name: _name(opened, name, value) for name, value in options.items()})]
    words += ["--across"] if request.across else []
    words += ["--limit", str(request.limit), *_offset(request.offset)]
    filters = "".join(f"  {line}\n" for line in _iter_overlap_filters(opened, request))
    return {
        "cli": shlex.join(words),
        "sparql": "SELECT ?rank ?kind ?left ?right WHERE {\n"
        "  ?candidate a sesaku:OverlapCandidate ;\n"
        "    sesaku:rank ?rank ; sesaku:overlapKind ?kind ; sesaku:side ?one, ?two .\n"
        "  ?one sesaku:number ?left . ?two sesaku:number ?right . FILTER(?left < ?right)\n"
        f"{filters}}} ORDER BY ?rank LIMIT {request.limit} OFFSET {request.offset}\n",
    }


def of_query(opened: OpenBuild, name: str, values: Mapping[str, str], part: Part) -> Mapping[str, str]:
    """A question of the library, asked with ``values``. Raises NotFoundError or QueryError."""
    options = _options({name.replace("_", "-"): value for name, value in values.items()})
    command = shlex.join(["sesaku", "query", name, *options])
    return {**_whole_alone(command, part), "sparql": part.of(write_query(opened, name, values))}


def _write_search(opened: OpenBuild, request: SearchRequest, hits: int) -> str:
    inputs = [f"search:query {_literal(request.text)}"]
    inputs += [f"search:ministry {_iri(opened, 'ministry', request.ministry)}"] if request.ministry else []
    inputs += [f"search:fiscalYear {request.fiscal_year}"] if request.fiscal_year else []
    inputs += [f"search:theme {_iri(opened, 'theme', request.theme)}"] if request.theme else []
    inputs += [f"search:term {_literal(find_term(request.term)[0])}"] if request.term else []
    inputs += [f"search:chapter {request.chapter}"] if request.chapter else []
    inputs += ["search:exact true"] if request.exact else []
    inputs += [f"search:ignore {_literal(piece)}" for piece in request.ignore]
    inputs += [f"search:limit {hits}", "search:score ?score", "search:passage ?passage"]
    return _write_service(inputs, request.limit, request.offset)


def _write_service(inputs: list[str], limit: int, offset: int = 0, filters: Sequence[str] = ()) -> str:
    """Search by meaning as a SERVICE call; equal scores come in the order of their ranks."""
    columns = [one.rpartition(" ")[2] for one in inputs if one.rpartition(" ")[2].startswith("?")]
    properties = " ;\n      ".join([*inputs, "search:rank ?rank"])
    return (
        f"SELECT {' '.join(['?measure', *columns])} WHERE {{\n"
        f"  SERVICE <{BASE}search> {{\n    ?measure {properties} .\n  }}\n"
        f"{''.join(f'  {line}{chr(10)}' for line in filters)}"
        f"}}\nORDER BY ?rank LIMIT {limit} OFFSET {offset}\n"
    )


def _write_list(opened: OpenBuild, request: SearchRequest) -> str:
    """The measures that meet the filters, by number."""
    asked = ((name, getattr(request, name)) for name in SEARCH_FILTERS)
    patterns = [f"{PATTERNS[name]} {_iri(opened, name, value)}" for name, value in asked if value is not None]
    lines = " ;\n    ".join(["?measure a sesaku:Measure ; sesaku:number ?number", *patterns])
    order = f"ORDER BY ?number LIMIT {request.limit} OFFSET {request.offset}"
    return f"SELECT DISTINCT ?measure ?number WHERE {{\n  {lines} .\n}}\n{order}\n"


def _iter_overlap_filters(opened: OpenBuild, request: OverlapRequest) -> Iterator[str]:
    body, theme = PATTERNS["ministry"], PATTERNS["theme"]
    iris = {
        name: _iri(opened, name, getattr(request, name))
        for name in OVERLAP_FILTERS
        if getattr(request, name) is not None
    }
    bodies = [iris[name] for name in ("ministry", "partner") if name in iris]
    if "measure" in iris:
        yield f"FILTER({iris['measure']} IN (?one, ?two))"
    if "kind" in iris:
        yield f"FILTER(?kind = {iris['kind']})"
    if "theme" in iris:
        yield f"FILTER EXISTS {{ ?candidate sesaku:side/{theme} {iris['theme']} }}"
    if request.across or len(bodies) == 2:
        facing = [*bodies, "?faced", "?facer"][:2]
        ways = (f"{{ ?place {_facing(*pair)} }}" for pair in (facing, reversed(facing)))
        yield f"FILTER EXISTS {{ ?candidate sesaku:alignedPassages? ?place . {' UNION '.join(ways)} }}"
    elif bodies:
        yield f"FILTER EXISTS {{ ?candidate sesaku:side/{body} {bodies[0]} }}"


def _facing(left: str, right: str) -> str:
    return f"sesaku:leftBody {left} ; sesaku:rightBody {right}"


def _options(options: Mapping[str, object]) -> list[str]:
    return [word for name, value in options.items() for word in (f"--{name}", str(value))]


def _offset(offset: int) -> list[str]:
    return ["--offset", str(offset)] if offset else []


def _name(opened: OpenBuild, kind: str, value: object) -> object:
    """The name of what a request calls by the last part of its IRI; any other value as it is."""
    label = opened.labels.get(f"{BASE}{'ministry' if kind == 'partner' else kind}/{value}")
    return label.ja if label and kind in {"ministry", "partner", "theme", "term"} else value


def _iri(opened: OpenBuild, kind: str, value: str | int) -> str:
    return shorten(find_iri(opened, kind, value), PREFIXES)


def _literal(text: str) -> str:
    return f'"{text.translate(ESCAPES)}"'

"""Turns an answer of the core into a response: a page, JSON or CSV, with links that keep the language."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response

from graph_builder.pages import Place
from graph_builder.records import LineRange
from graph_builder.source import Bilingual
from ontology import BASE
from service.core import Core
from service.csv_tables import BYTE_ORDER_MARK, Table, write_csv
from service.endpoint.negotiation import HTML, MediaType, choose
from service.endpoint.protocol import RequestError
from service.serialisation import to_json
from service.web.grouping import LONG, by_chapter
from service.web.highlighting import mark_code, mark_japanese, mark_spans, mark_words
from service.web.language import PARAMETER, Language, language_of
from service.web.names import name_body, name_concepts, name_short
from service.web.parameters import value_of

JSON = MediaType("application/json", "json")
CSV = MediaType("text/csv", "csv")
PLAIN_TYPES = {"json": JSON, "csv": CSV}

templates = Environment(
    loader=PackageLoader("service.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
templates.globals["LONG"] = LONG
templates.filters |= {
    "mark_code": mark_code,
    "mark_words": mark_words,
    "mark_spans": mark_spans,
    "quoted": quote,
    "body": name_body,
    "short": name_short,
    "by_chapter": by_chapter,
}


class Links:
    """Addresses inside the application, below its root path and in the language of the request."""

    def __init__(self, request: Request, language: Language) -> None:
        self._root = str(request.scope.get("root_path", "")).rstrip("/")
        self._request = request
        self._language = language

    @cached_property
    def slug(self) -> str:
        """The last part of the document's IRI, with which the paths of its measures and pages begin."""
        core: Core = self._request.app.state.core
        return core.opened.iris.slug

    def to(self, path: str, **parameters: object) -> str:
        """The address of ``path`` with parameters; None and empty ones are left out, lists repeated."""
        path, hash_mark, fragment = path.partition("#")
        kept = {name: value for name, value in parameters.items() if value not in (None, "", (), [])}
        if self._language.is_chosen:
            kept.setdefault(PARAMETER, self._language.code)
        query = f"?{urlencode(kept, doseq=True)}" if kept else ""
        return f"{self._root}{quote(path, safe='/:@,;=-._~!$&()*+')}{query}{hash_mark}{fragment}"

    def iri(self, iri: str) -> str:
        """Where a reader gets to see ``iri``: here, if it is one of ours; nowhere, unless it is a web address."""
        if iri.startswith(BASE):
            return self.to("/" + iri.removeprefix(BASE))
        return iri if iri.startswith(("https://", "http://")) else ""

    @cached_property
    def concepts(self) -> dict[str, Bilingual]:
        """The concepts of the thesaurus by their Japanese name."""
        core: Core = self._request.app.state.core
        return name_concepts(core.opened)

    def places(self, spans: Iterable[LineRange]) -> tuple[Place, ...]:
        """Where source lines stand, each range with its own page."""
        core: Core = self._request.app.state.core
        return core.opened.places(spans)

    def here(self, **changes: object) -> str:
        """This page's address with some parameters changed; None drops one."""
        now: dict[str, Any] = {name: self._request.query_params.getlist(name) for name in self._request.query_params}
        return self.to(self._request.scope["path"].removeprefix(self._root), **(now | changes))

    def static(self, name: str) -> str:
        """The address of a static file."""
        return f"{self._root}/static/{name}"


def respond(
    request: Request,
    template: str,
    answer: object,
    table: Callable[[], Table] | None = None,
    *,
    status: int = 200,
    **context: object,
) -> Response:
    """The answer as a page or, by ``?format=`` or Accept, as JSON or CSV."""
    chosen = _choose_type(request, has_table=table is not None)
    value_of(request, PARAMETER)  # refuses a language given twice, as any other parameter
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
    if chosen == JSON:
        return Response(to_json(answer), status, {**headers, **_open()}, JSON.name)
    if chosen == CSV and table is not None:
        return Response(BYTE_ORDER_MARK + write_csv(*table()), status, {**headers, **_open()}, CSV.content_type)
    page = render(request, template, answer=answer, has_table=table is not None, **context)
    return Response(page, status, headers, HTML.content_type)


def render(request: Request, template: str, **context: object) -> str:
    """A page with the helpers that every template uses."""
    language = language_of(request)
    helpers = {
        "language": language,
        "say": language.say,
        "name": language.name,
        "plain": language.plain,
        "own": mark_japanese if language.code == "en" else escape,
        "link": Links(request, language),
        "request": request,
        "can_edit": request.app.state.can_edit,
    }
    return templates.get_template(template).render(helpers | {"answer": None, "has_table": False} | context)


def _choose_type(request: Request, *, has_table: bool) -> MediaType:
    offered = (HTML, JSON, CSV) if has_table else (HTML, JSON)
    named = {media_type.format_name: media_type for media_type in offered}
    if wanted := value_of(request, "format"):
        if wanted not in named:
            raise RequestError(
                400, f"format は {'、'.join(named)} のどれか / format must be one of {', '.join(named)}."
            )
        return named[wanted]
    return choose(request.headers.get("accept"), offered) or HTML


def _open() -> dict[str, str]:
    """Data may be read by scripts of any site."""
    return {"Access-Control-Allow-Origin": "*"}

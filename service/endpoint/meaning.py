"""Search by meaning inside SPARQL: SERVICE on a magic IRI is answered here, and its hits put in its place.

``SERVICE <https://w3id.org/sesaku/search> { ?m search:query "海賊版対策" ; search:score ?score }`` becomes
``{ VALUES (?m ?score) { … } }``, which every pattern around it joins with.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_builder.sparql import PREFIXES
from graph_builder.sparql_tokens import (
    Token,
    declared_prefixes,
    expand,
    iter_service_calls,
    line_and_column,
    offset_of,
    tokenize,
)
from ontology import BASE
from ontology.errors import NotFoundError, QueryError, QuerySyntaxError
from ontology.names import TERMS
from service.asking import ask
from service.endpoint.inputs import INPUTS, read_input
from service.endpoint.limits import Limits

if TYPE_CHECKING:
    from search.searcher import Searcher

SERVICE = "https://w3id.org/sesaku/search"
NAMESPACE = SERVICE + "#"
DEFAULT_HITS = 10

_XSD = "http://www.w3.org/2001/XMLSchema#"
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


@dataclass(frozen=True)
class SearchRequest:
    """What one SERVICE call asks for; ministry, theme and term are IRIs or names, None where not restricted.

    ``like`` is the measure, or the text of a draft, that measures are to be like; it goes with ``limit`` alone.
    """

    text: str = ""
    limit: int = DEFAULT_HITS
    ministry: str | None = None
    fiscal_year: int | None = None
    theme: str | None = None
    term: str | None = None
    chapter: int | None = None
    exact: bool = False
    ignore: tuple[str, ...] = ()
    like: str | None = None


@dataclass(frozen=True)
class SearchRow:
    """One hit: the measure's IRI, its score, the words that matched, and the passage that answered best.

    The score is None where nothing was compared.
    """

    measure: str
    score: float | None
    matched: tuple[str, ...]
    passage: str


SearchFunction = Callable[[SearchRequest], Sequence[SearchRow]]


def search_rows(searcher: "Searcher", request: SearchRequest) -> list[SearchRow]:
    """What a searcher finds for a SERVICE call, best first. Raises NotFoundError for an unknown ministry or theme."""
    if request.like is not None:
        return _like_rows(searcher, request.like, request.limit)
    results = ask(
        searcher,
        request.text,
        request.limit,
        ministry=request.ministry,
        fiscal_year=request.fiscal_year,
        theme=request.theme,
        term=_term_name(request.term),
        chapter=request.chapter,
        exact=request.exact,
        ignore=request.ignore,
    )
    return [SearchRow(hit.iri, hit.score, hit.evidence.matched, hit.evidence.passage.text) for hit in results.hits]


def _like_rows(searcher: "Searcher", like: str, limit: int) -> list[SearchRow]:
    """The measures nearest to a measure, given by its IRI, or to a text."""
    number = like.rpartition("/measure/")[2] if like.startswith(BASE) else ""
    found = searcher.similar(int(number) if number.isdecimal() else like, limit)
    return [SearchRow(one.iri, one.score, one.shared or one.shared_words, one.text) for one in found]


def _term_name(term: str | None) -> str | None:
    """The planning term as the document prints it, whether named so or by its IRI."""
    return TERMS.get(term.rpartition("/")[2], term) if term else None


OUTPUTS: dict[str, Callable[[int, SearchRow], ox.Literal | None]] = {
    "score": lambda _rank, row: _decimal(row.score),
    "rank": lambda rank, _row: ox.Literal(rank),
    "matched": lambda _rank, row: ox.Literal(", ".join(row.matched)),
    "passage": lambda _rank, row: ox.Literal(row.passage),
}
"""The properties whose object is filled in, and how a hit of a given rank (from 1) fills it; None leaves it unbound."""


def _decimal(number: float | None) -> ox.Literal | None:
    return None if number is None else ox.Literal(f"{number:.4f}", datatype=ox.NamedNode(_XSD + "decimal"))


PROPERTIES = frozenset(NAMESPACE + name for name in (*INPUTS, *OUTPUTS))
"""The IRIs of all of them."""


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Expansion:
    """A query without magic SERVICE calls, and the query it was made from."""

    written: str
    text: str
    edits: tuple[_Edit, ...] = ()

    def at_written_place(self, error: QuerySyntaxError) -> QuerySyntaxError:
        """An error in ``text``, placed where its cause stands in ``written``."""
        offset = offset_of(self.text, error.line, error.column)
        for edit in self.edits:
            if offset >= edit.start:
                offset = max(edit.start, offset - len(edit.text) + edit.end - edit.start)
        return QuerySyntaxError(error.problem, *line_and_column(self.written, offset))


def expand_search(written: str, search_function: SearchFunction | None, limits: Limits | None = None) -> Expansion:
    """The query with the hits of ``search_function`` in place of its SERVICE calls on SERVICE, within the limits.

    Other SERVICE calls stay, for the store to refuse. Raises QuerySyntaxError for a call that is not understood, and
    QueryError when there is nothing to search with or too much to search.
    """
    if "service" not in written.lower():
        return Expansion(written, written)
    tokens, limits = tokenize(written), limits or Limits()
    calls = list(islice(_iter_calls(written, tokens, limits), limits.searches + 1))
    if calls and search_function is None:
        raise QueryError("検索の索引がない / there is no search index here. Run 'sesaku build'.")
    if len(calls) > limits.searches:
        raise QueryError(f"検索は {limits.searches} 件まで / at most {limits.searches} SERVICE searches in one query.")
    edits = tuple(_answer(call, search_function, written) for call in calls if search_function)
    return Expansion(written, _edited(written, edits), edits)


def _answer(call: "_Call", search_function: SearchFunction, written: str) -> _Edit:
    """The hits in the call's place. Raises QuerySyntaxError there for what is not known or cannot be."""
    try:
        return _Edit(call.start, call.end, call.answer(search_function))
    except (NotFoundError, QueryError) as error:
        raise QuerySyntaxError(str(error), *line_and_column(written, call.start)) from error


@dataclass
class _Call:
    """One SERVICE call: where it stands, what it asks, and the terms that its hits must equal or fill."""

    start: int
    end: int
    request: SearchRequest = field(default_factory=SearchRequest)
    subject: str | None = None
    outputs: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, search_function: SearchFunction) -> str:
        """The group that takes the call's place."""
        columns = [self.subject or "", *(term for _name, term in self.outputs)]
        variables = list(dict.fromkeys(column for column in columns if column[0] in "?$"))
        rows = [
            f"({' '.join(bound[variable] for variable in variables)})"
            for rank, row in enumerate(search_function(self.request), start=1)
            if (bound := self._bind(columns, rank, row)) is not None
        ]
        return f"{{ VALUES ({' '.join(variables)}) {{ {' '.join(rows)} }} }}"

    def _bind(self, columns: Sequence[str], rank: int, row: SearchRow) -> dict[str, str] | None:
        """The values of the call's variables for one hit; None when the hit contradicts a constant or itself."""
        filled = (OUTPUTS[name](rank, row) for name, _term in self.outputs)
        values = [str(ox.NamedNode(row.measure)), *("UNDEF" if value is None else str(value) for value in filled)]
        bound: dict[str, str] = {}
        for column, value in zip(columns, values, strict=True):
            expected = bound.setdefault(column, value) if column[0] in "?$" else column
            if expected != value:
                return None
        return bound


def _edited(text: str, edits: Sequence[_Edit]) -> str:
    pieces, position = [], 0
    for edit in edits:
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def _iter_calls(text: str, tokens: Sequence[Token], limits: Limits) -> Iterator[_Call]:
    prefixes = {**PREFIXES, **declared_prefixes(tokens)}
    for index in iter_service_calls(tokens):
        target = index + 2 if tokens[index + 1 : index + 2] and tokens[index + 1].is_word("SILENT") else index + 1
        if target + 1 < len(tokens) and expand(tokens[target], prefixes) == SERVICE and tokens[target + 1].text == "{":
            yield _CallReader(text, tokens, target + 2, prefixes, limits).read(tokens[index].start)


class _CallReader:
    """Reads the triples inside one call."""

    def __init__(
        self, text: str, tokens: Sequence[Token], index: int, prefixes: dict[str, str], limits: Limits
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._index = index
        self._prefixes = prefixes
        self._limits = limits
        self._inputs: dict[str, str | int | bool] = {}
        self._ignored: list[str] = []

    def read(self, start: int) -> _Call:
        """The call that starts at the offset ``start``, up to its closing brace."""
        call = _Call(start, start)
        while (token := self._next()).text != "}":
            self._read_subject(call, token)
            self._read_properties(call)
        call.end = token.end
        call.request = self._request(token)
        return call

    def _request(self, end: Token) -> SearchRequest:
        """What all the inputs ask for. Raises QuerySyntaxError at the token ``end`` when they do not go together."""
        inputs = {INPUTS[name]: value for name, value in self._inputs.items()}
        request = SearchRequest(**inputs, ignore=tuple(self._ignored))  # type: ignore[arg-type]
        if replace(request, text=request.text.strip(), limit=DEFAULT_HITS) == SearchRequest():
            raise self._error(end, 'search:query がない / needs a text: ?m search:query "…"')
        if request.like is not None and replace(request, like=None, limit=DEFAULT_HITS) != SearchRequest():
            raise self._error(
                end, "search:like と使えるのは search:limit だけ / search:like goes with search:limit alone"
            )
        return request

    def _read_subject(self, call: _Call, token: Token) -> None:
        subject = self._term(token)
        if subject is None or subject.startswith('"') or (call.subject and call.subject != subject):
            raise self._error(token, "主語は一つの変数 / one variable for the measure is needed as subject")
        call.subject = subject

    def _read_properties(self, call: _Call) -> None:
        """Properties and values up to the full stop or the closing brace, which is left."""
        while True:
            self._read_property(call)
            separators = set()
            while self._peek().text in {";", "."}:
                separators.add(self._next().text)
            if "." in separators or self._peek().text == "}":
                return
            if not separators:
                raise self._error(self._peek(), "';' か '.' が要る / expected ';', '.' or '}'")

    def _read_property(self, call: _Call) -> None:
        token = self._next()
        name = (expand(token, self._prefixes) or "").removeprefix(NAMESPACE)
        if name in self._inputs or name in dict(call.outputs):
            raise self._error(token, f"search:{name} が二度ある / search:{name} is given twice")
        if name in OUTPUTS:
            call.outputs.append((name, self._output(self._next())))
        elif name == "ignore":
            self._ignore(token)
        elif name in INPUTS:
            self._inputs[name] = self._input(name, self._next())
        else:
            known = ", ".join(f"search:{known}" for known in (*INPUTS, *OUTPUTS))
            raise self._error(token, f"ここに書けるのは検索の語だけ / inside this SERVICE only {known}")

    def _output(self, token: Token) -> str:
        term = self._term(token)
        if term is None:
            raise self._error(token, "変数が要る / a variable is needed")
        return term

    def _ignore(self, token: Token) -> None:
        most = self._limits.search_ignores
        if len(self._ignored) == most:
            raise self._error(token, f"search:ignore は {most} 個まで / search:ignore at most {most} times")
        self._ignored.append(str(self._input("ignore", self._next())))

    def _input(self, name: str, token: Token) -> str | int | bool:
        value = self._constant(token)
        try:
            return read_input(name, token.kind, value, self._limits)
        except QueryError as error:
            raise self._error(token, str(error)) from error

    def _constant(self, token: Token) -> str:
        """The plain value of a literal or IRI; a language tag or datatype after it is passed over."""
        if token.kind == "string":
            self._skip_qualifier()
            return _unescape(token.text)
        is_plain = token.kind == "number" or token.text in {"true", "false"}
        value = token.text if is_plain else expand(token, self._prefixes)
        if value is None:
            raise self._error(token, "値をじかに書く / a written-out value is needed here, no variable")
        return value

    def _skip_qualifier(self) -> None:
        if self._peek().kind == "language":
            self._next()
        elif self._peek().text == "^^":
            self._next()
            self._next()

    def _term(self, token: Token) -> str | None:
        """A variable as written, or a constant in N-Triples; None for other tokens."""
        if token.kind == "variable":
            return token.text
        if token.kind == "string":
            self._skip_qualifier()
            return str(ox.Literal(_unescape(token.text)))
        iri = expand(token, self._prefixes)
        return f"<{iri}>" if iri is not None else None

    def _next(self) -> Token:
        token = self._peek()
        self._index += 1
        return token

    def _peek(self) -> Token:
        if self._index < len(self._tokens):
            return self._tokens[self._index]
        raise QuerySyntaxError(
            "'}' がない / the SERVICE group is not closed", *line_and_column(self._text, len(self._text))
        )

    def _error(self, token: Token, problem: str) -> QuerySyntaxError:
        return QuerySyntaxError(f"SERVICE <{SERVICE}>: {problem}", *line_and_column(self._text, token.start))


def _unescape(token: str) -> str:
    """The characters of a string token."""
    quotes = 3 if token[:3] in {"'''", '"""'} and len(token) >= 6 else 1
    return _ESCAPE.sub(_character, token[quotes:-quotes])


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPES.get(match[3], match[3])

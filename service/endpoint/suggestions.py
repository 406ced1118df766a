"""Says what an unknown class, property, prefix, graph or service in a query was perhaps meant to be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from importlib import resources
from itertools import pairwise

import pyoxigraph as ox

from graph_builder.sparql import PREFIXES, select
from graph_builder.sparql_tokens import Token, declared_prefixes, expand, iter_service_calls, tokenize
from ontology.errors import BETWEEN, QuerySyntaxError, take_apart
from service.endpoint.meaning import PROPERTIES, SERVICE

MAX_UNKNOWN = 10
"""Unknown names of one query that are looked into."""
MAX_NEAR = 3
"""Known names that are proposed for one of them."""
CLOSENESS = 0.6
"""Share of letters in common (difflib's ratio) from which a name counts as similar; its customary default."""

VOCABULARY_QUERY = resources.files(__package__).joinpath("vocabulary.rq").read_text(encoding="utf8")
SERVICE_CLOSENESS = 0.9
"""The same for an address that could be meant for SERVICE, most of which is alike anyway: a slip or two."""
_NO_TERM_AFTER = {"BASE", "FROM", "NAMED", "GRAPH", "SERVICE", "SILENT"}
_GRAPH_AFTER = {"FROM", "NAMED", "GRAPH"}


@dataclass(frozen=True)
class Vocabulary:
    """What a query can hope to meet: terms of the data and of search, prefixes that need no declaration, and graphs.

    ``is_in_data`` looks up whether any other IRI stands in the data, since those are too many to be kept.
    """

    terms: frozenset[str]
    prefixes: Mapping[str, str]
    graphs: frozenset[str] = frozenset()
    is_in_data: Callable[[str], bool] = lambda iri: False


@dataclass(frozen=True)
class Note:
    """A name that means nothing here, and known names that look like it, best first."""

    unknown: str
    suggestions: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.ja}{BETWEEN}{self.en}"

    @property
    def ja(self) -> str:
        """The note in Japanese."""
        meant = " ".join(self.suggestions)
        return f"{self.unknown} はこのデータにない。" + (f"もしかして {meant}" if meant else "")

    @property
    def en(self) -> str:
        """The note in English."""
        meant = " ".join(self.suggestions)
        return f"{self.unknown} is not in the data." + (f" Did you mean: {meant}" if meant else "")


class MisplacedNote(Note):
    """A property of search by meaning that stands where nothing is searched."""

    @property
    def ja(self) -> str:
        """The note in Japanese."""
        return f"{self.unknown} は {' '.join(self.suggestions)} {{ … }} の中に書く。"

    @property
    def en(self) -> str:
        """The note in English."""
        return f"{self.unknown} belongs inside {' '.join(self.suggestions)} {{ … }}."


class UndeclaredNote(Note):
    """A prefix that no prefix known here looks like, so that the query has to declare it."""

    @property
    def ja(self) -> str:
        """The note in Japanese."""
        return f"{self.unknown} は宣言されていない接頭辞。PREFIX の行を加える。"

    @property
    def en(self) -> str:
        """The note in English."""
        return f"{self.unknown} is no declared prefix. Add a PREFIX line."


def read_vocabulary(store: ox.Store) -> Vocabulary:
    """Classes and properties in use, everything that the ontology graph describes, and the names of the graphs."""
    terms = {row[0].value for row in select(store, VOCABULARY_QUERY).rows if isinstance(row[0], ox.NamedNode)}
    graphs = frozenset(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    return Vocabulary(frozenset({*terms, *PROPERTIES}), PREFIXES, graphs, partial(_is_in_store, store))


def _is_in_store(store: ox.Store, iri: str) -> bool:
    """Whether the IRI is a subject or object in any graph, or the name of one; predicates are terms already."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    patterns = ((node, None, None, None), (None, None, node, None), (None, None, None, node))
    return any(next(store.quads_for_pattern(*pattern), None) for pattern in patterns)


def suggestions(query_text: str, vocabulary: Vocabulary, graphs: Sequence[str] = ()) -> list[Note]:
    """A note for each undeclared prefix, known prefix bound to another IRI, unknown name, unknown graph, and property
    of search outside it.

    A name counts as unknown when it is not in the data and its namespace holds known names, or another namespace has
    one of that name; other IRIs are left alone, and so is what a CONSTRUCT makes. ``graphs`` are those that the
    request names beside the query. Raises QuerySyntaxError as ``tokenize`` does.
    """
    tokens = tokenize(query_text)
    declared = _ended(declared_prefixes(tokens), vocabulary.prefixes)
    notes = [
        *_iter_prefix_notes(tokens, vocabulary.prefixes),
        *_iter_term_notes(_without_template(tokens), declared, vocabulary),
        *_iter_misplaced(_without_template(tokens), {**vocabulary.prefixes, **declared}),
        *_iter_graph_notes([*_iter_graphs(tokens, {**vocabulary.prefixes, **declared}), *graphs], vocabulary),
    ]
    return list(dict.fromkeys(notes))


def explain(error: QuerySyntaxError, query_text: str) -> QuerySyntaxError:
    """The error with what a wrong prefix or service in the query was perhaps meant to be."""
    tokens = tokenize(query_text)
    notes = [*_iter_prefix_notes(tokens, PREFIXES), *_iter_service_notes(tokens)]
    ja, en = take_apart(error.problem)
    said = "。".join([ja, *(note.ja for note in notes)]), ". ".join([en, *(note.en for note in notes)])
    return QuerySyntaxError(BETWEEN.join(said), error.line, error.column)


def _iter_service_notes(tokens: Sequence[Token]) -> Iterator[Note]:
    """A note for each call of an address that looks like that of search by meaning."""
    prefixes = {**PREFIXES, **declared_prefixes(tokens)}
    called = (
        expand(token, prefixes) for index in iter_service_calls(tokens) for token in tokens[index + 1 : index + 3]
    )
    slips = (
        iri for iri in called if iri and iri != SERVICE and get_close_matches(iri, [SERVICE], 1, SERVICE_CLOSENESS)
    )
    yield from (Note(f"<{iri}>", (f"<{SERVICE}>",)) for iri in dict.fromkeys(slips))


def _iter_prefix_notes(tokens: Sequence[Token], known: Mapping[str, str]) -> Iterator[Note]:
    declared = declared_prefixes(tokens)
    names = [token.text.partition(":") for token in tokens if token.kind == "name"]
    joined = {prefix for prefix, _, local in names if local}
    for prefix, iri in _ended(declared, known).items():
        usual = known.get(prefix, iri if prefix in joined else declared[prefix])
        if usual != declared[prefix]:
            yield Note(f"PREFIX {prefix}: <{declared[prefix]}>", (f"<{usual}>",))
    for prefix in list(dict.fromkeys(prefix for prefix, _, _ in names))[:MAX_UNKNOWN]:
        if prefix not in declared and prefix not in known:
            near = get_close_matches(prefix, known, MAX_NEAR, CLOSENESS)
            note = Note if near else UndeclaredNote
            yield note(f"{prefix}:", tuple(f"{name}:" for name in near))


def _ended(declared: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The prefixes declared, those whose IRI is a known namespace but for its end (the # forgotten) with that."""
    ends = {iri.rstrip("#/"): iri for iri in known.values()}
    return {prefix: ends.get(iri.rstrip("#/"), iri) for prefix, iri in declared.items()}


def _iter_term_notes(tokens: Sequence[Token], declared: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[Note]:
    prefixes = {**vocabulary.prefixes, **declared}
    unknown = dict.fromkeys(_iter_unknown(tokens, prefixes, vocabulary.terms))
    for iri in list(unknown)[:MAX_UNKNOWN]:
        if vocabulary.is_in_data(iri):
            continue
        near = _similar(iri, vocabulary.terms)
        if near or _namespace(iri) in _namespaces(vocabulary.terms):
            yield Note(shorten(iri, prefixes), tuple(shorten(term, prefixes) for term in near))


def _iter_unknown(tokens: Sequence[Token], prefixes: Mapping[str, str], known: frozenset[str]) -> Iterator[str]:
    """The IRIs in a query that are no known name, leaving out declarations, graphs, datatypes and functions."""
    padded = [None, None, *tokens, None]
    for before_last, before, token, after in zip(padded, padded[1:], padded[2:], [*padded[3:], None], strict=False):
        if token is None or not _is_term_place(before_last, before, after):
            continue
        iri = expand(token, prefixes)
        if iri and iri not in known and iri.rstrip("#/") == iri:
            yield iri


def _without_template(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens but for what a CONSTRUCT makes, whose names need not be known."""
    start = next((index for index, token in enumerate(tokens) if token.is_word("CONSTRUCT")), None)
    if start is None or [token.text for token in tokens[start + 1 : start + 2]] != ["{"]:
        return tokens
    end = next((index for index in range(start, len(tokens)) if tokens[index].text == "}"), len(tokens))
    return [*tokens[:start], *tokens[end:]]


def _iter_misplaced(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[MisplacedNote]:
    """The properties of search by meaning outside its calls, which hold no further group."""
    inside = {place for index in iter_service_calls(tokens) for place in _group_after(tokens, index)}
    for index, token in enumerate(tokens):
        iri = expand(token, prefixes)
        if iri in PROPERTIES and index not in inside:
            yield MisplacedNote(shorten(iri, prefixes), (f"SERVICE <{SERVICE}>",))


def _group_after(tokens: Sequence[Token], index: int) -> range:
    """The places from a token to the first closing brace behind it."""
    return range(index, next((end for end in range(index, len(tokens)) if tokens[end].text == "}"), len(tokens)))


def _iter_graphs(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """The graphs that a query names by whole IRIs."""
    for before, token in pairwise(tokens):
        iri = expand(token, prefixes) if before.text.upper() in _GRAPH_AFTER else None
        if iri and ":" in iri:
            yield iri


def _iter_graph_notes(graphs: Sequence[str], vocabulary: Vocabulary) -> Iterator[Note]:
    for iri in list(dict.fromkeys(graphs))[:MAX_UNKNOWN]:
        if iri not in vocabulary.graphs:
            near = _similar(iri, vocabulary.graphs) or sorted(vocabulary.graphs)
            yield Note(f"<{iri}>", tuple(f"<{graph}>" for graph in near[:MAX_NEAR]))


def _is_term_place(before_last: Token | None, before: Token | None, after: Token | None) -> bool:
    if before_last and before_last.is_word("PREFIX"):
        return False
    if before and (before.text == "^^" or before.text.upper() in _NO_TERM_AFTER):
        return False
    return not (after and after.text == "(")


def _similar(iri: str, terms: frozenset[str]) -> list[str]:
    """Known names like that of ``iri``: close ones of its own namespace, the very same of others."""
    name, namespace = _local_name(iri).lower(), _namespace(iri)
    own = {_local_name(term).lower(): term for term in sorted(terms) if _namespace(term) == namespace}
    near = [own[match] for match in get_close_matches(name, own, MAX_NEAR, CLOSENESS)]
    return near or sorted(term for term in terms if _local_name(term).lower() == name)[:MAX_NEAR]


def _namespaces(terms: frozenset[str]) -> set[str]:
    return {_namespace(term) for term in terms}


def _namespace(iri: str) -> str:
    return iri[: len(iri) - len(_local_name(iri))]


def _local_name(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """The IRI as a prefixed name where one of the prefixes fits, else in angle brackets."""
    for prefix, base in prefixes.items():
        if iri.startswith(base) and not set("/#") & set(iri[len(base) :]):
            return f"{prefix}:{iri[len(base) :]}"
    return f"<{iri}>"

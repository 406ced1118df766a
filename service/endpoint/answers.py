"""Evaluates one query within its limits and writes the answer: what a worker process does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

from graph_builder.results import write_results, write_triples
from graph_builder.sparql import Dataset, Solutions, run_query, written_order
from ontology.errors import QueryError, QuerySyntaxError, StoreError
from service.endpoint.limits import Limits
from service.endpoint.negotiation import GRAPH_TYPES, RESULT_TYPES, MediaType
from service.endpoint.protocol import RequestError
from service.endpoint.suggestions import Note, Vocabulary, explain, read_vocabulary, suggestions

Row = tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Reply:
    """A finished answer: its bytes and media type, how many rows it has, and what the client should know about it."""

    body: bytes
    content_type: str
    rows: int
    is_truncated: bool = False
    notes: tuple[Note, ...] = ()


class OpenStore:
    """A read-only opening of a store, with the vocabulary read from it when first needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.store = ox.Store.read_only(str(path))
        except OSError as error:
            raise StoreError(f"{path}: グラフを開けない / the store cannot be opened ({error}).") from error

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names known to the data."""
        return read_vocabulary(self.store)


@dataclass(frozen=True)
class Question:
    """A query to evaluate, and the media types its client takes; ``written`` is the query as the client wrote it.

    ``base`` is the address of the endpoint, against which relative IRIs are resolved (RFC 3986, section 5.1.3).
    ``max_rows`` are enough for its client: fewer than the limits allow.
    """

    text: str
    written: str
    base: str | None = None
    dataset: Dataset | None = None
    result_type: MediaType | None = RESULT_TYPES[0]
    graph_type: MediaType | None = GRAPH_TYPES[0]
    max_rows: int | None = None

    def run(self, opened: OpenStore, limits: Limits) -> Reply:
        """The answer, cut at the limits. Raises QueryError, and RequestError (406) when no format suits it."""
        if self.max_rows is not None:
            limits = replace(limits, rows=min(limits.rows, self.max_rows))
        try:
            answer = run_query(opened.store, self.text, dataset=self.dataset, base=self.base)
            if isinstance(answer, ox.QueryTriples):
                return self._graph_reply(answer, opened, limits)
            return self._result_reply(answer, opened, limits)
        except QuerySyntaxError as error:
            raise explain(error, self.written) from error
        except RuntimeError as error:
            raise QueryError(f"SPARQL: {error}") from error

    def _graph_reply(self, answer: ox.QueryTriples, opened: OpenStore, limits: Limits) -> Reply:
        media_type = acceptable(self.graph_type, GRAPH_TYPES)
        triples, is_truncated = _take(answer, limits, lambda triple: len(str(triple)))
        body = write_triples(triples, media_type.format_name)
        return Reply(body, media_type.content_type, len(triples), is_truncated, self._notes(opened))

    def _result_reply(self, answer: ox.QuerySolutions | ox.QueryBoolean, opened: OpenStore, limits: Limits) -> Reply:
        media_type = acceptable(self.result_type, RESULT_TYPES)
        if isinstance(answer, ox.QueryBoolean):
            rows: list[Row] = [()] if answer else []
            value: bool | Solutions = bool(answer)
            is_truncated = False
        else:
            columns = written_order(self.written, [variable.value for variable in answer.variables])
            rows, is_truncated = _take((tuple(row[column] for column in columns) for row in answer), limits, _row_size)
            value = Solutions(columns, rows)
        notes = self._notes(opened)
        body = write_results(value, media_type.format_name, _extra_members(notes, len(rows) if is_truncated else None))
        return Reply(body, media_type.content_type, len(rows), is_truncated, notes)

    def _notes(self, opened: OpenStore) -> tuple[Note, ...]:
        """Hints at names that are not known, also beside an answer: 0 counted is as good as empty."""
        graphs = (*self.dataset.default_graphs, *self.dataset.named_graphs) if self.dataset else ()
        return tuple(suggestions(self.written, opened.vocabulary, graphs))


def acceptable(media_type: MediaType | None, offered: Iterable[MediaType]) -> MediaType:
    """The media type chosen for an answer. Raises RequestError (406) when the client takes none of ``offered``."""
    if media_type is None:
        names = ", ".join(offer.name for offer in offered)
        raise RequestError(406, f"Accept や format に合う形式がない / nothing acceptable. This answer can be {names}.")
    return media_type


def _take(items: Iterable[Item], limits: Limits, size_of: Callable[[Item], int]) -> tuple[list[Item], bool]:
    """The items that the limits allow, and whether there were more."""
    taken: list[Item] = []
    size = 0
    for item in items:
        if len(taken) == limits.rows or size > limits.result_bytes:
            return taken, True
        taken.append(item)
        size += size_of(item)
    return taken, False


def _row_size(row: Row) -> int:
    return sum(len(term.value) if isinstance(term, ox.Literal) else 64 for term in row)


def _extra_members(notes: Sequence[Note], truncated_at: int | None) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if notes:
        extra["sesaku:notes"] = [{**asdict(note), "message": str(note)} for note in notes]
    if truncated_at is not None:
        extra["sesaku:truncated"] = {"rows": truncated_at}
    return extra

"""Asks the integrity questions of the query library, which a sound graph answers with nothing."""

from dataclasses import dataclass

import pyoxigraph as ox

from graph_builder.query_library import Query, ask, load_queries


@dataclass(frozen=True)
class Fault:
    """A question of the library that must have no answer, and how many rows it has."""

    query: Query
    rows: int


def integrity_queries() -> list[Query]:
    """The questions whose right answer is none."""
    return [query for query in load_queries().values() if query.group == "integrity"]


def find_faults(store: ox.Store) -> tuple[Fault, ...]:
    """The integrity questions that the graph answers with something, in the order of the library."""
    counted = (Fault(query, len(ask(store, query, {}).rows)) for query in integrity_queries())
    return tuple(fault for fault in counted if fault.rows)

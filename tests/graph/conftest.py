"""The small roadmap's graph, built once."""

import pyoxigraph as ox
import pytest
from oxrdflib import OxigraphStore
from rdflib import Dataset
from small_roadmap import ROADMAP, SOURCE

from graph_builder.ministries import load_ministries
from graph_builder.rdf import build_graph, describe_graph
from graph_builder.serialisation import canonical_quads
from graph_builder.themes import load_themes


@pytest.fixture(scope="session")
def quads() -> list[ox.Quad]:
    built = build_graph(ROADMAP, SOURCE, load_ministries(), load_themes(), "1.0")
    return canonical_quads(describe_graph(built, SOURCE, ROADMAP.slug))


@pytest.fixture(scope="session")
def store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads)
    return store


@pytest.fixture(scope="session")
def dataset(store: ox.Store) -> Dataset:
    """The quads through rdflib's API, the default graph the union of the named ones."""
    return Dataset(store=OxigraphStore(store=store), default_union=True)

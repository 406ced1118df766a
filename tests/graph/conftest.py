"""The small roadmap's graph, built once."""

import pytest
from rdflib import Dataset
from small_roadmap import ROADMAP, SOURCE

from graph_builder.ministries import load_ministries
from graph_builder.rdf import build_graph
from graph_builder.themes import load_themes


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return build_graph(ROADMAP, SOURCE, load_ministries(), load_themes(), "1.0")

"""The store of a build through rdflib's API, for people who work with rdflib."""

from pathlib import Path

import rdflib
from oxrdflib import OxigraphStore

from graph_builder.store import open_store


def open_graph(directory: Path) -> rdflib.Dataset:
    """The store in ``directory``, read only; the default graph is the union of the named graphs.

    Raises StoreError when there is no store or it is damaged.
    """
    return rdflib.Dataset(store=OxigraphStore(store=open_store(directory)), default_union=True)

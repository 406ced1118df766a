"""The on-disk Oxigraph store of a build: written once, then read only."""

from pathlib import Path

import pyoxigraph as ox

from ontology.errors import StoreError

REMEDY = "`sesaku build` で作り直す / Run `sesaku build` to make it anew."


def write_store(nquads_path: Path, directory: Path) -> int:
    """Loads an N-Quads file into a new store in ``directory``; returns the number of its quads.

    Raises StoreError when the directory cannot be written or the file is not N-Quads.
    """
    try:
        store = ox.Store(str(directory))
        store.bulk_load(path=str(nquads_path), format=ox.RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        return len(store)
    except (OSError, RuntimeError, SyntaxError) as error:
        raise StoreError(
            f"{directory}: 読み込めない / cannot be loaded from {nquads_path} ({error}). {REMEDY}"
        ) from error


def open_store(directory: Path) -> ox.Store:
    """The store in ``directory``, read only. Raises StoreError when there is none or it is damaged."""
    if not directory.is_dir():
        raise StoreError(f"{directory}: グラフのデータがない / no store here. {REMEDY}")
    try:
        return ox.Store.read_only(str(directory))
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"{directory}: グラフのデータを読めない / not a readable Oxigraph store ({error}). {REMEDY}"
        ) from error

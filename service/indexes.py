"""Opens the search index of a build, and makes a second one beside it for another embedding model."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from service.reading import read_source
from service.workspace import Build

if TYPE_CHECKING:
    from graph_builder.records import Roadmap
    from search.models import EmbeddingModel
    from search.searcher import Searcher


def open_searcher(
    build: Build, progress: Callable[[str], None], *, model_name: str | None = None, allow_download: bool = False
) -> "Searcher":
    """The searcher over a build with the shipped model, or with the one named, whose index is made at its first use.

    Raises ModelError when the model cannot be loaded or does not fit its index.
    """
    from search.models import DEFAULT_MODEL, load_model
    from search.searcher import Searcher

    name = _full_name(model_name or DEFAULT_MODEL)
    model = load_model(name, allow_download=allow_download)
    if name == DEFAULT_MODEL:
        return Searcher.open(build.index, model)
    directory = build.directory / f"index-{hashlib.sha256(f'{name} {model.digest}'.encode()).hexdigest()[:12]}"
    if not directory.is_dir():
        progress(f"索引 / indexing with {name} …")
        _index_build(build, directory, model)
    return Searcher.open(directory, model)


def _full_name(name: str) -> str:
    """The one name of a model: the whole path of a folder however it is given, the shipped one's own name for its."""
    from search.models import DEFAULT_MODEL
    from search.static_model import default_model_path

    if not Path(name).is_dir():
        return name
    path = Path(name).resolve()
    return DEFAULT_MODEL if path == default_model_path().resolve() else str(path)


def theme_iris(roadmap: "Roadmap") -> dict[int, list[str]]:
    """The IRIs of the themes of each measure, by its number."""
    from graph_builder.themes import assign_themes, load_themes

    themes = load_themes()
    return {
        measure.number: [assignment.theme for assignment in assign_themes(measure, themes)]
        for measure in roadmap.measures
        if measure.number is not None
    }


def _index_build(build: Build, directory: Path, model: "EmbeddingModel") -> None:
    """Makes an index beside the build's own; it gets its name only when it is whole."""
    from search.index import write_index

    beside = Path(tempfile.mkdtemp(prefix="index-new-", dir=build.directory))
    try:
        roadmap = read_source(build.source)
        write_index(roadmap, beside, model=model, themes=theme_iris(roadmap))
        beside.rename(directory)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise

"""Reads a source text with what is known about it: the ministries, and the corrections that stand beside it."""

from pathlib import Path

from graph_builder.records import Roadmap
from ontology.errors import SourceError


def read_source(path: Path) -> Roadmap:
    """The roadmap at ``path``, corrected by the ``corrections.toml`` beside it where there is one.

    Raises SourceError for a text that is no roadmap, with the line and the remedy.
    """
    from graph_builder.ministries import load_ministries
    from graph_builder.reader import read_roadmap
    from graph_builder.reader.corrections import load_corrections

    if not path.is_file():
        raise SourceError("ファイルがない / no such file", path=str(path), remedy="Name the text of a roadmap")
    beside = path.with_name("corrections.toml")
    return read_roadmap(path, load_ministries(), load_corrections(beside) if beside.is_file() else None)

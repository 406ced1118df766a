"""Reads a source text with what is known about it: the ministries, and the corrections made for it."""

from pathlib import Path

from graph_builder.records import Roadmap


def read_source(path: Path, data: bytes | None = None) -> Roadmap:
    """The roadmap at ``path``, corrected by the ``corrections.toml`` beside it or else by the one shipped for its plan.

    ``data`` is the text where it has been read already. Corrections made for another text are left aside and counted.
    Raises SourceError for a text that is no roadmap, with the line and the remedy.
    """
    from graph_builder.ministries import load_ministries
    from graph_builder.reader import parse_roadmap
    from graph_builder.reader.correcting import correct_roadmap
    from graph_builder.reader.corrections import load_corrections
    from graph_builder.reader.source import load_bytes
    from service.workspace import DATA

    roadmap = parse_roadmap(load_bytes(path) if data is None else data, path, load_ministries())
    for folder in (path.parent, DATA / roadmap.slug):
        if (corrections := folder / "corrections.toml").is_file():
            return correct_roadmap(roadmap, load_corrections(corrections))
    return roadmap

"""The files of a build to take away, with their sizes and checksums."""

import hashlib
from functools import lru_cache
from pathlib import Path

from graph_builder.source import Bilingual
from ontology.errors import NotFoundError
from service.browsing import read_overview
from service.catalogue import export_measures
from service.opened import OpenBuild
from service.views import DataCatalogue, DataFile

FILES = {
    "{slug}.nq": ("application/n-quads", "graph.nq", Bilingual("グラフ全体", "The whole graph")),
    "{slug}.trig": ("application/trig", "dumps/graph.trig", Bilingual("グラフ全体", "The whole graph")),
    "{slug}.ttl": ("text/turtle", "dumps/graph.ttl", Bilingual("グラフ全体を一つに", "All graphs in one")),
    "{slug}.jsonld": ("application/ld+json", "dumps/graph.jsonld", Bilingual("グラフ全体", "The whole graph")),
    "measures.jsonl": ("application/jsonl", "records.jsonl", Bilingual("施策1件1行", "One line a measure")),
    "measures.csv": ("text/csv", "csv", Bilingual("工程1件1行", "One line a step")),
    "measures.parquet": ("application/vnd.apache.parquet", "parquet", Bilingual("工程1件1行", "One line a step")),
    "source.txt": ("text/plain", "source", Bilingual("原資料のテキスト", "Source text")),
}
"""The files by name: media type, where in the build they lie or the format they are written in, and label."""


def version_of(opened: OpenBuild) -> str:
    """The version that a build's data are published under: the software's and the start of the graph's hash."""
    digest = _hash_file(opened.build.nquads)
    return f"{opened.build.manifest.version}-{digest[:8]}"


def read_catalogue(opened: OpenBuild) -> DataCatalogue:
    """The files of the build in use."""
    overview = read_overview(opened)
    files = tuple(_describe(opened, template) for template in FILES)
    build, dataset = opened.build.manifest.fingerprint, str(opened.iris.dataset)
    return DataCatalogue(version_of(opened), build, dataset, overview.title, overview.licence, files)


def read_file(opened: OpenBuild, name: str) -> tuple[bytes, str]:
    """The content and media type of one file. Raises NotFoundError."""
    for template in FILES:
        if template.format(slug=opened.iris.slug) == name:
            return _content(opened, template), FILES[template][0]
    raise NotFoundError(f"{name} はない / there is no such file. See /data/.")


def _describe(opened: OpenBuild, template: str) -> DataFile:
    media_type, _, label = FILES[template]
    content = _content(opened, template)
    digest = hashlib.sha256(content).hexdigest()
    return DataFile(template.format(slug=opened.iris.slug), media_type, label, len(content), digest)


def _content(opened: OpenBuild, template: str) -> bytes:
    _, where, _ = FILES[template]
    if where in {"csv", "parquet"}:
        return export_measures(opened.build, where)
    return (opened.build.source if where == "source" else opened.build.directory / where).read_bytes()


@lru_cache(maxsize=8)
def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

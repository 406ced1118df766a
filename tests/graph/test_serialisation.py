"""The graph's files: same bytes every time, and every format says the same."""

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_builder.rdflib_graph import open_graph
from graph_builder.serialisation import serialize_nquads, write_dumps
from graph_builder.store import open_store, write_store
from ontology.errors import StoreError

BUILD = """
import sys
sys.path.insert(0, sys.argv[2])
from small_roadmap import ROADMAP, SOURCE
from graph_builder.ministries import load_ministries
from graph_builder.rdf import build_graph, describe_graph
from graph_builder.serialisation import canonical_quads, serialize_nquads, write_dumps
from graph_builder.themes import load_themes
from pathlib import Path
directory = Path(sys.argv[1])
built = build_graph(ROADMAP, SOURCE, load_ministries(), load_themes(), "1.0")
quads = canonical_quads(describe_graph(built, SOURCE, ROADMAP.slug))
(directory / "graph.nq").write_bytes(serialize_nquads(quads))
write_dumps(quads, directory / "dumps")
"""


@pytest.fixture(scope="module")
def written(quads: list[ox.Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("build")
    (directory / "graph.nq").write_bytes(serialize_nquads(quads))
    write_dumps(quads, directory / "dumps")
    return directory


def read_files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_same_bytes_whatever_the_hash_seed(written: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path), str(Path(__file__).parent)], check=True, env=environment
    )
    assert read_files(tmp_path) == read_files(written)


def test_nquads_are_sorted_lines(written: Path, quads: list[ox.Quad]) -> None:
    lines = (written / "graph.nq").read_text(encoding="utf8").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(quads)


@pytest.mark.parametrize(
    ("name", "rdf_format"), [("graph.trig", ox.RdfFormat.TRIG), ("graph.jsonld", ox.RdfFormat.JSON_LD)]
)
def test_dataset_dumps_say_the_same(written: Path, quads: list[ox.Quad], name: str, rdf_format: ox.RdfFormat) -> None:
    assert set(ox.parse(path=str(written / "dumps" / name), format=rdf_format)) == set(quads)


def test_turtle_dump_is_the_union(written: Path, quads: list[ox.Quad]) -> None:
    parsed = ox.parse(path=str(written / "dumps" / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in parsed} == {quad.triple for quad in quads}


def test_store_holds_the_file_and_keeps_its_values(written: Path, quads: list[ox.Quad], tmp_path: Path) -> None:
    count = write_store(written / "graph.nq", tmp_path / "store")
    assert count == len(quads)
    assert set(open_store(tmp_path / "store")) == set(quads)
    graph = open_graph(tmp_path / "store")
    assert len(graph) == count


def test_missing_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        StoreError, match=r"グラフのデータがない / no store here. `sesaku build` で作り直す / Run `sesaku build`"
    ):
        open_store(tmp_path / "nowhere")


def test_damaged_store_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nonsense")
    with pytest.raises(
        StoreError, match=r"グラフのデータを読めない / not a readable Oxigraph store.*作り直す / Run `sesaku build`"
    ):
        open_store(tmp_path)


def test_unusable_nquads_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("not N-Quads")
    with pytest.raises(StoreError, match=r"cannot be loaded"):
        write_store(tmp_path / "graph.nq", tmp_path / "store")

"""Opening the search index of a build: one index a model, however the model is named."""

import os
import shutil
from pathlib import Path

import pytest

from search.static_model import default_model_path
from service.indexes import open_searcher
from service.workspace import Build

SHIPPED = default_model_path()


@pytest.mark.parametrize("name", [None, "", "default", str(SHIPPED), os.path.relpath(SHIPPED)])
def test_the_shipped_model_has_one_index_by_whatever_name(build: Build, name: str | None) -> None:
    said: list[str] = []
    searcher = open_searcher(build, said.append, model_name=name)
    assert (searcher.model.name, said) == ("default", [])


@pytest.mark.slow
def test_another_folder_has_one_index_by_whatever_path(build: Build, tmp_path: Path) -> None:
    folder, said = tmp_path / "own", list[str]()
    shutil.copytree(SHIPPED, folder)
    paths = (str(folder), os.path.relpath(folder))
    names = [open_searcher(build, said.append, model_name=path).model.name for path in paths]
    assert (names, len(said)) == ([str(folder)] * 2, 1)

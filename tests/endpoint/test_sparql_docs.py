"""The queries of docs/sparql.md, and the limits that it names."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from endpoint_client import Client

from service.endpoint.limits import Limits
from service.endpoint.meaning import OUTPUTS

TEXT = (Path(__file__).parents[2] / "docs" / "sparql.md").read_text(encoding="utf8")
EXAMPLES = re.findall(r"```sparql\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("query", EXAMPLES)
def test_examples_are_answered(client: Client, query: str) -> None:
    response = client.query(query)
    assert response.status_code == 200, response.text


def test_nothing_is_left_out() -> None:
    assert len(EXAMPLES) == 5
    assert [field.name for field in fields(Limits) if f"`{field.name}`" not in TEXT] == []
    assert [name for name in OUTPUTS if f"`search:{name}`" not in TEXT] == []

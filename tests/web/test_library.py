"""Every question of the library runs as it is written out, so that it can be pasted anywhere."""

import pytest
from web_client import Client

from graph_builder.query_library import load_queries
from service.core import Core

WITH_PARAMETERS = [query.name for query in load_queries().values() if query.parameters]


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_a_question_written_out_with_its_defaults_has_the_same_answer(core: Core, name: str) -> None:
    expected, written = core.run_query(name, {}), core.ask(core.write_query(name, {}))
    kept = [written.columns.index(column) for column in expected.columns]
    assert [tuple(row[at] for at in kept) for row in written.rows] == list(expected.rows)
    assert expected.rows


def test_the_editor_opens_a_question_filled_in_and_answered(client: Client) -> None:
    page = client.get("/sparql?question=measures-of-ministry").text
    assert "VALUES (?ministry) { (ministry:" in page
    assert '<section id="answer"' in page
    assert "当てはまるものはありません" not in page


def test_a_text_in_a_question_cannot_leave_its_place(core: Core) -> None:
    text = '") } DROP ALL # \\" 生成AI'
    written = core.write_query("measures-mentioning", {"phrase": text})
    assert core.ask(written).rows == ()

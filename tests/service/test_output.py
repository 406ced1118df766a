"""How tables come out: a grid where it fits, records where the terminal is too narrow."""

import os
import sys

import pytest

from service.cli.output import print_table

COLUMNS = ("施策 / measure", "題名 / title", "府省 / bodies", "年度 / years")
ROWS = [("17", "[生成AI]", "内閣府", "2023"), ("18", "AI", "経済産業省", "2024")]


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """What a terminal of so many columns shows."""

    def write(columns: int) -> str:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((columns, 24)))
        print_table(COLUMNS, ROWS, title="問い")
        return capsys.readouterr().out

    return write


def test_a_narrow_terminal_gets_records(written) -> None:
    assert written(40) == (
        "問い\n\n"
        "施策 / measure: 17\n題名 / title: [生成AI]\n府省 / bodies: 内閣府\n年度 / years: 2023\n\n"
        "施策 / measure: 18\n題名 / title: AI\n府省 / bodies: 経済産業省\n年度 / years: 2024\n\n"
    )


def test_a_wide_terminal_gets_a_table(written) -> None:
    lines = written(80).splitlines()
    assert all(column in lines[2] for column in COLUMNS)

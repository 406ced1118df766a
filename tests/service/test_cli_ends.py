"""How a command ends that is interrupted, too slow, or cannot write: at once, in one line, with its own exit code."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.start import main
from service.workspace import Build

ENDLESS = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it, and so would this one
import pyoxigraph as ox
from service.cli.bounded import run_bounded
store = ox.Store()
store.extend(ox.Quad(ox.NamedNode(f"a:{n}"), ox.NamedNode("b:b"), ox.Literal(n)) for n in range(5000))
def work():
    print("begun", flush=True)
    return bool(store.query("ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f + ?i = -1) }"))
run_bounded(work, SECONDS)
"""


def start(seconds: float | None) -> subprocess.Popen[str]:
    """A process that has begun to evaluate a query without end."""
    code = ENDLESS.replace("SECONDS", repr(seconds))
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf8"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def test_ctrl_c_ends_a_query_at_once() -> None:
    process = start(None)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) == ("", "sesaku: 中断した / interrupted\n")
    assert process.returncode == 130


def test_ctrl_c_at_the_very_start_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("service.cli.main", interrupt)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


def test_a_query_ends_at_its_time_limit() -> None:
    process = start(0.1)
    _, message = process.communicate(timeout=60)
    expected = "時間切れ / stopped after 0.1 seconds. Narrow the query down, or give a longer --timeout."
    assert (message, process.returncode) == (f"sesaku: {expected}\n", 1)


def end(home: Path, output: int, *arguments: str) -> tuple[int, str]:
    """The exit code and the messages of a command whose answer goes to ``output``."""
    code = "from service.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=output,
        stderr=subprocess.PIPE,
        env={**os.environ, "SESAKU_HOME": str(home), "PYTHONIOENCODING": "utf8"},
        check=False,
    )
    return done.returncode, done.stderr.decode()


COMMANDS = [("show", "17"), ("query", "fiscal-years"), ("export", "measures"), ("sparql", "ASK {}")]


@pytest.fixture
def closed_pipe() -> Iterator[int]:
    """The writing end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.slow
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_a_full_disk_is_one_line(build: Build, home: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = end(home, full.fileno(), *arguments)
    problem = "標準出力に書けない / cannot write to standard output: No space left on device"
    assert ended == (1, f"sesaku: {problem}\n")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_a_reader_who_stops_is_no_error(build: Build, home: Path, closed_pipe: int, arguments: tuple[str, ...]) -> None:
    assert end(home, closed_pipe, *arguments) == (141, "")

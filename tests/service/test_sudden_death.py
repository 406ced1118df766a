"""Verdicts and builds under kill -9: what was acknowledged is there afterwards, and the next process answers."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph_builder.sparql import select
from graph_builder.store import open_store
from service.judging import Opinion, judge, list_verdicts
from service.workspace import Build, Workspace

JUDGE_ON_AND_ON = """
import sys
from pathlib import Path
from service.judging import Opinion, judge
from service.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
for number in range(100):
    person = f"{sys.argv[2]}-{number}"
    judge(workspace, workspace.current(), (76, 88), Opinion("補完", person))
    print(person, flush=True)
"""


@pytest.mark.slow
def test_no_acknowledged_verdict_is_lost_when_the_writer_is_killed(build: Build, home: Path, tmp_path: Path) -> None:
    own_home = Path(shutil.copytree(home, tmp_path / "home"))
    acknowledged: set[str] = set()
    for moment in range(6):
        acknowledged |= kill_a_writer(own_home, f"writer{moment}", pause=0.05 * moment)
        workspace = Workspace(own_home)
        assert acknowledged <= {verdict.by for verdict in list_verdicts(workspace)}
        current = workspace.current()
        assert current is not None
        assert current.damaged == []
        rows = select(
            open_store(current.store), "SELECT ?verdict { GRAPH ?g { ?verdict a sesaku:OverlapVerdict } }"
        ).rows
        assert len(rows) >= len(acknowledged)
    judge(workspace, current, (76, 88), Opinion("重複", "the next one"))
    assert len(acknowledged) >= 6
    assert {*acknowledged, "the next one"} <= {verdict.by for verdict in list_verdicts(workspace)}


def kill_a_writer(home: Path, name: str, pause: float) -> set[str]:
    """Lets a process store verdicts, kills it some time after the first, and says which it acknowledged."""
    command = [sys.executable, "-c", JUDGE_ON_AND_ON, str(home), name]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env=os.environ
    )
    assert process.stdout is not None
    first = process.stdout.readline().strip()
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split("\n")[:-1]
    assert process.wait() == -signal.SIGKILL
    return {first, *rest}

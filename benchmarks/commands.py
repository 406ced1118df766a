"""Times the commands a user waits for, as whole processes, beside a bare Python start run in turn with them.

    python benchmarks/commands.py [--runs 5] [--write benchmarks/commands.md]

Prints the median wall time, the largest peak memory and the ratio to ``python -c pass`` of the same round.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

BARS = {
    "sesaku build": 15.0,
    "sesaku --help": 0.4,
    "sesaku show 17": 0.6,
    "sesaku search 生成AIに関連する施策は？": 1.0,
    "pytest": 60.0,
}
"""What each command may take on two cores, in seconds of wall time."""

MEMORY_BAR_MIB = 1024
"""What ``sesaku build`` may take at its peak."""

PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True)
class Run:
    """Wall seconds and peak resident memory (MiB) of one finished process."""

    seconds: float
    peak_mib: float


def run(arguments: list[str], environment: dict[str, str]) -> Run:
    """Runs a command to its end. Raises CalledProcessError when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024)


def measure(command: str, runs: int, environment: dict[str, str]) -> str:
    """One line of the report: the command's figures and whether it keeps its bar."""
    program, *options = command.split()
    arguments = [str(PROGRAMS / program), *options]
    pairs = [(run(arguments, environment), run([sys.executable, "-c", "pass"], environment)) for _ in range(runs)]
    seconds = statistics.median(ours.seconds for ours, _ in pairs)
    ratio = statistics.median(ours.seconds / bare.seconds for ours, bare in pairs)
    peak = max(ours.peak_mib for ours, _ in pairs)
    bar = BARS[command]
    kept = "yes" if seconds < bar and (command != "sesaku build" or peak < MEMORY_BAR_MIB) else "NO"
    return f"| `{command}` | {seconds:.2f} s | {bar:g} s | {ratio:.0f} × | {peak:.0f} MiB | {kept} |"


def main() -> None:
    """Prints the table, and writes it where ``--write`` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "SESAKU_HOME": home}
        lines = ["| command | median | bar | to a bare Python | peak memory | kept |", "|---|---|---|---|---|---|"]
        lines += [measure(command, options.runs, environment) for command in BARS]
    table = "\n".join(lines) + "\n"
    print(table)
    if options.write:
        options.write.write_text(table, encoding="utf8")


if __name__ == "__main__":
    main()

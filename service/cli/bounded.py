"""Work that holds neither Ctrl-C nor the clock: it runs in a thread of its own, which the process ends without."""

import math
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Generic, NoReturn, TypeVar

import click

from service.start import INTERRUPTED

STACK_BYTES = 256 * 2**20
"""Room for the engine's recursion, which takes up to 4 kB for each token of a query; only what is used is taken."""

LONGEST_WAIT = 0.2
"""Seconds of one wait: a Ctrl-C between the last look for it and the wait's begin would not end a long one."""

Result = TypeVar("Result")


def run_bounded(work: Callable[[], Result], seconds: float | None) -> Result:
    """What ``work`` returns, or raises; ends the process when that takes longer than ``seconds``, or at Ctrl-C.

    The query engine lets other threads run meanwhile, but cannot be stopped.
    """
    worker = _Worker(work)
    threading.stack_size(STACK_BYTES)
    try:
        worker.start()
        end = math.inf if seconds is None else time.monotonic() + seconds
        while worker.is_alive() and (left := end - time.monotonic()) > 0:
            worker.join(min(left, LONGEST_WAIT))
    except KeyboardInterrupt:
        _leave("中断した / interrupted", INTERRUPTED)
    if worker.is_alive():
        _leave(f"時間切れ / stopped after {seconds:g} seconds. Narrow the query down, or give a longer --timeout.", 1)
    if worker.error:
        raise worker.error
    return worker.results[0]


class _Worker(threading.Thread, Generic[Result]):
    """A thread that keeps what its work returns in ``results``, or the ``error`` that it raises."""

    def __init__(self, work: Callable[[], Result]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.results: list[Result] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        """Does the work."""
        try:
            self.results.append(self.work())
        except BaseException as error:
            for cause in filter(None, (error, error.__cause__)):
                traceback.clear_frames(cause.__traceback__)  # the engine's answers must end in the thread they began in
            self.error = error


def _leave(message: str, exit_code: int) -> NoReturn:
    """Ends the process without waiting for its threads."""
    click.echo(f"sesaku: {message}", err=True)
    sys.stderr.flush()
    os._exit(exit_code)

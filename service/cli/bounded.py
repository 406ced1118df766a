"""Work that holds neither Ctrl-C nor the clock: it runs in a thread of its own, which the process ends without."""

import os
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import NoReturn, TypeVar

import click

from service.cli import INTERRUPTED

Result = TypeVar("Result")


def run_bounded(work: Callable[[], Result], seconds: float | None) -> Result:
    """What ``work`` returns, or raises; ends the process when that takes longer than ``seconds``, or at Ctrl-C.

    The query engine lets other threads run meanwhile, but cannot be stopped.
    """
    done: Future[Result] = Future()
    try:
        threading.Thread(target=_fulfil, args=(done, work), daemon=True).start()
        return done.result(seconds)
    except KeyboardInterrupt:
        _leave("中断した / interrupted", INTERRUPTED)
    except TimeoutError:
        _leave(f"時間切れ / stopped after {seconds:g} seconds. Narrow the query down, or give a longer --timeout.", 1)


def _fulfil(done: Future[Result], work: Callable[[], Result]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:
        for cause in filter(None, (error, error.__cause__)):
            traceback.clear_frames(cause.__traceback__)  # the engine's answers must end in the thread they began in
        done.set_exception(error)


def _leave(message: str, exit_code: int) -> NoReturn:
    """Ends the process without waiting for its threads."""
    click.echo(f"sesaku: {message}", err=True)
    sys.stderr.flush()
    os._exit(exit_code)

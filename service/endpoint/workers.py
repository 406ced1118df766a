"""A pool of worker processes behind a bounded queue; a query beyond its limit costs only its own worker."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from ontology.errors import SesakuError, StoreError
from service.endpoint.answers import Reply
from service.endpoint.limits import Limits
from service.endpoint.protocol import RequestError
from service.endpoint.tickets import Ticket, Turns
from service.endpoint.worker import BEGUN, READY, Assignment, Job, Outcome, read_message, write_message

RETRY_SECONDS = 5
"""What Retry-After tells a client that found the queue full: the usual query is long done by then."""

_log = logging.getLogger(__name__)


class NotBegunError(RequestError):
    """The worker was gone before it began the job, which may go to another one."""

    def __init__(self) -> None:
        super().__init__(503, "処理を始められない / the query could not begin.", {"Retry-After": str(RETRY_SECONDS)})


class Worker:
    """One worker process, used by one thread at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__package__}.worker import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self._is_ready = False

    def wait_until_ready(self) -> None:
        """Returns once the process has started, or has ended instead."""
        if not self._is_ready and self._process.stdout:
            self._is_ready = read_message(self._process.stdout) == READY

    def carry_out(self, assignment: Assignment) -> Outcome | None:
        """What the worker answers; None when it has ended instead. Raises NotBegunError when it ended before that."""
        if self._process.stdin is None or self._process.stdout is None:
            raise NotBegunError
        try:
            write_message(self._process.stdin, assignment)
        except OSError:
            raise NotBegunError from None
        if read_message(self._process.stdout) != BEGUN:
            raise NotBegunError
        outcome = read_message(self._process.stdout)
        return outcome if isinstance(outcome, Reply | SesakuError) else None

    def is_alive(self) -> bool:
        """Whether the process is still there to take a job."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the process at once, whatever it is doing."""
        self._process.kill()

    def dispose(self) -> int:
        """Ends the process, frees what the parent holds of it, and says how it ended (minus the signal)."""
        self._process.kill()
        self._process.communicate()
        return self._process.returncode


class WorkerPool:
    """Runs jobs in ``limits.workers`` processes, on whatever store ``current_store`` names when a job begins.

    Thread-safe and bound to no event loop. Processes start on first use; a killed one is replaced at once. Clients take
    turns: see `Turns`, and `make_room` for a client whose turn does not come.
    """

    def __init__(self, current_store: Callable[[], Path], limits: Limits) -> None:
        self._current_store = current_store
        self._limits = limits
        self._threads = ThreadPoolExecutor(limits.workers, thread_name_prefix="sparql")
        self._places = threading.BoundedSemaphore(limits.workers + limits.queue)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._turns = Turns()
        self._working: list[Ticket] = []
        self._is_closed = False

    def submit(self, job: Job, client: str = "") -> Ticket:
        """Queues a client's job; its answer, or a SesakuError, comes in the ticket's future.

        Raises RequestError (503 with Retry-After) when the queue is full.
        """
        if not self._places.acquire(blocking=False):
            raise busy()
        ticket = Ticket(job, client, time.monotonic() + self._limits.queue_seconds)
        with self._lock:
            self._turns.add(ticket)
        self._threads.submit(self._serve_next)
        return ticket

    def ask(self, job: Job, client: str = "") -> Reply:
        """The answer to a job, for callers that can wait. Raises SesakuError."""
        ticket = self.submit(job, client)
        wait([ticket.future], self._limits.patience_seconds)
        self.make_room(ticket)
        return ticket.future.result()

    def make_room(self, ticket: Ticket) -> None:
        """Stops the youngest query of a client that holds every worker while the ticket, another client's, waits."""
        with self._lock:
            holders = {one.client for one in self._working}
            is_shut_out = len(self._working) == self._limits.workers and len(holders - {ticket.client}) == len(holders)
            if ticket.is_waiting and is_shut_out and len(holders) == 1:
                self._working[-1].evict()

    def warm_up(self) -> None:
        """Starts the processes before the first query."""
        with self._lock:
            self._idle += [Worker() for _ in range(self._limits.workers - len(self._idle))]

    def close(self) -> None:
        """Ends all processes; jobs still queued are dropped."""
        self._is_closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            while self._idle:
                self._idle.pop().dispose()

    def _serve_next(self) -> None:
        """Does the job whose turn it is, in one of the pool's threads."""
        with self._lock:
            ticket = self._turns.take(self._working)
            self._working.append(ticket)
        try:
            outcome = self._serve(ticket)
        finally:
            with self._lock:
                self._working.remove(ticket)
            self._places.release()
        if isinstance(outcome, Reply):
            ticket.future.set_result(outcome)
        elif outcome:
            ticket.future.set_exception(outcome)

    def _serve(self, ticket: Ticket) -> Reply | Exception | None:
        """The answer to a job, or what went wrong; None when nobody wants it any more."""
        if not ticket.future.set_running_or_notify_cancel():
            return None
        try:
            return busy() if time.monotonic() > ticket.deadline else self._answer(ticket)
        except Exception as error:
            return error

    def _answer(self, ticket: Ticket) -> Reply:
        """The answer, asked for once more when the worker was gone or the build swapped away before it could begin."""
        try:
            return self._run(ticket)
        except (NotBegunError, StoreError):
            return self._run(ticket)

    def _run(self, ticket: Ticket) -> Reply:
        assignment = Assignment(self._current_store(), ticket.job, self._limits)
        worker = self._take_worker()
        alarm = _Alarm(self._limits.seconds, worker)
        outcome = None
        try:
            if not ticket.assign(worker):
                raise self._stopped(ticket, is_late=False)
            worker.wait_until_ready()
            alarm.start()
            outcome = worker.carry_out(assignment)
        finally:
            alarm.cancel()
            is_intact = ticket.assign(None) and not alarm.has_rung
            self._give_back(worker, is_sound=outcome is not None and is_intact)
        if isinstance(outcome, Reply):
            return outcome
        raise outcome or self._stopped(ticket, is_late=alarm.has_rung)

    def _take_worker(self) -> Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive():
                    return worker
                worker.dispose()
            return Worker()

    def _give_back(self, worker: Worker, *, is_sound: bool) -> None:
        if not is_sound:
            _log.info("a SPARQL worker ended with %s", worker.dispose())
        with self._lock:
            if not self._is_closed:  # a replacement goes to the far end, since it still has to start
                self._idle.insert(len(self._idle) if is_sound else 0, worker if is_sound else Worker())
                return
        worker.dispose()

    def _stopped(self, ticket: Ticket, *, is_late: bool) -> RequestError:
        """Why there is no answer."""
        if ticket.is_evicted:
            return evicted()
        if is_late:
            seconds = f"{self._limits.seconds:g}"
            return RequestError(503, f"時間切れ / cancelled at the limit of {seconds} seconds. Narrow the query down.")
        return RequestError(503, "計算資源の上限を超えた / stopped: the query takes too much memory or nesting.")


class _Alarm(threading.Timer):
    """Kills a worker when its time is up."""

    def __init__(self, seconds: float, worker: Worker) -> None:
        super().__init__(seconds, self._ring)
        self.daemon = True
        self.has_rung = False
        self._worker = worker

    def _ring(self) -> None:
        self.has_rung = True
        self._worker.kill()


def busy() -> RequestError:
    """The refusal of a query for want of a free worker."""
    return RequestError(
        503, "混み合っている / too many queries are waiting. Try again later.", {"Retry-After": str(RETRY_SECONDS)}
    )


def evicted() -> RequestError:
    """The end of a query whose client held every worker while another one waited."""
    return RequestError(
        503,
        "他の利用者に譲った / stopped to let another client's query begin: yours held every worker. "
        "Send fewer long queries at once.",
        {"Retry-After": str(RETRY_SECONDS)},
    )

"""Jobs on their way through the pool, and whose turn it is."""

import threading
from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Protocol

from service.endpoint.answers import Reply
from service.endpoint.worker import Job


class Killable(Protocol):
    """What is at a job."""

    def kill(self) -> None:
        """Ends it at once."""


class Ticket:
    """A job of a client, to be begun before ``deadline`` (of time.monotonic); it can be stopped at any moment.

    ``client`` is the client's address, "" for this server's own pages and tools.
    """

    def __init__(self, job: Job, client: str, deadline: float) -> None:
        self.job = job
        self.client = client
        self.deadline = deadline
        self.future: Future[Reply] = Future()
        self.is_evicted = False
        self._lock = threading.Lock()
        self._worker: Killable | None = None
        self._is_stopped = False

    @property
    def is_waiting(self) -> bool:
        """Whether it has not begun yet."""
        return not self.future.running() and not self.future.done()

    def cancel(self) -> None:
        """Gives the job up: in the queue it is passed over, at work its worker is killed."""
        with self._lock:
            self._stop()

    def evict(self) -> None:
        """Stops the job at work, to let somebody else's begin."""
        with self._lock:
            self.is_evicted = True
            self._stop()

    def assign(self, worker: Killable | None) -> bool:
        """Notes who is at the job now; False when it has been stopped."""
        with self._lock:
            self._worker = worker
            return not self._is_stopped

    def _stop(self) -> None:
        self._is_stopped = True
        if self._worker:
            self._worker.kill()


class Turns:
    """The waiting jobs: next is the client with the fewest at work, the longest passed over among equals.

    One client's jobs keep their order. Not thread-safe by itself.
    """

    def __init__(self) -> None:
        self._lines: dict[str, deque[Ticket]] = {}

    def add(self, ticket: Ticket) -> None:
        """Puts a job at the end of its client's line."""
        self._lines.setdefault(ticket.client, deque()).append(ticket)

    def take(self, working: Iterable[Ticket]) -> Ticket:
        """Takes out the next job, given those at work. Raises ValueError when none is waiting."""
        busy = Counter(ticket.client for ticket in working)
        client = min(self._lines, key=lambda name: busy[name])
        line = self._lines.pop(client)
        ticket = line.popleft()
        if line:
            self._lines[client] = line
        return ticket

"""A worker process: takes jobs on standard input, answers on standard output, and can be killed at any moment.

It imports little, so that a replacement is quick.
"""

import pickle
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ontology.errors import SesakuError
from service.endpoint.answers import OpenStore, Question, Reply
from service.endpoint.confinement import confine_memory, forbid_network, ignore_interrupts, self_destruct
from service.endpoint.description import DescriptionJob
from service.endpoint.limits import Limits

LENGTH = struct.Struct(">Q")
ORPHAN_SECONDS = 5
"""Grace after the time limit, when a worker whose parent died without killing it ends itself."""


Job = Question | DescriptionJob
"""What a worker can do."""

READY = "ready"
"""Sent once after the start, which may take long on a busy machine and is not counted as the query's time."""

BEGUN = "begun"
"""Sent as soon as an assignment is read: a worker that ends before was not ended by the query."""

Outcome = Reply | SesakuError


@dataclass(frozen=True)
class Assignment:
    """A job, the store it is to run on, and what it may use."""

    store: Path
    job: Job
    limits: Limits


def main() -> None:
    """Serves assignments until standard input ends."""
    ignore_interrupts()
    forbid_network()
    write_message(sys.stdout.buffer, READY)
    opened: OpenStore | None = None
    while isinstance(assignment := read_message(sys.stdin.buffer), Assignment):
        write_message(sys.stdout.buffer, BEGUN)
        self_destruct(assignment.limits.seconds + ORPHAN_SECONDS)
        try:
            if opened is None or opened.path != assignment.store:
                opened = OpenStore(assignment.store)
                confine_memory(assignment.limits.memory_bytes)
            outcome: Outcome = assignment.job.run(opened, assignment.limits)
        except SesakuError as error:
            outcome = error
        self_destruct(None)
        write_message(sys.stdout.buffer, outcome)


def read_message(stream: IO[bytes]) -> object:
    """The next message; None at the end of the stream, also in the middle of a message."""
    header = stream.read(LENGTH.size)
    if len(header) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(header)
    body = stream.read(length)
    return pickle.loads(body) if len(body) == length else None


def write_message(stream: IO[bytes], message: object) -> None:
    """Sends one message."""
    body = pickle.dumps(message)
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()

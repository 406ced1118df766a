"""Takes from a worker process what a query must never use: new files and sockets, more memory, more time.

POSIX only; elsewhere the functions do nothing, and the refusal of SERVICE and the parent's time limit stand alone.
"""

import os
import signal
import sys

if sys.platform != "win32":
    import resource

    def forbid_new_files() -> None:
        """No file and no socket can be opened from now on: a new one gets the lowest free number, which is too high."""
        lowest_free = os.dup(0)
        os.close(lowest_free)
        _set_file_limit(lowest_free)

    def permit_new_files() -> None:
        """Undoes ``forbid_new_files``, in order to open another store."""
        _set_file_limit(resource.getrlimit(resource.RLIMIT_NOFILE)[1])

    def confine_memory(size: int) -> None:
        """Limits the address space to ``size`` bytes; going beyond ends the process."""
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))

    def self_destruct(seconds: float | None) -> None:
        """Lets the kernel end this process after ``seconds``, even inside the engine; None calls it off."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds or 0)

    def _set_file_limit(soft: int) -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

else:

    def forbid_new_files() -> None:
        """Not available here."""

    def permit_new_files() -> None:
        """Not available here."""

    def confine_memory(size: int) -> None:
        """Not available here."""

    def self_destruct(seconds: float | None) -> None:
        """Not available here."""


def ignore_interrupts() -> None:
    """Leaves Ctrl-C to the parent, which ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

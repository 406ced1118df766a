"""Takes from a worker process what a query must never use: the network, more memory, more time.

The network is closed on Linux (x86-64 and ARM64), memory and time on POSIX; elsewhere the functions do nothing, and
the refusal of SERVICE and the parent's time limit stand alone.
"""

import ctypes
import errno
import platform
import signal
import struct
import sys

SOCKET_CALL = {"x86_64": 41, "aarch64": 198}
"""The number of socket(2) by machine (Linux's unistd.h)."""

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _FAIL_WITH = 0x7FFF0000, 0x00050000


def forbid_network() -> bool:
    """Makes every attempt to open a socket fail from now on (seccomp(2)); False where that cannot be had."""
    if sys.platform != "linux" or platform.machine() not in SOCKET_CALL:
        return False
    program = b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in (
            (_LOAD, 0, 0, 0),  # the number of the system call
            (_JUMP_IF_EQUAL, 0, 1, SOCKET_CALL[platform.machine()]),
            (_RETURN, 0, 0, _FAIL_WITH | errno.EACCES),
            (_RETURN, 0, 0, _ALLOW),
        )
    )
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program) // 8, ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return not prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) and not prctl(_PR_SET_SECCOMP, _MODE_FILTER, header)


if sys.platform != "win32":
    import resource

    def confine_memory(size: int) -> None:
        """Limits the address space to ``size`` bytes; going beyond ends the process."""
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))

    def self_destruct(seconds: float | None) -> None:
        """Lets the kernel end this process after ``seconds``, even inside the engine; None calls it off."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds or 0)

else:

    def confine_memory(size: int) -> None:
        """Not available here."""

    def self_destruct(seconds: float | None) -> None:
        """Not available here."""


def ignore_interrupts() -> None:
    """Leaves Ctrl-C to the parent, which ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

"""Where ``sesaku`` begins: imports the command line so that Ctrl-C ends even this quietly."""

import sys

INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 and the number of SIGINT."""


def main() -> None:
    """Runs the command line."""
    try:
        from service.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)

"""What the pages take from a request: the core, and parameters that are checked before anything is asked."""

from starlette.requests import Request

from service.core import Core
from service.endpoint.protocol import RequestError

LONGEST_QUESTION = 2000
"""Characters of a question; a pasted draft fits, a flood does not."""


def core_of(request: Request) -> Core:
    """The core that the application was made with."""
    core: Core = request.app.state.core
    return core


def question_of(text: str) -> str:
    """A question within its bounds. Raises RequestError (400) for a longer one."""
    if len(text) > LONGEST_QUESTION:
        raise RequestError(400, f"問いが長すぎる / longer than {LONGEST_QUESTION} characters. Shorten the question.")
    return text.replace("\0", " ")


def number_of(text: str | None, name: str) -> int | None:
    """A whole number of up to six digits. Raises RequestError (400) for any other text."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise RequestError(400, f"{name} は数で / {name} must be a whole number, not '{text[:20]}'.")
    return int(text)

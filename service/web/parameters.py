"""What the pages take from a request: the core, and parameters that are checked before anything is asked."""

from starlette.requests import Request

from ontology.errors import NotFoundError
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
        raise RequestError(
            400,
            f"問いが {LONGEST_QUESTION} 字を超える。短くする / "
            f"the question is longer than {LONGEST_QUESTION} characters. Shorten it.",
        )
    return text.replace("\0", " ")


def value_of(request: Request, name: str) -> str | None:
    """The value of a parameter, None where it is empty. Raises RequestError (400) for one given more than once."""
    values = request.query_params.getlist(name)
    if len(values) > 1:
        raise RequestError(400, f"{name} は一度だけ / {name} may be given once only.")
    return values[0] or None if values else None


def number_of(text: str | None, name: str) -> int | None:
    """A whole number from 1 on of up to six digits. Raises RequestError (400) for any other text."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text)):
        raise RequestError(
            400, f"{name} は 1 以上の整数で / {name} must be a whole number from 1 on, not '{text[:20]}'."
        )
    return int(text)


def count_pages(page: int, total: int, size: int) -> int:
    """How many pages of ``size`` entries there are, one at least. Raises NotFoundError for a page beyond the last."""
    pages = max(-(-total // size), 1)
    if page > pages:
        raise NotFoundError(f"{page} ページ目はない。最後は {pages}", f"there is no page {page}. The last is {pages}.")
    return pages

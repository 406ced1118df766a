"""What the pages take from a request: the core, and parameters that are checked before anything is asked."""

from starlette.requests import Request

from ontology.errors import NotFoundError
from service.api.bodies import MAX_BYTES
from service.core import Core
from service.endpoint.protocol import FORM, RequestError, check_encoding


def core_of(request: Request) -> Core:
    """The core that the application was made with."""
    core: Core = request.app.state.core
    return core


async def as_address(request: Request) -> Request:
    """The request of a form as if its fields stood in the address, which is encoded alike.

    Raises RequestError: 415 for a body that is no such form, 413 for one of more than MAX_BYTES.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise RequestError(415, f"本文は {FORM} で / send the body as {FORM}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise RequestError(413, f"大きすぎる / the body exceeds {MAX_BYTES} bytes.")
    return Request({**request.scope, "query_string": bytes(body)})


def value_of(request: Request, name: str) -> str | None:
    """The value of a parameter, None where it is empty.

    Raises RequestError (400) for one given more than once, and for an address that is not UTF-8.
    """
    check_encoding(request.url.query.encode())
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

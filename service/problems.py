"""What an error means to a client, whichever door it comes through: an HTTP status, and words that name no folder."""

import logging
from http import HTTPStatus

from ontology.errors import ModelError, NotFoundError, SesakuError, StoreError
from service.endpoint.protocol import RequestError

UNAVAILABLE = (
    "いまはデータが使えない。手当てはサーバーの記録にある / "
    "the data cannot be used just now. The server's log says what to do, such as `sesaku build`."
)

_log = logging.getLogger(__name__)


def status_of(error: SesakuError) -> int:
    """The HTTP status: that of a RequestError, 404 for a missing thing, 503 for damaged data, 400 for all else."""
    if isinstance(error, RequestError):
        return error.status
    if isinstance(error, NotFoundError):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.SERVICE_UNAVAILABLE if isinstance(error, StoreError | ModelError) else HTTPStatus.BAD_REQUEST


def told(error: SesakuError) -> SesakuError:
    """The error as the client is told it; what is wrong with the server's own data goes to its log instead."""
    if isinstance(error, StoreError | ModelError):
        _log.error("%s", error)
        return type(error)(UNAVAILABLE)
    return error


def words_of(error: SesakuError) -> str:
    """What to tell the client, both languages in one line."""
    return str(told(error))

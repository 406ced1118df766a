"""What the endpoint allows one query, one client and all of them together."""

from dataclasses import dataclass

from search.bounds import LONGEST_DRAFT, LONGEST_QUESTION, MOST_IGNORED


@dataclass(frozen=True)
class Limits:
    """The public limits of the endpoint; ``docs/sparql.md`` says how each shows itself to a client."""

    seconds: float = 30.0
    """Time to evaluate one query; then its worker is killed and the client gets 503."""
    rows: int = 100_000
    """Rows or triples of one answer; more are cut off, and the answer says so."""
    result_bytes: int = 64 * 1024**2
    """Text in one answer; more is cut off, and the answer says so."""
    body_bytes: int = 1024**2
    """Bytes of one request's query and parameters; more is refused with 413, or 414 in the URL."""
    body_seconds: float = 10.0
    """Time to send a request's body; then 408."""
    workers: int = 2
    """Queries evaluated at once, each in a process of its own."""
    queue: int = 128
    """Queries that may wait for a worker; further ones get 503 with Retry-After."""
    queue_seconds: float = 20.0
    """Time to wait for a worker; then 503 with Retry-After."""
    patience_seconds: float = 2.0
    """Time after which a waiting query may stop the youngest of a client that holds every worker."""
    per_client: int = 64
    """Queries of one client address that may wait or run; further ones get 429 with Retry-After."""
    memory_bytes: int = 3 * 1024**3
    """Address space of one worker; a query that needs more is stopped with 503."""
    searches: int = 5
    """SERVICE calls for search by meaning in one query."""
    search_hits: int = 200
    """Hits that one of them may ask for."""
    search_ignores: int = MOST_IGNORED
    """Pieces of a question that one of them may have ignored."""
    search_text: int = LONGEST_QUESTION
    """Characters of each text in one of them."""
    search_draft: int = LONGEST_DRAFT
    """Characters of a draft in one of them."""

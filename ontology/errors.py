"""The one exception tree: every message says what is wrong, where, and what to do next, in both languages."""

BETWEEN = " / "
"""What stands between the languages of a message in one line."""


class SesakuError(Exception):
    """Base of every error a user can cause or mend; the shells print it as one line, without a traceback.

    ``ja`` and ``en`` say it in one language each, "" where it is not said in that. One text is taken apart at its
    first BETWEEN; a message that quotes somebody's words, which may hold one too, is given in two.
    """

    def __init__(self, message: str, en: str = "") -> None:
        super().__init__(f"{message}{BETWEEN}{en}" if en else message)
        self.ja, self.en = (message, en) if en else take_apart(message)


def take_apart(message: str) -> tuple[str, str]:
    """The Japanese and the English of a message in one line; one of them is "" where it is in one language only."""
    ja, _, en = message.partition(BETWEEN)
    return ("", ja) if ja.isascii() and not en else (ja, en)


class SourceError(SesakuError):
    """A source document that cannot be read as a roadmap.

    The text names the file and, where there is one, the 1-based line: ``roadmap.txt:412: ... . Remedy.``
    """

    def __init__(self, problem: str, *, path: str, line: int | None = None, remedy: str) -> None:
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {problem}. {remedy}")
        self.path = path
        self.line = line


class ValidationError(SesakuError):
    """A graph that does not conform to the SHACL shapes."""


class StoreError(SesakuError):
    """Built data that is missing, damaged or of another format."""


class QueryError(SesakuError):
    """A SPARQL query, query name or query parameter that cannot be used."""


class QuerySyntaxError(QueryError):
    """A SPARQL query that does not parse, or holds what is not allowed, at a 1-based line and column."""

    def __init__(self, problem: str, line: int, column: int) -> None:
        super().__init__(f"SPARQL {line} 行 {column} 桁 / line {line}, column {column}: {problem}")
        ja, en = take_apart(problem)
        self.ja, self.en = (
            f"SPARQL {line} 行 {column} 桁: {ja or en}",
            f"SPARQL line {line}, column {column}: {en or ja}",
        )
        self.problem = problem
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type, tuple[str, int, int]]:
        return type(self), (self.problem, self.line, self.column)


class NotFoundError(SesakuError):
    """A measure, ministry, theme or concept that the graph does not hold."""


class ModelError(SesakuError):
    """An embedding model that is missing, damaged or does not fit the index."""

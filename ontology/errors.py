"""The one exception tree: every message says what is wrong, where, and what to do next."""


class SesakuError(Exception):
    """Base of every error a user can cause or mend; the shells print it as one line, without a traceback."""


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
        self.problem = problem
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type, tuple[str, int, int]]:
        return type(self), (self.problem, self.line, self.column)


class NotFoundError(SesakuError):
    """A measure, ministry, theme or concept that the graph does not hold."""


class ModelError(SesakuError):
    """An embedding model that is missing, damaged or does not fit the index."""

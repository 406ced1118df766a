"""Splits SPARQL text into tokens with their places, and finds the SERVICE calls in it, without a full parse."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ontology.errors import QueryError, QuerySyntaxError

MOST_TOKENS = 50_000
"""How long a query may be: the engine recurses, and would end the process where its stack ends; nor shall splitting
keep others waiting."""

_NAME = r"\w·\u0300-\u036f\u203f\u2040"

_TOKEN = re.compile(
    rf"""
    (?P<between>(?:[\ \t\r\n]++|\#[^\n\r]*+)++)
  | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<string>'''(?:(?!''')(?:\\.|[^\\]))*+''' | \"\"\"(?:(?!\"\"\")(?:\\.|[^\\]))*+\"\"\"
              | '(?:\\.|[^'\\\n\r])*+' | "(?:\\.|[^"\\\n\r])*+")
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:\w(?:[{_NAME}.-]*[{_NAME}-])?)
  | (?P<name>(?:[^\W\d_](?:[{_NAME}.-]{{0,100}}[{_NAME}-])?)?
             :(?:[{_NAME}:%-]|\\[-_~.!$&'()*+,;=/?#@%]|\.+(?=[{_NAME}:%\\-]))*)
  | (?P<word>[^\W\d]\w*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<mark>\^\^|[^\ \t\r\n])
    """,
    re.VERBOSE | re.DOTALL,
)
"""The terminals of SPARQL 1.1 (section 19.8), longest match; junk, such as all white space but
SPARQL's own four, comes out as marks and is left to the engine."""

_OPERANDS = {"iri", "string", "variable", "language", "blank", "name", "number"}
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


class Token(NamedTuple):
    """A piece of a query: its kind (a group of the grammar above), its text and the offset where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    def is_word(self, keyword: str) -> bool:
        """Whether this is the keyword, in any case."""
        return self.kind == "word" and self.text.upper() == keyword


def tokenize(text: str) -> list[Token]:
    """The tokens of a query, without comments.

    Raises QueryError for one that is too long, and QuerySyntaxError where ``<`` can be read both as less-than and as
    the start of an IRI, since the engine might then see another query than the one examined here.
    """
    tokens: list[Token] = []
    brackets: list[str] = []
    for match in _TOKEN.finditer(text):
        token = Token(match.lastgroup or "mark", match.group(), match.start())
        if token.kind == "between":
            continue
        if token.kind == "iri" and brackets[-1:] == ["("] and _is_ambiguous(token.text, tokens[-1]):
            raise QuerySyntaxError("'<' は不等号とも IRI とも読める / may be less-than or an IRI. Put spaces around it",
                                   *line_and_column(text, token.start))  # fmt: skip
        _nest(brackets, token.text)
        tokens.append(token)
        if len(tokens) > MOST_TOKENS:
            raise QueryError(f"SPARQL: 長すぎる / too long: at most {MOST_TOKENS} words and marks. Split the query.")
    return tokens


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of an offset, columns counted in characters."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def offset_of(text: str, line: int, column: int) -> int:
    """The offset of a 1-based line and column; the end of the text when they lie beyond it."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1 or len(text)
    return min(start + column - 1, len(text))


def has_keyword(tokens: Sequence[Token], keyword: str) -> bool:
    """Whether the keyword stands anywhere outside strings, names and IRIs."""
    return any(token.is_word(keyword) for token in tokens)


def declared_prefixes(tokens: Sequence[Token]) -> dict[str, str]:
    """The prefixes that the query declares itself, with their IRIs as written."""
    return {
        name.text.removesuffix(":"): iri.text[1:-1]
        for keyword, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if keyword.is_word("PREFIX") and name.kind == "name" and iri.kind == "iri"
    }


def expand(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """The IRI that an IRI or prefixed name stands for; None for other tokens and unknown prefixes."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    if token.kind != "name" or prefix not in prefixes:
        return None
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def is_relative(token: Token) -> bool:
    """Whether this is an IRI that needs a base (RFC 3986, section 4.2)."""
    return token.kind == "iri" and not _SCHEME.match(token.text)


def iter_service_calls(tokens: Sequence[Token]) -> Iterator[int]:
    """The indices of the tokens that begin a SERVICE call.

    The engine's parser also accepts the keyword glued to its neighbours (``1SERVICE<…>``, ``SERVICE:name {``), so
    any word that contains it counts, and so does such a prefix before a group.
    """
    for index, token in enumerate(tokens):
        glued = token.kind == "name" and index + 1 < len(tokens) and tokens[index + 1].text == "{"
        text = token.text.partition(":")[0] if glued else token.text
        if (token.kind == "word" or glued) and "SERVICE" in text.upper():
            yield index


def _is_ambiguous(iri: str, before: Token) -> bool:
    """Whether an IRI in brackets could be a comparison instead that hides a quote, a comment or the bracket's end."""
    follows_operand = before.kind in _OPERANDS or before.text in {")", "true", "false"}
    return follows_operand and any(mark in iri for mark in "'#)") and not _ABSOLUTE.match(iri)


def _nest(brackets: list[str], text: str) -> None:
    """Keeps the stack of brackets that are open."""
    if text in {"(", "{"}:
        brackets.append(text)
    elif text in {")", "}"} and brackets:
        brackets.pop()

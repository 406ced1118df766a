"""Finds what is wrong with a query that does not parse: an engine often complains only further on."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from importlib import resources
from typing import NamedTuple

from graph_builder.sparql_tokens import Token

WORDS = frozenset(
    word
    for line in resources.files(__package__).joinpath("sparql_words.txt").read_text(encoding="utf8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
"""The words that may stand bare in a query, in capitals."""

_CLOSENESS = 0.8
"""Likeness (difflib's ratio) from which a word is a slip of the pen: SELCT has 0.91 of SELECT, foo 0.75 of FLOOR."""
_TERMS = {"iri", "string", "variable", "blank", "name", "number"}
_BARE_TERMS = {"A", "TRUE", "FALSE"}
_JOINTS = {"/", "|", "^^"}
"""Marks that make one term of the two beside them: paths, and literals with their datatypes."""
_ENDS = {")": "(", "]": "[", "}": "{"}


class Fault(NamedTuple):
    """A token that cannot stand where it does, and why."""

    token: Token
    problem: str


def find_fault(tokens: Sequence[Token], reached: int) -> Fault | None:
    """The first fault among the tokens that begin before the offset ``reached``, where the engine gave up."""
    before = [token for token in tokens if token.start < reached]
    faults = [*_iter_word_faults(before), *_iter_triple_faults(before)]
    return min(faults, key=lambda fault: fault.token.start, default=None)


def find_ungrouped(tokens: Sequence[Token]) -> Fault | None:
    """A variable that a query with groups selects although it is neither grouped nor aggregated; the last such."""
    for index in reversed(range(len(tokens))):
        if tokens[index].is_word("SELECT"):
            rest = tokens[index + 1 :]
            grouped = {token.text for token in _grouped_by(rest)}
            for token in _iter_selected(rest):
                if token.text not in grouped:
                    problem = f"'{token.text}' は GROUP BY にも集計にもない / is neither grouped nor aggregated"
                    return Fault(token, problem)
    return None


def _iter_word_faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    """Strings without an end, and words that are none of SPARQL's; behind such a string nothing can be told."""
    for token in tokens:
        if token.text in {'"', "'"}:
            yield Fault(token, "文字列が閉じていない / a string without its closing quote")
            return
        if token.text == "<" and _is_before_name(tokens, token):
            return
        if token.kind == "word" and token.text.upper() not in WORDS:
            near = get_close_matches(token.text.upper(), sorted(WORDS), 1, _CLOSENESS)
            hint = f". もしかして / Did you mean: {near[0]}" if near else ""
            yield Fault(token, f"'{token.text[:40]}' は SPARQL の語でない / is no word of SPARQL{hint}")


def _is_before_name(tokens: Sequence[Token], mark: Token) -> bool:
    """Whether ``<`` stands close before a name, as at an IRI that is broken."""
    return any(token.kind == "name" and token.start == mark.end for token in tokens)


def _iter_triple_faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    """Terms that follow a whole triple without a mark between."""
    reader = _TripleReader()
    for index, token in enumerate(tokens):
        if reader.read(token, next(iter(tokens[index + 1 : index + 2]), None)):
            problem = f"'{token.text[:40]}' の前に '.' か ';' がない / '.' or ';' is missing before it"
            yield Fault(token, problem)
            return


class _TripleReader:
    """Counts the terms of each triple, roughly: of paths, brackets and expressions it knows only where they end."""

    def __init__(self) -> None:
        self._brackets: list[str] = []
        self._terms: int | None = None  # None outside of triples
        self._keyword = ""
        self._is_joined = False

    def read(self, token: Token, after: Token | None) -> bool:
        """Takes the next token, and says whether it is one term too many."""
        if self._brackets:
            self._nest(token)
            return False
        if token.text in {"(", "["} or (token.text == "{" and self._keyword == "VALUES"):
            self._brackets.append(token.text)
            return self._open(token)
        if token.text in {"{", "}", ".", ";", ","}:
            return self._separate(token.text)
        if token.kind == "word" and token.text.upper() not in _BARE_TERMS:
            return self._take_word(token.text.upper())
        if token.text in _JOINTS:
            self._is_joined = True
            return False
        is_call = after is not None and after.text == "(" and self._keyword == "FILTER"
        return not is_call and token.kind in {*_TERMS, "word"} and self._count()

    def _nest(self, token: Token) -> None:
        if token.text in _ENDS.values():
            self._brackets.append(token.text)
        elif self._brackets[-1] == _ENDS.get(token.text):
            self._brackets.pop()

    def _open(self, token: Token) -> bool:
        """A bracket is a term, or ends what a keyword began."""
        if self._keyword in {"FILTER", "BIND"}:
            self._keyword, self._terms = "", 0
            return False
        return token.text != "{" and self._count()

    def _separate(self, mark: str) -> bool:
        self._terms = {";": 1, ",": 2}.get(mark, 0)
        self._keyword = ""
        return False

    def _take_word(self, word: str) -> bool:
        if self._keyword not in {"FILTER", "BIND"}:
            self._keyword, self._terms = word, None
        return False

    def _count(self) -> bool:
        if self._terms is None or self._keyword in {"FILTER", "BIND"}:
            return False
        self._terms += not self._is_joined
        self._is_joined = False
        return self._terms > 3


def _iter_selected(tokens: Sequence[Token]) -> Iterator[Token]:
    """The variables between SELECT and what follows its list, those in brackets left out."""
    depth = 0
    for token in tokens:
        if token.text == "{" or token.is_word("WHERE") or token.is_word("FROM"):
            return
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and not depth:
            yield token


def _grouped_by(tokens: Sequence[Token]) -> list[Token]:
    """The variables of the first GROUP BY behind the SELECT."""
    starts = [index for index, token in enumerate(tokens) if token.is_word("GROUP")]
    grouped: list[Token] = []
    for token in tokens[starts[0] + 2 :] if starts else ():
        if token.text == "}" or (token.kind == "word" and not token.is_word("AS")):
            break
        if token.kind == "variable":
            grouped.append(token)
    return grouped

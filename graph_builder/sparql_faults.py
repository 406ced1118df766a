"""Finds what is wrong with a query that does not parse: an engine often complains only further on."""

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from importlib import resources
from itertools import pairwise, takewhile
from typing import NamedTuple

from graph_builder.sparql_tokens import Token, is_relative

WORDS = frozenset(
    word
    for line in resources.files(__package__).joinpath("sparql_words.txt").read_text(encoding="utf8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
"""The words that may stand bare in a query, in capitals."""

_CLOSENESS = 0.8
"""Likeness (difflib's ratio) from which a word is a slip of the pen: SELCT has 0.91 of SELECT, foo 0.75 of FLOOR."""
_QUOTES = {'"', "'"}
_TERMS = {"iri", "string", "variable", "blank", "name", "number"}
_BARE_TERMS = {"A", "TRUE", "FALSE"}
_JOINTS = {"/", "|", "^^"}
"""Marks that make one term of the two beside them: paths, and literals with their datatypes."""
_ENDS = {")": "(", "]": "[", "}": "{"}
_LIST_ENDS = {"{", "WHERE", "FROM", "SELECT"}
"""What ends the list of a SELECT."""
_PLAIN = {"、": ",", "。": ".", "“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'"}
"""What a Japanese editor's characters are meant for, beside those that NFKC makes plain ones of."""


class Fault(NamedTuple):
    """A token that cannot stand where it does, and why, in both languages."""

    token: Token
    problem: str


def find_fault(tokens: Sequence[Token], reached: int, *, has_base: bool = True) -> Fault | None:
    """The first fault among the tokens that begin up to the offset ``reached``, where the engine gave up.

    Without a base a relative IRI is one.
    """
    before = [token for token in tokens if token.start <= reached]
    within = [token for token in before if token.start < reached]
    finders = (_iter_word_faults, _iter_triple_faults, _iter_repeated)
    faults = [*_iter_foreign(before), *(fault for find in finders for fault in find(within))]
    if not has_base:
        faults += _iter_relative(before)
    return min(faults, key=lambda fault: fault.token.start, default=None)


def find_ungrouped(tokens: Sequence[Token]) -> Fault | None:
    """A variable that a query with groups selects although it is neither grouped nor aggregated; the last such."""
    for index in reversed(range(len(tokens))):
        if tokens[index].is_word("SELECT"):
            rest = tokens[index + 1 :]
            grouped = {token.text for token in _grouped_by(rest)}
            for token in _iter_selected(rest):
                if token.text not in grouped:
                    shown = f"'{token.text}'"
                    problem = f"{shown} は GROUP BY にも集計にもない / {shown} is neither grouped nor aggregated"
                    return Fault(token, problem)
    return None


def _iter_foreign(tokens: Sequence[Token]) -> Iterator[Fault]:
    """Characters that SPARQL has no use for outside strings, and full-width digits."""
    for token in _readable(tokens):
        if token.kind in {"mark", "number"} and not token.text.isascii():
            ja, en = (f"'{token.text[:40]}'",) * 2 if token.text.isprintable() else _name_space(token.text)
            ja_hint, en_hint = _hint(token.text)
            yield Fault(token, f"{ja} は SPARQL の字でない{ja_hint} / {en} is no character of SPARQL{en_hint}")


def _hint(foreign: str) -> tuple[str, str]:
    """What to put in the place of a foreign character, in Japanese and in English."""
    plain = _PLAIN.get(foreign) or unicodedata.normalize("NFKC", foreign)
    if plain.isspace():
        return "。半角の空白にする", ". Put an ordinary space"
    return _did_you_mean(plain) if plain.isascii() else ("", "")


def _did_you_mean(word: str) -> tuple[str, str]:
    return f"。もしかして {word}", f". Did you mean: {word}"


def _name_space(character: str) -> tuple[str, str]:
    """The name of white space, in Japanese and in English."""
    code = f"U+{ord(character):04X}"
    if character == "\u3000":
        return f"全角の空白 {code}", f"the full-width space {code}"
    return (f"{unicodedata.name(character, '')} {code}".strip(),) * 2


def _iter_word_faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    """Strings without an end, and words that are none of SPARQL's."""
    readable = _readable(tokens)
    for token, after in pairwise([*readable, None]):
        if token and token.kind == "word" and token.text.upper() not in WORDS and not _is_prefix(token, after):
            word = unicodedata.normalize("NFKC", token.text).upper()
            near = get_close_matches(word, sorted(WORDS), 1, _CLOSENESS)
            ja, en = _did_you_mean(near[0]) if near else ("", "")
            shown = f"'{token.text[:40]}'"
            yield Fault(token, f"{shown} は SPARQL の語でない{ja} / {shown} is no word of SPARQL{en}")
    for token in tokens[len(readable) : len(readable) + 1]:
        if token.text in _QUOTES:
            yield Fault(token, "文字列が閉じていない / a string has no closing quote")


def _readable(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens before a quotation mark or an IRI that is broken: behind it nothing can be told."""
    broken = (
        index
        for index, token in enumerate(tokens)
        if token.text in _QUOTES or (token.text == "<" and _is_before_name(tokens, token))
    )
    return tokens[: next(broken, len(tokens))]


def _is_prefix(word: Token, after: Token | None) -> bool:
    """Whether the word stands close before a full-width colon, which is the fault then."""
    return after is not None and after.text == "：" and after.start == word.end


def _iter_relative(tokens: Sequence[Token]) -> Iterator[Fault]:
    """IRIs that are relative although the query has not declared what to."""
    for before, token in pairwise([None, *tokens]):
        if before and before.is_word("BASE") and token and not is_relative(token):
            return
        if token and is_relative(token):
            shown = token.text[:40]
            ja = f"相対 IRI {shown} の基底がない。全体を書くか BASE を宣言する"
            yield Fault(token, f"{ja} / the relative IRI {shown} has no base. Write it in full or declare BASE")


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


def _iter_repeated(tokens: Sequence[Token]) -> Iterator[Fault]:
    """Variables that one SELECT names twice."""
    for index, select in enumerate(tokens):
        seen: set[str] = set()
        for token in _iter_named(tokens[index + 1 :]) if select.is_word("SELECT") else ():
            if token.text in seen:
                yield Fault(token, f"'{token.text}' が SELECT に二度ある / '{token.text}' is selected twice")
            seen.add(token.text)


def _iter_selected(tokens: Sequence[Token]) -> Iterator[Token]:
    """The variables between SELECT and what follows its list, those in brackets left out."""
    depth = 0
    for token in _selection(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and not depth:
            yield token


def _iter_named(tokens: Sequence[Token]) -> Iterator[Token]:
    """The columns of a SELECT: the variables of its list, and those that a bracket in it names with AS."""
    selected = {token.start for token in _iter_selected(tokens)}
    for before, token in pairwise([None, *_selection(tokens)]):
        is_named = before is not None and before.is_word("AS")
        if token and token.kind == "variable" and (is_named or token.start in selected):
            yield token


def _selection(tokens: Sequence[Token]) -> list[Token]:
    """The tokens before the one that ends the list of a SELECT."""
    return list(takewhile(lambda token: token.text.upper() not in _LIST_ENDS, tokens))


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

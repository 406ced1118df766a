"""How the pieces of a question go together: alternatives, ranges of years, and what is to be left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from search.filters import FilterKind
from search.pieces import Piece
from search.question_rules import compiled, matches, rules
from search.tokenizer import COMPOUND_POS, Token, tokenize
from search.vocabulary import Vocabulary

_ONLY: Mapping[FilterKind, FilterKind] = {"ministry": "only_ministry", "fiscal_year": "only_fiscal_year"}
_OPEN_ENDED = {"since": "以降", "until": "まで", "after": "より後", "before": "より前"}


def join(text: str, pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[Piece]:
    """The pieces with alternatives (経産省や文科省) and ranges of years (2023〜2025年度) made one each."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        between = text[before.end : piece.start] if before else ""
        if before and before.kind == piece.kind and (link := _link(piece.kind, between)):
            joined[-1] = _joined(text, before, piece, link, vocabulary)
        else:
            joined.append(piece)
    return [_open_ended(text, piece, vocabulary) if piece.kind == "fiscal_year" else piece for piece in joined]


def _link(kind: FilterKind, between: str) -> str | None:
    known = rules()["joined"]
    links = (name for name in ("range", "or", "row", "list") if kind in known[f"{name}_kinds"])
    return next((name for name in links if compiled(known[name]).fullmatch(between)), None)


def _joined(text: str, one: Piece, other: Piece, link: str, vocabulary: Vocabulary) -> Piece:
    start, end = one.start, other.end
    if link == "range":
        start, end = around(text, replace(one, end=end), rules()["joined"]["range_words"])
        first, last = one.values[0], other.values[-1]
        values = _years_between(int(first), int(last), vocabulary) or (first, last)
        return replace(one, text=text[start:end], start=start, end=end, values=values, shown=f"{first}〜{last}年度")
    shown = f"{one.shown}または{other.shown}"
    return replace(one, text=text[start:end], end=end, values=(*one.values, *other.values), shown=shown)


def _open_ended(text: str, piece: Piece, vocabulary: Vocabulary) -> Piece:
    """A year with all that follow (2025年度以降) or come before it (2024年度まで), where the question says so."""
    known = rules()["open_range"]
    year = piece.values[0]
    if len(piece.values) > 1 or not isinstance(year, int):
        return piece
    first, last = min(vocabulary.fiscal_years), max(vocabulary.fiscal_years)
    ranges = {"since": (year, last), "until": (first, year), "after": (year + 1, last), "before": (first, year - 1)}
    for name, limits in ranges.items():
        start, end = around(text, piece, known[name])
        if (start, end) != (piece.start, piece.end):
            years = _years_between(*limits, vocabulary) or piece.values
            shown = f"{year}年度{_OPEN_ENDED[name]}"
            return replace(piece, text=text[start:end], start=start, end=end, values=years, shown=shown)
    return piece


def _years_between(first: int, last: int, vocabulary: Vocabulary) -> tuple[int, ...]:
    return tuple(year for year in vocabulary.fiscal_years if first <= year <= last)


def around(text: str, piece: Piece, words: Mapping[str, str]) -> tuple[int, int]:
    """Where a piece begins and ends with the words before and behind it that say how it is meant."""
    before = compiled(f"(?:{words['before']})$").search(text[: piece.start])
    behind = compiled(words["behind"]).match(text, piece.end)
    return before.start() if before else piece.start, behind.end() if behind else piece.end


def narrow(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, ministries or years that alone are asked for (内閣府と経産省だけ) made one piece that says so."""
    together = compiled(rules()["excluded"]["together"])
    narrowed: list[Piece] = []
    for piece in pieces:
        only = _ONLY.get(piece.kind)
        start, end = around(text, piece, rules()[only]) if only else (piece.start, piece.end)
        if only is None or (start, end) == (piece.start, piece.end):
            narrowed.append(piece)
            continue
        named = [piece]
        while narrowed and narrowed[-1].kind == piece.kind and together.fullmatch(text, narrowed[-1].end, start):
            named.insert(0, narrowed.pop())
            start = named[0].start
        values = tuple(value for one in named for value in one.values)
        shown = f"{'・'.join(one.shown for one in named)}のみ"
        narrowed.append(Piece(only, text[start:end], start, end, values, shown))
    return narrowed


def exclude(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, those that the question leaves out (経産省以外) marked so, and the topics that it leaves out."""
    words = rules()["excluded"]
    how = {"before": words["before"], "behind": f"(?:{words['behind']})|(?:{words['behind_filter']})"}
    spans = [around(text, piece, how) for piece in pieces]
    left_out = [span != (piece.start, piece.end) for piece, span in zip(pieces, spans, strict=True)]
    for at in range(len(pieces) - 1, 0, -1):  # 経産省と総務省を除く leaves out both
        if left_out[at] and pieces[at - 1].kind == pieces[at].kind:
            left_out[at - 1] |= bool(compiled(words["together"]).fullmatch(text, spans[at - 1][1], spans[at][0]))
    for piece, (start, end), is_excluded in zip(pieces, spans, left_out, strict=True):
        found = replace(piece, text=text[start:end], start=start, end=end)
        yield replace(found, shown=f"{piece.shown}を除く", is_excluded=True, searched="") if is_excluded else found
    for start, end, topic in _iter_topics(text, words):
        if topic and not any(start < other_end and other_start < end for other_start, other_end in spans):
            spans.append((start, end))
            yield Piece("topic", text[start:end], start, end, (topic,), f"{topic}を除く", is_excluded=True)


def _iter_topics(text: str, words: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Where a topic is left out, and the topic: the nouns before 以外, or the words behind "except"."""
    together, ends = compiled(f"(?:{words['together']})$"), list(matches([words["behind"]], text))
    tokens = tokenize(text) if ends else []
    for match in ends:
        end, at = match.end(), match.start()
        while (start := _noun_phrase_start(tokens, at)) < at:
            yield start, end, text[start:at]
            link = together.search(text[:start])
            if link is None:
                break
            end, at = start, link.start()
    for match in matches(words["topics"], text):
        yield *match.span(), match["topic"].strip()


def _noun_phrase_start(tokens: Sequence[Token], end: int) -> int:
    """Where the run of nouns begins that ends at ``end``; ``end`` itself where it says nothing."""
    start, is_content = end, False
    for token in reversed([token for token in tokens if token.end <= end]):
        if token.end != start or not token.pos.startswith(COMPOUND_POS):
            break
        start, is_content = token.start, is_content or token.is_content
    return start if is_content else end

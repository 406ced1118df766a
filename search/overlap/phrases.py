"""The phrases that two texts have in common, in whole words and wherever they stand."""

from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher

from search.overlap.report import Span
from search.overlap.wording import BLANK, blank_standing, is_telling
from search.tokenizer import FUNCTION_POS, Token, tokenize

# A shorter run of equal characters is a word, not a phrase.
SHORTEST_PHRASE = 4
# So many telling words that both texts say apart make up for a phrase; fewer may be the field alone.
LEAST_WORDS = 3

TAKEN = "\0", "\1"
"""What stands for characters that are out of the comparison, in the first and the second text."""


def common_spans(left: str, right: str) -> list[tuple[Span, Span]]:
    """The offsets of the phrases that both texts say, in the order of ``left``; of LEAST_WORDS words where none is.

    A phrase consists of whole words, one of them telling; standing phrases are left out. Phrases may stand in another
    order in the other text.
    """
    first, second = blank_standing(left), blank_standing(right)
    tokens, others = tokenize(first), tokenize(second)
    places = {(token.start, token.end) for token in others}
    found = (_whole_words(tokens, places, block) for block in _iter_blocks(first, second))
    return sorted(span for span in found if span) or _common_words(tokens, others)


def _common_words(left: Sequence[Token], right: Sequence[Token]) -> list[tuple[Span, Span]]:
    """Where both texts first say each telling word that they share; nothing for fewer than LEAST_WORDS of them."""
    first, second = (
        {each.normal: (each.start, each.end) for each in side[::-1] if is_telling(each)} for side in (left, right)
    )
    shared = sorted((span, second[word]) for word, span in first.items() if word in second)
    return shared if len(shared) >= LEAST_WORDS else []


def _iter_blocks(first: str, second: str) -> Iterator[Match]:
    """The longest run of equal characters, then the longest outside it, and so on."""
    texts = first.replace(BLANK, TAKEN[0]), second.replace(BLANK, TAKEN[1])
    while True:
        block = SequenceMatcher(None, *texts, autojunk=False).find_longest_match()
        if block.size < SHORTEST_PHRASE:
            return
        yield block
        starts = block.a, block.b
        texts = tuple(map(_take, texts, starts, (block.size, block.size), TAKEN))  # type: ignore[assignment]


def _take(text: str, start: int, size: int, taken: str) -> str:
    return text[:start] + taken * size + text[start + size :]


def _whole_words(tokens: Sequence[Token], others: set[Span], block: Match) -> tuple[Span, Span] | None:
    """The part of a block from its first word to its last, with a verb's する; None if it says little.

    ``tokens`` are those of the first text, ``others`` the places of those of the second.
    """
    shift, end = block.b - block.a, block.a + block.size
    inside = [
        token
        for token in tokens
        if block.a <= token.start and token.end <= end and (token.start + shift, token.end + shift) in others
    ]
    words = [token for token in inside if token.is_content]
    if not any(map(is_telling, words)) or words[-1].end - words[0].start < SHORTEST_PHRASE:
        return None
    start, stop = words[0].start, [token for token in inside if not token.pos.startswith(FUNCTION_POS)][-1].end
    return (start, stop), (start + shift, stop + shift)

"""Finds the thesaurus's concepts in a text: in passages where a label stands, in queries also where its words do."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from search.thesaurus import Label, Lexicon, naming_tokens
from search.tokenizer import Token

# A label whose words all stand in the query, but apart or in another order, is a weaker sign than the label itself.
SCATTERED_STRENGTH = 0.7
# So much of the rarity of its words must be in the query for it to count ("漫画の違法サイト" ~ 違法漫画).
SCATTERED_COVERAGE = 0.75


@dataclass(frozen=True)
class ConceptMatch:
    """A concept found by ``label``, with strength in (0, 1] and its place in the text (None, None when scattered)."""

    concept: str
    label: Label
    strength: float
    start: int | None = None
    end: int | None = None


def find_all(lexicon: Lexicon, terms: Sequence[str]) -> Iterator[Label]:
    """Every label that stands in ``terms``, also inside longer ones: what a passage mentions."""
    for start in range(len(terms)):
        for end in range(start + 1, min(start + lexicon.longest, len(terms)) + 1):
            yield from lexicon.by_terms.get(tuple(terms[start:end]), ())


def find_longest(lexicon: Lexicon, tokens: Sequence[Token]) -> list[ConceptMatch]:
    """The longest labels in a query from left to right, none inside another, with their places."""
    content = naming_tokens(tokens)
    matches: list[ConceptMatch] = []
    start = 0
    while start < len(content):
        end = _longest_end(lexicon, content, start)
        if end is None:
            start += 1
            continue
        labels = lexicon.by_terms[tuple(token.normal for token in content[start:end])]
        places = content[start].start, content[end - 1].end
        matches.extend(ConceptMatch(label.concept, label, 1.0, *places) for label in _one_each(labels))
        start = end
    return matches


def find_kana(lexicon: Lexicon, text: str) -> list[ConceptMatch]:
    """The labels in hiragana that stand in the text as written (のうはく), with their places."""
    places = ((label, text.find(label.text)) for label in lexicon.kana_labels)
    return [
        ConceptMatch(label.concept, label, 1.0, start, start + len(label.text)) for label, start in places if start >= 0
    ]


def find_scattered(lexicon: Lexicon, tokens: Sequence[Token], rarity: Callable[[str], float]) -> list[ConceptMatch]:
    """The concepts of which a label of several words stands in the query nearly whole, though not in one piece.

    ``rarity`` weighs the words. A prefix counts only with its noun: 小中学校 is nothing of 中小企業.
    """
    content = naming_tokens(tokens)
    wanted, nouns = {token.normal for token in content}, _nouns_of_prefixes(content)
    shared = Counter(chain.from_iterable(lexicon.by_term.get(term, ()) for term in wanted))
    best: dict[str, ConceptMatch] = {}
    for position in sorted(position for position, count in shared.items() if count > 1):
        label = lexicon.labels[position]
        named = set(label.terms)
        held = [term for term in named & wanted if term not in nouns or nouns[term] & named]
        coverage = sum(map(rarity, held)) / sum(map(rarity, named))
        strength = SCATTERED_STRENGTH * coverage
        if coverage >= SCATTERED_COVERAGE and (label.concept not in best or best[label.concept].strength < strength):
            best[label.concept] = ConceptMatch(label.concept, label, strength)
    return list(best.values())


def _nouns_of_prefixes(tokens: Sequence[Token]) -> dict[str, set[str]]:
    """For each word that stands in the query as a prefix alone the nouns behind it: 中 and 小 of 中小企業 have 企業."""
    nouns: dict[str, set[str]] = {}
    noun, start, others = "", -1, set()
    for token in reversed(tokens):
        if not token.pos.startswith("接頭辞"):
            noun, start = token.normal, token.start
            others.add(token.normal)
        elif token.end == start:
            start = token.start
            nouns.setdefault(token.normal, set()).add(noun)
    return {prefix: found for prefix, found in nouns.items() if prefix not in others}


def _longest_end(lexicon: Lexicon, content: Sequence[Token], start: int) -> int | None:
    for end in range(min(start + lexicon.longest, len(content)), start, -1):
        if tuple(token.normal for token in content[start:end]) in lexicon.by_terms:
            return end
    return None


def _one_each(labels: Sequence[Label]) -> list[Label]:
    return list({label.concept: label for label in reversed(labels)}.values())

"""Why a measure was found: the words that matched, those that the thesaurus added, and the passage that says it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from search.expansion import Probe
from search.filters import Filters, squeeze
from search.passages import Passage
from search.stored_index import SearchIndex
from search.tokenizer import Token, tokenize

# Concepts of the question that a hit names: those that stand in it first, then the nearest.
MOST_CONCEPTS = 5
# Of two passages alike the measure's own text is shown before a step.
TEXT_BONUS = 0.02
# A step of the body or year asked for is shown before the text where it answers so nearly as well.
STEP_SHARE = 0.5
# Names of concepts come back in question after question.
_squeezed = lru_cache(maxsize=20_000)(squeeze)
# 化, 版, 作っ, うち, なかっ: a part of a word says nothing alone, and a verb or an adverb hardly more.
# A run of katakana so long is a word of its own, whatever stands beside it.
_OWN_WORD = 5
_KANJI, _KATAKANA = re.compile("[一-鿿々]{2}"), re.compile("[ァ-ヺー]{2}")
# 地域づくり: hiragana behind another script end a word there.
_WORD_END = re.compile("[一-鿿々ァ-ヺー][ぁ-ん]")
_HIRAGANA, _LETTER = re.compile("[ぁ-んー]+"), re.compile("[A-Za-z]")
_NUMBER, _COUNTER = "名詞-数詞", "助数詞可能"
_SAYS_LITTLE = ("接尾辞", "接頭辞", "動詞", "副詞", "名詞-普通名詞-副詞可能", "形容詞-非自立可能")


@dataclass(frozen=True)
class AddedWord:
    """A name that the thesaurus knows and that stands in the measure, and the concept of the question it belongs to."""

    word: str
    concept: str


@dataclass(frozen=True)
class Evidence:
    """The best passage and what speaks for it; the shares of words as written and of meaning sum to 1.

    Filters alone compare nothing, so that there are no shares. ``matched`` are words of the question, as the user wrote
    them, that stand in the measure.
    """

    passage: Passage
    matched: tuple[str, ...]
    added: tuple[AddedWord, ...]
    concepts: tuple[str, ...]
    lexical_share: float | None
    semantic_share: float | None


@dataclass(frozen=True)
class _Name:
    """A name of a concept of the question that does not stand in it, as written and squeezed."""

    text: str
    squeezed: str
    terms: frozenset[str]
    concept: str


@dataclass(frozen=True)
class Explainer:
    """Explains the hits of one question, of the measures that meet ``filters``."""

    index: SearchIndex
    probe: Probe
    filters: Filters = field(default_factory=Filters)

    def explain(self, measure: int, lexical: float | None) -> Evidence:
        """The evidence for ``measure`` (its position); its words make up the share ``lexical`` of its score."""
        held = self.index.concepts_of[measure]
        return Evidence(
            passage=self.best_passage(measure),
            matched=tuple(dict.fromkeys(self._iter_matched(measure))),
            added=tuple(self._iter_added(measure)),
            concepts=tuple(dict.fromkeys(name for slug, name in self._concepts if slug in held))[:MOST_CONCEPTS],
            lexical_share=None if lexical is None else round(lexical, 3),
            semantic_share=None if lexical is None else round(1 - lexical, 3),
        )

    def best_passage(self, measure: int) -> Passage:
        """The best text, or step of a body and year asked for; a heading only where it alone holds the words."""
        passages, words, scores = self.index.passages, self._words, self._scores
        candidates = [at for at in self.index.own_passages[measure] if self.filters.admit(passages[at])]
        if not any(words[at] for at in candidates):
            every = range(int(self.index.starts[measure]), int(self.index.starts[measure + 1]))
            candidates = [at for at in every if words[at] and self.filters.admit(passages[at])] or candidates
        best = max(candidates, key=lambda at: scores[at] + TEXT_BONUS * (passages[at].kind == "text"))
        asked_for = [at for at in candidates if words[at] and self.filters.name(passages[at])]
        step = max(asked_for, key=lambda at: scores[at], default=best)
        return passages[step if scores[step] >= STEP_SHARE * scores[best] else best]

    @cached_property
    def _concepts(self) -> list[tuple[str, str]]:
        """The concepts of the question and those near to it, each with its name."""
        slugs = (*(match.concept for match in self.probe.concepts), *self.probe.near_concepts)
        return [(slug, self.index.lexicon.name(slug)) for slug in dict.fromkeys(slugs)]

    @cached_property
    def _words(self) -> list[float]:
        """How well the words of each passage answer: BM25."""
        words: list[float] = self.index.passage_words.scores(self.probe.weighted_terms).tolist()
        return words

    @cached_property
    def _scores(self) -> list[float]:
        """How well each passage answers: words and meaning each by their share of the best."""
        parts = np.array([self._words, self.probe.cosines])
        scores: list[float] = (parts / np.maximum(parts.max(axis=1, keepdims=True), 1e-9)).sum(axis=0).tolist()
        return scores

    @cached_property
    def _names(self) -> list[_Name]:
        """The shown names of the question's concepts that do not stand in it, the longest first."""
        asked = squeeze(self.probe.text)
        names = [
            _Name(label.text, _squeezed(label.text), frozenset(label.terms), slug)
            for slug in dict.fromkeys(match.concept for match in self.probe.concepts)
            for label in self.index.lexicon.shown(slug)
        ]
        return sorted((name for name in names if name.squeezed not in asked), key=lambda name: -len(name.squeezed))

    def _iter_matched(self, measure: int) -> Iterator[str]:
        """The longest runs of the question's words that stand in the measure too."""
        held, text = self.index.words_of[measure], self.index.cards[measure].squeezed
        run: list[Token] = []
        for token in self.probe.tokens:
            is_held = token.normal in held
            touches = bool(run) and is_held and run[-1].end == token.start
            if run and not (touches and squeeze(self._written([*run, token])) in text):
                yield from self._word(run, text)
                run = []
            if is_held:
                run.append(token)
        yield from self._word(run, text)

    def _word(self, run: Sequence[Token], text: str) -> Iterator[str]:
        """The run as written; none for a mere part of a word or of a date, or a verb alone, which says little.

        A prefix before it (中 of 中小企業) that stands so in the squeezed ``text`` of the measure too belongs to it.
        """
        run = [token for token in run if not self._is_part_of_number(token, run)]
        if any(not token.pos.startswith(_SAYS_LITTLE) for token in run) and not self._is_torn(run):
            start, end = run[0].start, run[-1].end
            while (before := self._prefixes.get(start)) and squeeze(self.probe.text[before.start : end]) in text:
                start = before.start
            yield self.probe.text[start:end]

    @cached_property
    def _prefixes(self) -> dict[int, Token]:
        """The prefixes in the question by where they end, those that say nothing alone included."""
        return {token.end: token for token in tokenize(self.probe.text) if token.pos.startswith("接頭辞")}

    @cached_property
    def _numbers(self) -> dict[int, tuple[int, int]]:
        """For where each token of a number, date or count (2023年3月) starts, the place of the whole."""
        found: dict[int, tuple[int, int]] = {}
        group: list[Token] = []
        for token in self.probe.tokens:
            is_number = token.pos == _NUMBER
            touches = bool(group) and group[-1].end == token.start and (is_number or _COUNTER in token.pos)
            group = [*group, token] if touches else [token] if is_number else []
            found.update((one.start, (group[0].start, group[-1].end)) for one in group)
        return found

    def _is_part_of_number(self, token: Token, run: Sequence[Token]) -> bool:
        """Whether the token belongs to a number that the run holds in part only, or is a number alone."""
        start, end = self._numbers.get(token.start, (token.start, token.end))
        is_alone = token.pos == _NUMBER and (start, end) == (token.start, token.end) == (run[0].start, run[-1].end)
        return start < run[0].start or run[-1].end < end or is_alone

    def _is_torn(self, run: Sequence[Token]) -> bool:
        """Whether the run is a letter, or one character or a few of kana inside a longer word of the question."""
        text, start, end = self.probe.text, run[0].start, run[-1].end
        if end - start >= _OWN_WORD:
            return False
        written = text[start:end]
        if _LETTER.fullmatch(written) or (_HIRAGANA.fullmatch(written) and _WORD_END.match(text, max(start - 1, 0))):
            return True
        script = _KANJI if end - start == 1 else _KATAKANA
        before, behind = text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1]
        return any(len(pair) == 2 and script.fullmatch(pair) for pair in (before, behind))

    def _written(self, run: Sequence[Token]) -> str:
        return self.probe.text[run[0].start : run[-1].end]

    def _iter_added(self, measure: int) -> Iterator[AddedWord]:
        """For each concept of the question the longest of its names that stands in the measure."""
        held, text = self.index.words_of[measure], self.index.cards[measure].squeezed
        seen: set[str] = set()
        for name in self._names:
            if name.concept not in seen and not name.terms.isdisjoint(held) and name.squeezed in text:
                seen.add(name.concept)
                yield AddedWord(name.text, self.index.lexicon.name(name.concept))

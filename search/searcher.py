"""The search: opens an index, understands a question, ranks the measures that its filters leave, and says why."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.errors import QueryError
from ontology.names import unknown_chapter, unknown_fiscal_year
from search.bounds import LONGEST_DRAFT, LONGEST_QUESTION, MOST_IGNORED, RANKED
from search.confidence import OFF_TOPIC_BELOW, UNSURE_BELOW, confidence
from search.embedding import Embedder
from search.expansion import Probe, expand
from search.explain import Evidence, Explainer
from search.filters import Condition, FilterKind, Filters, Mask, MeasureCard, select, squeeze
from search.hybrid import WEIGHTS, fuse, lexical_shares
from search.models import EmbeddingModel, load_model
from search.overlap.wording import telling_words
from search.quoting import quoted_shares
from search.retrievers import (
    ConceptRetriever,
    GlossRetriever,
    GramRetriever,
    MeaningRetriever,
    Retriever,
    WordRetriever,
)
from search.similar import Likeness, comparer_of_measure, comparer_of_text, rank
from search.spelling import Correction
from search.stored_index import SearchIndex, load_index
from search.thesaurus import naming_terms
from search.tokenizer import fold
from search.understanding import Question, understand
from search.vocabulary import find_term

Scores = NDArray[np.float32]

_LETTER = re.compile("[a-z]")
QUOTED = re.compile(r"""\s*[「『](?P<phrase>[^「」『』]+)[」』]\s*""")
QUOTATION_MARKS = str.maketrans(dict.fromkeys('"“”＂', " "))
"""What marks a phrase in a question; no roadmap prints them."""

QUOTED_AMONG = 30
"""So many of the best measures are looked through for words that the question quotes."""
DEFAULT_LIMIT = 10


@dataclass(frozen=True)
class Hit:
    """A measure that was found; ``evidence`` says why.

    ``score`` in [0, 1] compares within one search; None where there was nothing to compare but filters to meet.
    """

    number: int
    iri: str
    score: float | None
    text: str
    ministries: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    page: int
    evidence: Evidence


@dataclass(frozen=True)
class Relaxation:
    """A kind of filter to drop when nothing was found, and how many hits the question would then have.

    They are counted up to RANKED where words are left to rank by.
    """

    dropped: FilterKind
    remaining: int


@dataclass(frozen=True)
class Results:
    """What a search found, how the question was understood, and what to do when nothing was found.

    ``confidence`` in (0, 1) is that of the best measure; ``is_off_topic`` says that nothing here answers the
    question, ``is_unsure`` that perhaps nothing does. It runs over its hits, the best first.
    """

    question: Question
    filters: Filters
    hits: tuple[Hit, ...]
    corrections: tuple[Correction, ...] = ()
    concepts: tuple[str, ...] = ()
    confidence: float = 1.0
    is_off_topic: bool = False
    is_unsure: bool = False
    relaxations: tuple[Relaxation, ...] = ()

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


@dataclass(frozen=True)
class Searcher:
    """Searches one index with one model; ``refuses`` says whether it may answer that nothing here answers."""

    index: SearchIndex
    model: EmbeddingModel
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    refuses: bool = True

    @classmethod
    def open(cls, directory: Path, model: EmbeddingModel | None = None) -> "Searcher":
        """The searcher over the index in ``directory``; raises StoreError or ModelError (see `load_index`)."""
        model = model or load_model()
        return cls(load_index(directory, model), model)

    @cached_property
    def retrievers(self) -> dict[str, Retriever]:
        """The retrievers that have a say, by name."""
        index = self.index
        every: dict[str, Retriever] = {
            "words": WordRetriever(index.words),
            "grams": GramRetriever(index.grams),
            "glosses": GlossRetriever(index.glosses),
            "concepts": ConceptRetriever(index.concepts),
            "meaning": MeaningRetriever(index.starts[:-1]),
        }
        return {name: every[name] for name in self.weights}

    def search(  # noqa: PLR0913 - one keyword a filter
        self,
        text: str,
        limit: int = DEFAULT_LIMIT,
        *,
        ministry: str | None = None,
        fiscal_year: int | None = None,
        theme: str | None = None,
        term: str | None = None,
        chapter: int | None = None,
        exact: bool = False,
        ignore: Collection[str] = (),
    ) -> Results:
        """The best ``limit`` measures for ``text`` that meet the given filters and those in the question itself.

        ``exact``: the whole text is a phrase. ``ignore``: kinds or texts of pieces of the question that are no filters.
        ``ministry`` and ``theme`` go by any of their names, ``term`` by its Japanese or English one; a part of a
        ministry that the document does not print stands for the ministry. Raises NotFoundError for a given filter that
        there is not, QueryError for other values that cannot be.
        """
        _check_length(text, LONGEST_QUESTION)
        _check_numbers(limit=limit, fiscal_year=fiscal_year, chapter=chapter)
        if len(ignore) > MOST_IGNORED:
            raise QueryError(f"ignore は {MOST_IGNORED} 個まで / at most {MOST_IGNORED} pieces can be ignored.")
        given: dict[FilterKind, tuple[str | int, str] | None] = {
            "ministry": None if ministry is None else self.index.find_body(ministry),
            "fiscal_year": None if fiscal_year is None else self._find_year(fiscal_year),
            "term": None if term is None else find_term(term),
            "chapter": None if chapter is None else self._find_chapter(chapter),
            "theme": None if theme is None else self.index.vocabulary.find_theme(theme),
        }
        conditions = (Condition(kind, (found[0],), found[1]) for kind, found in given.items() if found)
        asked = _Asked(text, Filters(tuple(conditions)), exact, tuple(ignore))
        question, filters = self._read(asked)
        results = self._answer(question, filters, limit)
        if results.hits or not filters:
            return results
        return replace(results, relaxations=tuple(self._iter_relaxations(asked, filters)))

    def similar(self, wanted: int | str, limit: int = DEFAULT_LIMIT) -> tuple[Likeness, ...]:
        """The ``limit`` measures nearest to the measure of that number, itself left out, or to the text of a draft.

        None is near a draft about something else, or of standing phrases alone. Raises NotFoundError for a number that
        there is not, QueryError for an overlong draft.
        """
        _check_length(str(wanted), LONGEST_DRAFT)
        _check_numbers(limit=limit)
        if isinstance(wanted, str) and not telling_words(wanted):
            return ()
        position = self.index.position(wanted) if isinstance(wanted, int) else None
        probe = self.probe(str(wanted) if position is None else self.index.cards[position].text)
        parts, explainer = self.scores(probe), Explainer(self.index, probe)
        fused = fuse(parts, self.weights)
        if position is not None:
            comparer = comparer_of_measure(explainer, position)
            return tuple(comparer.compare(at, float(fused[at])) for at in rank(fused, limit, without=(position,)))
        sure = self._confidence(probe, parts, np.arange(len(fused)), int(fused.argmax()))
        if self.refuses and sure < OFF_TOPIC_BELOW:
            return ()
        comparer = comparer_of_text(explainer, str(wanted))
        return tuple(comparer.compare(at, float(fused[at]) * sure) for at in rank(fused, limit))

    def scores(self, probe: Probe) -> dict[str, Scores]:
        """What each retriever says about every measure, float32 [measures] each."""
        return {name: retriever.scores(probe) for name, retriever in self.retrievers.items()}

    def probe(self, text: str) -> Probe:
        """What is looked for when ``text`` is asked."""
        index = self.index
        probe = expand(text, index.lexicon, index.speller, rarity=index.words.rarity, is_word=self.model.knows)
        probe = self._embedder.embed(probe)
        return replace(probe, cosines=index.vectors.cosines(probe.vector))

    @cached_property
    def _embedder(self) -> Embedder:
        vectors = self.index.concept_vectors.astype(np.float32)
        return Embedder(self.model, tuple(self.index.lexicon.by_concept), vectors)

    def _find_year(self, year: int) -> tuple[int, str]:
        """The year and how to show it. Raises NotFoundError for one that the document does not have."""
        if year not in self.index.fiscal_years:
            raise unknown_fiscal_year(year, self.index.fiscal_years)
        return year, f"{year}年度"

    def _find_chapter(self, number: int) -> tuple[int, str]:
        """The chapter and how to show it. Raises NotFoundError for one that the document does not have."""
        chapters = {card.chapter for card in self.index.cards}
        if number not in chapters:
            raise unknown_chapter(number, max(chapters))
        return number, f"第{number}章"

    def _read(self, asked: "_Asked") -> tuple[Question, Filters]:
        """The question as understood, and all filters in force."""
        if not asked.exact:
            question = understand(asked.text, self.index.vocabulary, asked.ignore)
            filters = question.filters | asked.given
            return question.without_general_words() if filters else question, filters
        phrase = _unquoted(asked.text)
        return Question(phrase), asked.given | Filters((Condition("phrase", (phrase,), f"「{phrase}」"),))

    def _answer(self, question: Question, filters: Filters, limit: int) -> Results:
        mask = self._select(filters)
        return self._rank(question, filters, mask, limit) if mask.any() else Results(question, filters, ())

    def _rank(self, question: Question, filters: Filters, mask: Mask, limit: int) -> Results:
        allowed = np.flatnonzero(mask)
        probe = self.probe(question.rest)
        parts = {name: part[allowed] for name, part in self.scores(probe).items()} if probe.is_asking else {}
        fused = fuse(parts, self.weights) if parts else _shares(filters, [self.index.cards[at] for at in allowed])
        fused = self._with_quoted(probe.text, fused, allowed) if parts else fused
        order = np.argsort(-fused, kind="stable")[:limit]
        sure = self._confidence(probe, parts, allowed, order[0]) if parts else float(_asks_for_all(question, filters))
        if self.refuses and sure < OFF_TOPIC_BELOW and not filters:
            return Results(question, filters, (), probe.corrections, confidence=sure, is_off_topic=True)
        explainer = Explainer(self.index, probe, filters)
        found = [int(at) for at in order if fused[at] > 0]
        scores = [float(fused[at]) * sure if parts else None for at in found]
        shares = lexical_shares(parts, found, self.weights) if parts else [None] * len(found)
        hits = tuple(
            self._hit(int(allowed[at]), score, explainer, lexical)
            for at, score, lexical in zip(found, scores, shares, strict=True)
        )
        return Results(
            question,
            filters,
            hits,
            probe.corrections,
            tuple(dict.fromkeys(probe.glosses)),
            sure,
            is_unsure=sure < UNSURE_BELOW,
        )

    def _with_quoted(self, text: str, fused: Scores, allowed: NDArray[np.int64]) -> Scores:
        """The scores with the best measures that the question quotes put first, float32 in [0, 1]."""
        best = np.argsort(-fused, kind="stable")[:QUOTED_AMONG]
        shares = np.zeros_like(fused)
        shares[best] = quoted_shares(self.index, text, allowed[best].tolist())
        return (fused + shares) / (1 + shares.max()) if shares.any() else fused

    def _confidence(self, probe: Probe, parts: Mapping[str, Scores], allowed: NDArray[np.int64], best: int) -> float:
        cosine, concepts = (float(parts[name][best]) if name in parts else 0.0 for name in ("meaning", "concepts"))
        return confidence(self.index, probe, int(allowed[best]), cosine=cosine, concepts=concepts)

    def _hit(self, measure: int, score: float | None, explainer: Explainer, lexical: float | None) -> Hit:
        card = self.index.cards[measure]
        shown = None if score is None else round(score, 4)
        evidence = explainer.explain(measure, lexical)
        return Hit(card.number, card.iri, shown, card.text, card.ministries, card.fiscal_years, card.page, evidence)

    def _iter_relaxations(self, asked: "_Asked", filters: Filters) -> Iterator[Relaxation]:
        """Each kind of filter without which something is found: asked and counted, as whoever drops it will."""
        for kind in dict.fromkeys(condition.kind for condition in filters.conditions):
            question, left = self._read(asked.without(kind))
            most = RANKED if question.rest else len(self.index.cards)
            count = len(self._answer(question, left, most).hits)
            if count:
                yield Relaxation(kind, count)

    def _select(self, filters: Filters) -> Mask:
        return select(self.index.cards, filters, {"phrase": self._says, "topic": self._deals_with})

    def _says(self, card: MeasureCard, phrase: str) -> bool:
        """Whether the phrase stands in the measure; one that ends in letters not as part of a word (GI in GIF)."""
        squeezed = squeeze(phrase)
        if squeezed not in card.squeezed:
            return False
        whole = _whole_phrase(squeezed)
        return whole is None or bool(whole.search(fold(self.index.measure_texts[self.index.position(card.number)])))

    def _deals_with(self, card: MeasureCard, topic: str) -> bool:
        """Whether the measure names the topic, as written or as a concept of the thesaurus."""
        labels = self.index.lexicon.by_terms.get(tuple(naming_terms(topic)), ())
        held = self.index.concepts_of[self.index.position(card.number)]
        return self._says(card, topic) or any(label.concept in held for label in labels)


@dataclass(frozen=True)
class _Asked:
    """A question as it was put: its words, the filters given beside it, and how to read it."""

    text: str
    given: Filters
    exact: bool
    ignore: tuple[str, ...]

    def without(self, kind: FilterKind) -> "_Asked":
        """The same without filters of one kind, whether given or read from the words."""
        if self.exact and kind == "phrase":
            return replace(self, exact=False)
        given = Filters(tuple(condition for condition in self.given.conditions if condition.kind != kind))
        return replace(self, given=given, ignore=(*self.ignore, kind))


def _check_length(text: str, longest: int) -> None:
    if len(text) > longest:
        raise QueryError(
            f"文が {longest:,} 字を超える。短くする / the text is longer than {longest:,} characters. Shorten it."
        )


def _check_numbers(**values: int | None) -> None:
    for name, value in values.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
            raise QueryError(f"{name} は 1 以上の整数で / {name} must be a whole number from 1 on, not {value!r}.")


def _unquoted(text: str) -> str:
    """The text without the marks of a phrase, and without brackets around the whole of it."""
    plain = " ".join(text.translate(QUOTATION_MARKS).split())
    match = QUOTED.fullmatch(plain)
    return match["phrase"] if match else plain


@lru_cache(maxsize=200)
def _whole_phrase(squeezed: str) -> re.Pattern[str] | None:
    """The pattern of a squeezed phrase between other than Latin letters; None where it has no letter at its ends."""
    before, behind = (_LETTER.match(end) is not None for end in (squeezed[:1], squeezed[-1:]))
    if not (before or behind):
        return None
    spaced = r"\s*".join(map(re.escape, squeezed))
    return re.compile(f"{'(?<![a-z])' if before else ''}{spaced}{'(?![a-z])' if behind else ''}")


def _asks_for_all(question: Question, filters: Filters) -> bool:
    """Whether a question that looks for no word asks for every measure: by filters, or in polite words (施策一覧)."""
    return bool(filters) or bool(question.text.strip() and not question.rest)


def _shares(filters: Filters, cards: list[MeasureCard]) -> Scores:
    """For a question of filters alone: the fewer bodies share a measure, the more it is the asked one's own."""
    if not filters.values("ministry"):
        return np.ones(len(cards), dtype=np.float32)
    return np.array([1 / max(len(card.ministries), 1) for card in cards], dtype=np.float32)

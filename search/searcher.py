"""The search: opens an index, understands a question, ranks the measures that its filters leave, and says why."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from graph_builder.ministries import load_ministries
from graph_builder.records import Term
from ontology.errors import QueryError
from search.confidence import OFF_TOPIC_BELOW, UNSURE_BELOW, confidence
from search.embedding import Embedder
from search.expansion import Probe, expand
from search.explain import Evidence, Explainer
from search.filters import Condition, FilterKind, Filters, Mask, MeasureCard, select, squeeze
from search.hybrid import WEIGHTS, fuse, lexical_shares
from search.models import EmbeddingModel, load_model
from search.overlap.wording import telling_words
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
from search.understanding import Question, understand

Scores = NDArray[np.float32]

QUOTED = re.compile(r"""\s*["“「『](?P<phrase>[^"“”「」『』]+)["”」』]\s*""")

DEFAULT_LIMIT = 10
LONGEST_TEXT = 20_000
"""Characters of a question or a draft; some tens of pages."""


@dataclass(frozen=True)
class Hit:
    """A measure that was found; ``score`` in [0, 1] compares within one search, ``evidence`` says why."""

    number: int
    iri: str
    score: float
    text: str
    ministries: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    page: int
    evidence: Evidence


@dataclass(frozen=True)
class Relaxation:
    """A kind of filter to drop when nothing was found, and how many measures would then be left to rank."""

    dropped: FilterKind
    remaining: int


@dataclass(frozen=True)
class Results:
    """What a search found, how the question was understood, and what to do when nothing was found.

    ``confidence`` in (0, 1) is that of the best measure; ``is_off_topic`` says that nothing here answers the
    question, ``is_unsure`` that perhaps nothing does.
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
        Raises NotFoundError for a ministry or theme that nobody knows, QueryError for other values that cannot be.
        """
        _check_text(text)
        _check_numbers(limit=limit, fiscal_year=fiscal_year, chapter=chapter)
        _check_term(term)
        text = _unquoted(text) if exact else text
        vocabulary = self.index.vocabulary
        question = Question(text) if exact else understand(text, vocabulary, ignore)
        given: dict[FilterKind, tuple[str | int, str] | None] = {
            "ministry": None if ministry is None else _find_body(ministry),
            "fiscal_year": None if fiscal_year is None else (fiscal_year, f"{fiscal_year}年度"),
            "term": None if term is None else (term, term),
            "chapter": None if chapter is None else (chapter, f"第{chapter}章"),
            "theme": None if theme is None else vocabulary.find_theme(theme),
            "phrase": (text, f"「{text}」") if exact else None,
        }
        conditions = (Condition(kind, (found[0],), found[1]) for kind, found in given.items() if found)
        filters = question.filters | Filters(tuple(conditions))
        mask = self._select(filters)
        if not mask.any():
            return Results(question, filters, (), relaxations=self._relaxations(filters))
        return self._rank(question, filters, mask, limit)

    def similar(self, wanted: int | str, limit: int = DEFAULT_LIMIT) -> tuple[Likeness, ...]:
        """The ``limit`` measures nearest to the measure of that number, itself left out, or to the text of a draft.

        None is near a draft about something else, or of standing phrases alone. Raises NotFoundError for a number that
        there is not, QueryError for an overlong draft.
        """
        _check_text(str(wanted))
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

    def _rank(self, question: Question, filters: Filters, mask: Mask, limit: int) -> Results:
        allowed = np.flatnonzero(mask)
        probe = self.probe(question.rest)
        parts = {name: part[allowed] for name, part in self.scores(probe).items()} if probe.is_asking else {}
        fused = fuse(parts, self.weights) if parts else _shares(filters, [self.index.cards[at] for at in allowed])
        order = np.argsort(-fused, kind="stable")[:limit]
        sure = self._confidence(probe, parts, allowed, order[0]) if parts else float(bool(filters))
        if self.refuses and sure < OFF_TOPIC_BELOW and not filters:
            return Results(question, filters, (), probe.corrections, confidence=sure, is_off_topic=True)
        explainer = Explainer(self.index, probe)
        found = [int(at) for at in order if fused[at] > 0]
        hits = tuple(
            self._hit(int(allowed[at]), float(fused[at]) * sure, explainer, lexical)
            for at, lexical in zip(found, lexical_shares(parts, found, self.weights), strict=True)
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

    def _confidence(self, probe: Probe, parts: Mapping[str, Scores], allowed: NDArray[np.int64], best: int) -> float:
        cosine, concepts = (float(parts[name][best]) if name in parts else 0.0 for name in ("meaning", "concepts"))
        return confidence(self.index, probe, int(allowed[best]), cosine=cosine, concepts=concepts)

    def _hit(self, measure: int, score: float, explainer: Explainer, lexical: float) -> Hit:
        card = self.index.cards[measure]
        evidence = explainer.explain(measure, lexical)
        return Hit(
            card.number, card.iri, round(score, 4), card.text, card.ministries, card.fiscal_years, card.page, evidence
        )

    def _relaxations(self, filters: Filters) -> tuple[Relaxation, ...]:
        counts = [(kind, int(self._select(relaxed).sum())) for kind, relaxed in filters.iter_relaxed()]
        return tuple(Relaxation(kind, count) for kind, count in counts if count)

    def _select(self, filters: Filters) -> Mask:
        return select(self.index.cards, filters, self._deals_with)

    def _deals_with(self, card: MeasureCard, topic: str) -> bool:
        """Whether the measure names the topic, as written or as a concept of the thesaurus."""
        labels = self.index.lexicon.by_terms.get(tuple(naming_terms(topic)), ())
        held = self.index.concepts_of[self.index.position(card.number)]
        return squeeze(topic) in card.squeezed or any(label.concept in held for label in labels)


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise QueryError(
            f"文が {LONGEST_TEXT:,} 字を超える。短くする / "
            f"the text is longer than {LONGEST_TEXT:,} characters. Shorten it."
        )


def _check_numbers(**values: int | None) -> None:
    for name, value in values.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
            raise QueryError(f"{name} は 1 以上の整数で / {name} must be a whole number from 1 on, not {value!r}.")


def _check_term(term: str | None) -> None:
    if term is not None and term not in get_args(Term):
        terms = "・".join(get_args(Term))
        raise QueryError(f"term は {terms} のいずれか / term must be one of {terms}, not {term!r}.")


def _unquoted(text: str) -> str:
    """The text without quotation marks around the whole of it, which belong to no phrase."""
    match = QUOTED.fullmatch(text)
    return match["phrase"] if match else text


def _find_body(name: str) -> tuple[str, str]:
    """The IRI and the name to show of a body, whether or not a question can name it. Raises NotFoundError."""
    body = load_ministries().find(name)
    return body.iri, body.name


def _shares(filters: Filters, cards: list[MeasureCard]) -> Scores:
    """For a question of filters alone: the fewer bodies share a measure, the more it is the asked one's own."""
    if not filters.values("ministry"):
        return np.ones(len(cards), dtype=np.float32)
    return np.array([1 / max(len(card.ministries), 1) for card in cards], dtype=np.float32)

"""Makes the search index of a roadmap."""

import hashlib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph_builder.iris import DocumentIris
from graph_builder.ministries import Ministries, load_ministries
from graph_builder.records import Measure, Roadmap, by_number
from graph_builder.themes import theme_names
from search.bm25 import build_bm25, build_weighted_bm25
from search.concepts import find_all
from search.filters import MeasureCard, squeeze
from search.models import EmbeddingModel
from search.ngrams import character_grams
from search.passages import Passage, build_passages
from search.spelling import make_speller
from search.stored_index import FORMAT, IndexManifest, SearchIndex, group_texts, save_index, show_body
from search.thesaurus import Label, Lexicon, compile_lexicon, naming_terms
from search.tokenizer import content_terms
from search.vectors import build_vectors
from search.vocabulary import NamedBody, Vocabulary

# What a measure deals with is also a case of the broader concept, more faintly.
BROADER_WEIGHT = 0.4


def write_index(
    roadmap: Roadmap, directory: Path, *, model: EmbeddingModel, themes: Mapping[int, Sequence[str]] | None = None
) -> IndexManifest:
    """Make the index of ``roadmap`` in ``directory``, which is created, and return its manifest.

    ``themes`` gives the IRIs of the themes of a measure by its number. The same input gives the same files.
    """
    index = make_index(roadmap, model=model, themes=themes or {})
    directory.mkdir(parents=True, exist_ok=True)
    save_index(index, directory)
    return index.manifest


def make_index(roadmap: Roadmap, *, model: EmbeddingModel, themes: Mapping[int, Sequence[str]]) -> SearchIndex:
    """The index of ``roadmap`` in memory."""
    lexicon, ministries = compile_lexicon(), load_ministries()
    passages = build_passages(roadmap)
    texts = group_texts(passages)
    cards = tuple(_iter_cards(roadmap, texts, ministries, themes))
    positions = {card.number: position for position, card in enumerate(cards)}
    terms = [content_terms(passage.text) for passage in passages]
    concepts = [_with_broader(lexicon, count) for count in _count_concepts(lexicon, texts)]
    whole_terms = _joined_terms(passages, terms, texts)
    vectors = model.encode_passages([passage.text for passage in passages])
    return SearchIndex(
        manifest=IndexManifest(
            format=FORMAT,
            model=model.name,
            model_digest=model.digest,
            dimension=int(vectors.shape[1]),
            data_digest=_digest(roadmap, lexicon),
            measures=len(cards),
            passages=len(passages),
        ),
        cards=cards,
        passages=passages,
        owners=np.array([positions[passage.number] for passage in passages], dtype=np.int32),
        lexicon=lexicon,
        speller=make_speller([*(text for group in texts for text in group), *(label.text for label in lexicon.labels)]),
        vocabulary=_make_vocabulary(roadmap, cards, ministries),
        words=build_bm25(whole_terms),
        grams=build_bm25([gram for text in group for gram in character_grams(text)] for group in texts),
        glosses=build_weighted_bm25(_make_glosses(lexicon, concepts)),
        concepts=build_weighted_bm25(concepts),
        concept_vectors=_embed_concepts(lexicon, model),
        passage_words=build_bm25(terms),
        vectors=build_vectors(vectors),
    )


def _iter_cards(
    roadmap: Roadmap, texts: Sequence[Sequence[str]], ministries: Ministries, themes: Mapping[int, Sequence[str]]
) -> Iterator[MeasureCard]:
    iris = DocumentIris(roadmap.slug)
    for (number, measure), group in zip(by_number(roadmap.measures).items(), texts, strict=True):
        yield MeasureCard(
            number=number,
            iri=str(iris.measure(number)),
            text=measure.text,
            page=measure.pages[0],
            ministries=measure.ministries,
            bodies=tuple(_iter_bodies(measure, ministries)),
            fiscal_years=tuple(
                sorted({year for row in measure.rows for step in row.steps for year in step.fiscal_years})
            ),
            terms=measure.terms,
            chapter=_leading_number(measure.chapter.text),
            themes=tuple(themes.get(number, ())),
            squeezed="\n".join(map(squeeze, group)),
        )


def _iter_bodies(measure: Measure, ministries: Ministries) -> Iterator[str]:
    """The measure's bodies and all bodies above them, each once."""
    named = (body for body in map(ministries.resolve, measure.ministries) if body)
    yield from dict.fromkeys(iri for body in named for iri in ministries.lineage(body.iri))


def _make_vocabulary(roadmap: Roadmap, cards: Sequence[MeasureCard], ministries: Ministries) -> Vocabulary:
    at_work = {body for card in cards for body in card.bodies}
    bodies: dict[str, NamedBody] = {}
    for ministry in ministries:
        if not ministry.is_named:
            continue
        iri = ministries.printed(ministry.iri, at_work)
        named = NamedBody(iri, show_body(ministries, ministry.iri, iri), iri != ministry.iri)
        bodies |= dict.fromkeys((unicodedata.normalize("NFKC", label) for label in ministry.labels), named)
    return Vocabulary(bodies=bodies, themes=theme_names(), fiscal_years=roadmap.fiscal_years)


def _joined_terms(
    passages: Sequence[Passage], terms: Sequence[list[str]], texts: Sequence[Sequence[str]]
) -> list[list[str]]:
    by_text = {passage.text: words for passage, words in zip(passages, terms, strict=True)}
    return [[word for text in group for word in by_text[text]] for group in texts]


def _count_concepts(lexicon: Lexicon, texts: Sequence[Sequence[str]]) -> list[Counter[str]]:
    """For each measure, given as its texts, how often each concept is named in it."""
    return [
        Counter(label.concept for text in group for label in find_all(lexicon, naming_terms(text))) for group in texts
    ]


def _make_glosses(lexicon: Lexicon, concepts: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """For each measure the words of all labels of its concepts, with the concepts' weights."""
    words = {slug: Counter(_label_words(labels)) for slug, labels in lexicon.by_concept.items()}
    return [_gloss(weights, words) for weights in concepts]


def _embed_concepts(lexicon: Lexicon, model: EmbeddingModel) -> NDArray[np.float16]:
    """One vector a concept for all its names together, half precision [concepts, dim]."""
    names = ["、".join(label.text for label in labels) for labels in lexicon.by_concept.values()]
    return np.asarray(model.encode_passages(names), dtype=np.float16)


def _label_words(labels: Sequence[Label]) -> Iterator[str]:
    return (term for label in labels for term in content_terms(label.text))


def _with_broader(lexicon: Lexicon, counts: Counter[str]) -> dict[str, float]:
    """The concepts of a measure with their weights, and more faintly the broader ones."""
    weights: dict[str, float] = {}
    for slug, count in counts.items():
        weight = 1 + math.log(count)
        weights[slug] = max(weights.get(slug, 0.0), weight)
        for parent in lexicon.broader.get(slug, ()):
            weights[parent] = max(weights.get(parent, 0.0), BROADER_WEIGHT * weight)
    return weights


def _gloss(weights: Mapping[str, float], words: Mapping[str, Counter[str]]) -> dict[str, float]:
    gloss: dict[str, float] = {}
    for slug, weight in weights.items():
        for term, count in words.get(slug, {}).items():
            gloss[term] = gloss.get(term, 0.0) + weight * count
    return gloss


def _leading_number(heading: str) -> int:
    """The number that a chapter heading begins with (``１．スタートアップ…``), 0 without one."""
    match = re.match(r"\D?(\d+)", unicodedata.normalize("NFKC", heading))
    return int(match[1]) if match else 0


def _digest(roadmap: Roadmap, lexicon: Lexicon) -> str:
    return hashlib.sha256(f"{roadmap!r}{lexicon.labels!r}{lexicon.broader!r}".encode()).hexdigest()

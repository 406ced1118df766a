"""The search index as a folder of arrays with a manifest, read back in milliseconds."""

import gc
import itertools
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_builder.ministries import Ministries, load_ministries
from graph_builder.records import LineRange
from ontology.errors import ModelError, StoreError
from ontology.names import unknown_measure
from search.bm25 import Bm25Index
from search.filters import MeasureCard
from search.models import EmbeddingModel
from search.passages import Passage
from search.spelling import Speller
from search.thesaurus import Lexicon
from search.vectors import VectorIndex, load_vectors
from search.vocabulary import NamedBody, Vocabulary

FORMAT = 4
"""The layout of an index folder; raised whenever an older one could not be read any more."""

_REBUILD = "Build the index again: sesaku build."
_WORD_INDEXES = ("words", "grams", "glosses", "concepts", "passage_words")


@dataclass(frozen=True)
class IndexManifest:
    """What an index was made from: a model or data of another digest does not fit it."""

    format: int
    model: str
    model_digest: str
    dimension: int
    data_digest: str
    measures: int
    passages: int


@dataclass(frozen=True)
class SearchIndex:
    """Everything a search reads; the passages of a measure lie together, ``owners`` gives each one's measure.

    ``words``, ``grams``, ``glosses`` and ``concepts`` index whole measures, ``passage_words`` and ``vectors`` passages;
    ``concept_vectors`` go with the concepts of the lexicon, in its order.
    """

    manifest: IndexManifest
    cards: tuple[MeasureCard, ...]
    passages: tuple[Passage, ...]
    owners: NDArray[np.int32]
    lexicon: Lexicon
    speller: Speller
    vocabulary: Vocabulary
    words: Bm25Index
    grams: Bm25Index
    glosses: Bm25Index
    concepts: Bm25Index
    concept_vectors: NDArray[np.float16]
    passage_words: Bm25Index
    vectors: VectorIndex

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where the passages of each measure begin, and at the end their number: int64 [measures + 1]."""
        return np.searchsorted(self.owners, np.arange(len(self.cards) + 1))

    @cached_property
    def own_passages(self) -> tuple[tuple[int, ...], ...]:
        """For every measure the positions of its passages but for headings."""
        spans = itertools.pairwise(self.starts.tolist())
        return tuple(tuple(at for at in range(*span) if not self.passages[at].is_heading) for span in spans)

    @cached_property
    def measure_texts(self) -> tuple[str, ...]:
        """For every measure all its passages, one a line, none twice."""
        return tuple(map("\n".join, group_texts(self.passages)))

    @cached_property
    def concepts_of(self) -> tuple[frozenset[str], ...]:
        """For every measure the concepts that it names, and those directly above them."""
        return self.concepts.terms_by_document()

    @cached_property
    def words_of(self) -> tuple[frozenset[str], ...]:
        """For every measure the words that stand in it."""
        return self.words.terms_by_document()

    @cached_property
    def fiscal_years(self) -> frozenset[int]:
        """The years of the timetable, and any others that a step is in."""
        return frozenset(self.vocabulary.fiscal_years).union(*(card.fiscal_years for card in self.cards))

    @cached_property
    def bodies_at_work(self) -> frozenset[str]:
        """The IRIs of the bodies that are responsible for a measure, and of all above them."""
        return frozenset(body for card in self.cards for body in card.bodies)

    def find_body(self, name: str) -> tuple[str, str]:
        """The IRI of the body that the document prints the one called ``name`` as, and how to show that.

        Raises NotFoundError for a name that nobody bears.
        """
        ministries = load_ministries()
        body = ministries.find(name)
        printed = ministries.printed(body.iri, self.bodies_at_work)
        return printed, show_body(ministries, body.iri, printed)

    def position(self, number: int) -> int:
        """The position of the measure ``number``; raises NotFoundError when there is none."""
        for position, card in enumerate(self.cards):
            if card.number == number:
                return position
        raise unknown_measure(number, self.cards[-1].number)


def show_body(ministries: Ministries, iri: str, printed: str) -> str:
    """The name of a body, with that of the other one that the document prints it as: 特許庁 → 経済産業省."""
    return " → ".join(ministries.by_iri[one].name for one in dict.fromkeys((iri, printed)))


def load_index(directory: Path, model: EmbeddingModel) -> SearchIndex:
    """The index in ``directory``, to be searched with ``model``.

    Raises StoreError when it is missing, damaged or of another format, ModelError when it was made with another model.
    """
    manifest = read_manifest(directory)
    if (manifest.model, manifest.model_digest) != (model.name, model.digest):
        raise ModelError(
            f"{directory}: made with the model {manifest.model!r} ({manifest.model_digest[:12]}), "
            f"not with {model.name!r} ({model.digest[:12]}). {_REBUILD}"
        )
    try:
        with _collection_paused():
            return _load(directory, manifest)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as problem:
        raise StoreError(f"{directory}: the search index is damaged ({problem}). {_REBUILD}") from problem


def read_manifest(directory: Path) -> IndexManifest:
    """The manifest of the index in ``directory``; raises StoreError when there is none of this format."""
    path = directory / "manifest.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise StoreError(f"{directory}: an index of format {document['format']}, not {FORMAT}. {_REBUILD}")
        return IndexManifest(**document)
    except FileNotFoundError:
        raise StoreError(f"{directory}: no search index. {_REBUILD}") from None
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise StoreError(f"{path}: the index manifest is damaged ({problem}). {_REBUILD}") from problem


def save_index(index: SearchIndex, directory: Path) -> None:
    """Write the index into ``directory``, which must exist."""
    for name in _WORD_INDEXES:
        (directory / name).mkdir(exist_ok=True)
        getattr(index, name).save(directory / name)
    index.lexicon.save(directory / "lexicon.txt")
    index.vectors.save(directory)
    np.save(directory / "owners.npy", index.owners)
    np.save(directory / "concept_vectors.npy", index.concept_vectors)
    _write_json(directory / "cards.json", [list(asdict(card).values()) for card in index.cards])
    _write_json(directory / "passages.json", [list(asdict(passage).values()) for passage in index.passages])
    vocabulary = {
        "bodies": {name: list(asdict(body).values()) for name, body in index.vocabulary.bodies.items()},
        "themes": index.vocabulary.themes,
        "fiscal_years": index.vocabulary.fiscal_years,
        "known": index.speller.known,
        "readings": index.speller.readings,
    }
    _write_json(directory / "vocabulary.json", vocabulary)
    _write_json(directory / "manifest.json", asdict(index.manifest))


def _load(directory: Path, manifest: IndexManifest) -> SearchIndex:
    lexicon = Lexicon.load(directory / "lexicon.txt")
    lexicon.prepare()
    counts = dict.fromkeys(_WORD_INDEXES, manifest.measures) | {"passage_words": manifest.passages}
    names = _read_json(directory / "vocabulary.json")
    vocabulary = Vocabulary(
        bodies={name: NamedBody(*fields) for name, fields in names["bodies"].items()},
        themes={name: (iri, shown) for name, (iri, shown) in names["themes"].items()},
        fiscal_years=tuple(names["fiscal_years"]),
    )
    indexes = {name: Bm25Index.load(directory / name, counts[name]) for name in _WORD_INDEXES}
    return SearchIndex(
        manifest=manifest,
        cards=tuple(MeasureCard(*_tuples(fields)) for fields in _read_json(directory / "cards.json")),
        passages=tuple(map(_read_passage, _read_json(directory / "passages.json"))),
        owners=np.load(directory / "owners.npy"),
        concept_vectors=np.load(directory / "concept_vectors.npy"),
        lexicon=lexicon,
        speller=Speller(names["known"], names["readings"]),
        vocabulary=vocabulary,
        vectors=load_vectors(directory),
        **indexes,
    )


@contextmanager
def _collection_paused() -> Iterator[None]:
    """No garbage collection meanwhile: it would look through all that is read again and again, for most of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_passage(fields: list[Any]) -> Passage:
    number, kind, text, page, lines, ministries, years = fields
    ranges = tuple(LineRange(line["first"], line["last"]) for line in lines)
    return Passage(number, kind, text, page, ranges, tuple(ministries), tuple(years))


def group_texts(passages: Sequence[Passage]) -> list[list[str]]:
    """The distinct texts of each measure's passages: eight ministries with one step say it once."""
    texts: dict[int, dict[str, None]] = {}
    for passage in passages:
        texts.setdefault(passage.number, {})[passage.text] = None
    return [list(group) for group in texts.values()]


def _tuples(fields: list[Any]) -> list[Any]:
    return [tuple(field) if isinstance(field, list) else field for field in fields]


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))

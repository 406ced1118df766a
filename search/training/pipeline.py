"""The whole training: corpora to word vectors, contrastive training, n-gram vectors, and the model's files."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.static_model import Settings
from search.training.bags import make_bags, make_substitutes
from search.training.contrastive import PairBags, Schedule, ScoredBags, Trainer, Variations
from search.training.corpora import require_corpora
from search.training.export import save_model
from search.training.material import Material, Pairs, count_documents, read_material
from search.training.subwords import fit_subwords
from search.training.tables import SemanticTable
from search.training.word_vectors import train_word_vectors

SEED = 20230609  # the day that the plan was decided
SEMANTIC_DIMENSIONS = 256
IDENTITY_DIMENSIONS = 512
SUBWORD_BUCKETS = 8192
SATURATION = 1.2
MINIMUM_TEXTS = 3
"""A term in fewer texts than this is left to its n-grams and its identity."""
IDENTITY_SHARE = 0.38
"""What part of the cosine of two texts says that they share words; the rest says that they are alike in meaning."""
COMMON_DIRECTIONS = 2
"""Principal directions that say how frequent a word is rather than what it means (Mu & Viswanath, 2018)."""

# How often a batch is drawn of each kind; the thesaurus is small but precise, so it is drawn often.
SHARES = {
    "question-paragraph": 6.0,
    "name-text": 3.0,
    "purpose-issues": 1.0,
    "sentence-rest": 1.0,
    "name-policy": 0.5,
    "synonyms": 2.0,
    "english-japanese": 2.0,
    "thesaurus": 2.0,
    "label-definition": 0.5,
}
SCORED_SHARE = 6.0
TRANSLATED = frozenset({"question-paragraph", "name-text", "purpose-issues", "sentence-rest", "name-policy"})
MINED = frozenset({"question-paragraph"})
MATRYOSHKA = (128, 256)

SCHEDULE = Schedule(
    steps=2000,
    batch_size=1024,
    rate=0.003,
    sizes=MATRYOSHKA,
    mine_at=(1000,),
    dropout=0.2,
    synonym_share=0.2,
    translation_share=0.3,
    seed=SEED,
)

Report = Callable[[str], None]


@dataclass(frozen=True)
class Vocabulary:
    """The terms that get a learned vector, most frequent first, and a number for every term of the material."""

    terms: list[str]
    numbers: dict[str, int]
    weights: NDArray[np.float32]


def train(corpora: Path, folder: Path, report: Report, schedule: Schedule = SCHEDULE) -> None:
    """Train the model on a folder of corpora and write it; raises ModelError when a corpus is missing."""
    require_corpora(corpora)
    report("reading and tokenising the corpora")
    material = read_material(corpora)
    vocabulary = make_vocabulary(material)
    report(f"word vectors of {len(vocabulary.terms):,} terms from {len(material.texts):,} texts")
    table = start_table(material, vocabulary)
    report(f"contrastive training, {schedule.steps:,} steps")
    make_trainer(table, material, vocabulary, schedule).run(_step_report(report, schedule.steps))
    report("fitting n-gram vectors and writing the model")
    write_model(table.vectors, vocabulary, folder)


def make_vocabulary(material: Material) -> Vocabulary:
    """Return the vocabulary, with the square root of each term's inverse document frequency, from 0 to 1."""
    counts = count_documents(material.texts)
    ordered = sorted(counts, key=lambda term: (-counts[term], term))
    terms = [term for term in ordered if counts[term] >= MINIMUM_TEXTS or term in material.protected]
    numbers = {term: number for number, term in enumerate(dict.fromkeys([*terms, *ordered]))}
    ceiling = math.log(len(material.texts) + 1)
    rarity = [1 - math.log(counts[term] + 1) / ceiling for term in terms]
    return Vocabulary(terms, numbers, np.sqrt(np.array(rarity, np.float32)))


def start_table(material: Material, vocabulary: Vocabulary) -> SemanticTable:
    """Return the vectors before contrastive training: word vectors, as long as the word is rare."""
    known = {term: number for number, term in enumerate(vocabulary.terms)}
    vectors = _without_common(train_word_vectors(material.texts, known, SEMANTIC_DIMENSIONS, SEED))
    return SemanticTable(vectors * vocabulary.weights[:, None])


def make_trainer(table: SemanticTable, material: Material, vocabulary: Vocabulary, schedule: Schedule) -> Trainer:
    """Return the trainer with all pairs as bags of term numbers."""
    numbers = vocabulary.numbers
    first, second, scores = zip(*material.scored, strict=True)
    scored = ScoredBags(
        make_bags(first, numbers, SATURATION),
        make_bags(second, numbers, SATURATION),
        np.array(scores, np.float32),
        SCORED_SHARE,
    )
    pairs = [_pair_bags(kind, numbers) for kind in material.pairs]
    variations = Variations(
        make_substitutes(material.translations, numbers), make_substitutes(material.synonyms, numbers)
    )
    return Trainer(table, pairs, scored, variations, schedule)


def write_model(vectors: NDArray[np.float32], vocabulary: Vocabulary, folder: Path) -> None:
    """Fit the n-gram vectors to the trained words and write the model's files."""
    subwords = fit_subwords(vocabulary.terms, vectors, SUBWORD_BUCKETS)
    settings = Settings(
        SEMANTIC_DIMENSIONS, IDENTITY_DIMENSIONS, IDENTITY_SHARE, SUBWORD_BUCKETS, SATURATION, MATRYOSHKA
    )
    save_model(folder, settings, vocabulary.terms, np.concatenate([vectors, subwords]), vocabulary.weights)


def _pair_bags(kind: Pairs, numbers: dict[str, int]) -> PairBags:
    return PairBags(
        kind.name,
        make_bags(kind.left, numbers, SATURATION),
        make_bags(kind.right, numbers, SATURATION),
        np.array(kind.rows),
        np.array(kind.groups),
        np.array(kind.keys),
        SHARES[kind.name],
        translated=kind.name in TRANSLATED,
        mined=kind.name in MINED,
    )


def _without_common(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors less their mean and their most common directions, of length 1."""
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred[:20_000], full_matrices=False)
    common = directions[:COMMON_DIRECTIONS]
    rest = centred - centred @ common.T @ common
    lengths = np.linalg.norm(rest, axis=1, keepdims=True)
    unit: NDArray[np.float32] = rest / np.maximum(lengths, 1e-6)
    return unit


def _step_report(report: Report, steps: int) -> Callable[[int, float], None]:
    losses: list[float] = []

    def tell(step: int, loss: float) -> None:
        losses.append(loss)
        if (step + 1) % 250 == 0:
            report(f"step {step + 1:,} of {steps:,}, mean loss {sum(losses[-250:]) / 250:.3f}")

    return tell

"""Fits the pair model to our own judged pairs and writes ``weights.toml``: ``python -m search.overlap.training``."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from search.overlap.features import FEATURES, WHOLES, Features
from search.overlap.model import PairModel, Values, log_probability
from search.overlap.profiles import Positions
from search.overlap.report import KINDS

FOLDS = 5
RIDGE = 3.0

Grades = Mapping[tuple[int, int], int]


def read_judgements(path: Path) -> dict[tuple[int, int], int]:
    """The grade of each judged pair by the numbers of its measures, the lower first; unlisted pairs have grade 0."""
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {(min(each["a"], each["b"]), max(each["a"], each["b"])): int(each["grade"]) for each in records}


def grade_pairs(grades: Grades, left: Sequence[int] | Positions, right: Sequence[int] | Positions) -> NDArray[np.int64]:
    """The grade of each pair of numbers, int64 [pairs]."""
    return np.array([grades.get((int(a), int(b)), 0) for a, b in zip(left, right, strict=True)], dtype=np.int64)


def cross_validated_odds(features: Features, grades: NDArray[np.int64], left: Positions) -> Values:
    """The odds of each pair from a model that has not seen the pairs of its left measure, [pairs, kinds]."""
    folds = np.array([_fold(int(number)) for number in left])
    odds = np.zeros((len(features), len(KINDS)))
    for fold in range(FOLDS):
        held = folds == fold
        if held.any():
            odds[held] = train_model(features[~held], grades[~held]).odds(features[held])
    return odds


def train_model(features: Features, grades: NDArray[np.int64]) -> PairModel:
    """The model fitted to pairs with grades 0 to 3, with a ridge of RIDGE on weights that are not negative.

    What two measures share never speaks against their being alike; free weights would let one of two features that go
    together be negative. Only that one restates the other may be the less probable the more alike the WHOLES are: what
    is restated is often one clause of measures that differ otherwise.
    """
    means = features.mean(axis=0, dtype=np.float64)
    scales = np.maximum(features.std(axis=0, dtype=np.float64), 1e-9)
    standard = np.column_stack([(features - means) / scales, np.ones(len(features))])
    free = {"duplication": WHOLES}
    fitted = np.stack([_fit(standard, grades >= grade, free.get(kind, ())) for grade, kind in enumerate(KINDS, 1)])
    return PairModel(means, scales, fitted[:, :-1], fitted[:, -1])


def write_weights(model: PairModel, path: Path, *, source: str, pairs: int, embedding: str) -> None:
    """Write the model as TOML with what it was trained on."""
    lines = [
        "# Weights of the pair model (search/overlap/model.py), fitted by `python -m search.overlap.training`.",
        f"# Trained on {source} ({pairs} candidate pairs); never on anybody's evaluation data.",
        f"# Ridge {RIDGE:g}; logistic models for at least grade 1 (fragmentation), 2 (overlap), 3 (duplication).",
        f"# No weight is negative but those of {', '.join(WHOLES)} for duplication.",
        f"# Vectors of the model {embedding}.",
        "",
        "[bias]",
        *(f"{kind} = {bias:.6f}" for kind, bias in zip(KINDS, model.biases, strict=True)),
    ]
    for at, name in enumerate(FEATURES):
        values = {"mean": model.means[at], "scale": model.scales[at]} | dict(
            zip(KINDS, model.weights[:, at], strict=True)
        )
        lines += ["", f"[features.{name}]", *(f"{key} = {value:.6f}" for key, value in values.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _fit(inputs: Values, is_true: NDArray[np.bool_], free: Sequence[str]) -> Values:
    """The weights of a logistic regression on ``inputs`` [pairs, features and bias].

    None is negative but the bias and those of the features named ``free``.
    """
    penalty = np.full(inputs.shape[1], RIDGE)
    penalty[-1] = 0.0

    def loss(weights: Values) -> tuple[float, Values]:
        odds = inputs @ weights
        missed = np.exp(log_probability(odds)) - is_true
        entropy = -log_probability(np.where(is_true, odds, -odds)).sum()
        return float(entropy + penalty @ weights**2 / 2), inputs.T @ missed + penalty * weights

    bounds = [(None if name in free else 0, None) for name in FEATURES] + [(None, None)]
    found = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds, tol=1e-12)
    return np.asarray(found.x)


def _fold(number: int) -> int:
    return hashlib.blake2b(str(number).encode(), digest_size=2).digest()[0] % FOLDS


def main() -> None:
    """Train on the shipped roadmap and ``benchmarks/overlap/own.jsonl``, and replace the shipped weights."""
    import data  # noqa: PLC0415 - only the script reads the shipped document
    from graph_builder.ministries import load_ministries  # noqa: PLC0415
    from graph_builder.reader import read_roadmap  # noqa: PLC0415
    from graph_builder.reader.correcting import correct_roadmap  # noqa: PLC0415
    from graph_builder.reader.corrections import load_corrections  # noqa: PLC0415
    from search.models import load_model  # noqa: PLC0415
    from search.overlap.corpus import list_units, make_corpus  # noqa: PLC0415
    from search.overlap.features import pair_features  # noqa: PLC0415
    from search.overlap.model import WEIGHTS_NAME  # noqa: PLC0415
    from search.overlap.nearest import candidate_pairs  # noqa: PLC0415
    from search.thesaurus import compile_lexicon  # noqa: PLC0415

    root = Path(__file__).parents[2]
    judgements = root / "benchmarks" / "overlap" / "own.jsonl"
    source = Path(data.__path__[0]) / "ip2023" / "roadmap.txt"
    embedding = load_model()
    corrections = load_corrections(source.with_name("corrections.toml"))
    units = list_units(correct_roadmap(read_roadmap(source, load_ministries()), corrections))
    corpus = make_corpus(list(units.values()), embedding, compile_lexicon())
    left, right = candidate_pairs(corpus)
    features = pair_features(corpus, left, right)
    numbers = np.array(list(units))
    grades = grade_pairs(read_judgements(judgements), numbers[left], numbers[right])
    write_weights(
        train_model(features, grades),
        Path(__file__).with_name(WEIGHTS_NAME),
        source=judgements.relative_to(root).as_posix(),
        pairs=len(left),
        embedding=f"{embedding.name} ({embedding.digest[:12]})",
    )


if __name__ == "__main__":
    main()

"""What the comparison found: candidates with their evidence, clusters, and repetition inside a measure."""

from dataclasses import dataclass
from functools import cached_property
from math import comb
from typing import Literal, get_args

from graph_builder.pages import Place
from graph_builder.records import LineRange
from search.overlap.clauses import ClauseKind
from search.overlap.facets import Facet

Kind = Literal["fragmentation", "overlap", "duplication"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""By grade 1, 2, 3: the same narrow subject; similar activity or goal for similar beneficiaries; restated
(fragmentation, overlap and duplication of GAO-15-49SP, each as a candidate)."""

CounterKind = Literal[
    "relisted",
    "same-section",
    "same-chapter",
    "same-bodies",
    "same-row-bodies",
    "standing-phrases",
    "years-apart",
]
RepetitionKind = Literal["shared-row", "same-wording", "near-wording"]
Span = tuple[int, int]


@dataclass(frozen=True)
class Side:
    """A measure as one side of a pair; ``bodies`` are the IRIs of its ministries and of those above them."""

    number: int
    iri: str
    text: str
    ministries: tuple[str, ...]
    named_ministries: tuple[str, ...]
    bodies: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    places: tuple[Place, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """A clause as printed, whose it is, where its cell stands; ``marks`` are the offsets of what both clauses say."""

    kind: ClauseKind
    text: str
    ministries: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    places: tuple[Place, ...]
    marks: tuple[Span, ...]

    @property
    def lines(self) -> tuple[LineRange, ...]:
        """Its source lines, whatever their page."""
        return tuple(lines for place in self.places for lines in place.lines)


@dataclass(frozen=True)
class AlignedPassages:
    """Two clauses side by side, the phrases or words they share, and how nearly they say the same, in [0, 1)."""

    left: Quote
    right: Quote
    phrases: tuple[str, ...]
    likeness: float


@dataclass(frozen=True)
class Facing:
    """The IRIs of the bodies that are on one side alone, each with those above it.

    Every left one faces every right one.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class SharedConcept:
    """A thesaurus concept that both sides name, by slug; the rarer, the more it says."""

    slug: str
    facet: Facet
    name: str
    name_en: str
    rarity: float


@dataclass(frozen=True)
class CounterEvidence:
    """What speaks against reading the pair as work done twice, in both languages."""

    kind: CounterKind
    text: str
    text_en: str


@dataclass(frozen=True)
class Candidate:
    """A pair of measures worth a look; ``score`` is the log-odds of `search.overlap.model.scores`, unbounded.

    ``contributions`` say what each kind of evidence adds to the log-odds beyond a mean pair; ``facing`` which bodies
    face each other in each of its passages, or in the wholes where there is no passage.
    """

    rank: int
    left: int
    right: int
    kind: Kind
    score: float
    contributions: dict[str, float]
    passages: tuple[AlignedPassages, ...] = ()
    concepts: tuple[SharedConcept, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    left_ministries: tuple[str, ...] = ()
    right_ministries: tuple[str, ...] = ()
    shared_ministries: tuple[str, ...] = ()
    counter_evidence: tuple[CounterEvidence, ...] = ()
    facing: tuple[Facing, ...] = ()

    @cached_property
    def facing_pairs(self) -> frozenset[tuple[str, str]]:
        """Every two bodies that face each other, in either order."""
        found = {(one, other) for each in self.facing for one in each.left for other in each.right}
        return frozenset(found | {(other, one) for one, other in found})


@dataclass(frozen=True)
class Cluster:
    """Measures that are alike one with another; ``score`` is the mean log-odds of their pairs, ``concepts`` name it.

    ``pairs`` of these are candidates; each of the others counts as `search.overlap.clusters.ABSENT`.
    """

    rank: int
    measures: tuple[int, ...]
    ministries: tuple[str, ...]
    score: float
    pairs: int
    concepts: tuple[SharedConcept, ...]

    @property
    def most_pairs(self) -> int:
        """The number of all pairs of its measures."""
        return comb(len(self.measures), 2)


@dataclass(frozen=True)
class Repetition:
    """Ministries inside one measure whose steps are the same: printed once for all, worded alike, or nearly so."""

    number: int
    kind: RepetitionKind
    ministries: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    texts: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def lines(self) -> tuple[LineRange, ...]:
        """Its source lines, whatever their page."""
        return tuple(lines for place in self.places for lines in place.lines)


@dataclass(frozen=True)
class OverlapReport:
    """Everything that was found in one document, strongest first.

    Of repetitions those in words of their own come first, then cells that ministries share, each in order of print.
    """

    slug: str
    sides: tuple[Side, ...]
    candidates: tuple[Candidate, ...]
    clusters: tuple[Cluster, ...]
    repetitions: tuple[Repetition, ...]

    @cached_property
    def by_number(self) -> dict[int, Side]:
        """The sides by the measure's number."""
        return {side.number: side for side in self.sides}

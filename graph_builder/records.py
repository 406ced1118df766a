"""What the reader hands to the rest: the roadmap as plain, frozen records, each with its place in the source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graph_builder.source import Bilingual

Term = Literal["短期", "中期", "長期"]


@dataclass(frozen=True, order=True)
class LineRange:
    """A run of source lines, 1-based, both ends included; as text ``12–14``, or ``12`` for one line."""

    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def __str__(self) -> str:
        return f"{self.first}–{self.last}" if self.first < self.last else str(self.first)


@dataclass(frozen=True)
class Heading:
    """A chapter, section or part heading as printed, e.g. ``（１）生成AIと著作権``."""

    text: str
    page: int
    lines: tuple[LineRange, ...]


@dataclass(frozen=True)
class Doubt:
    """A choice of the reader that another reading could contest.

    ``confidence`` lies in (0, 1): 1 means the runner-up is impossible, 0.5 that it is as good.
    """

    fact: str
    chosen: str
    runner_up: str
    confidence: float
    page: int
    lines: tuple[LineRange, ...]


@dataclass(frozen=True)
class Step:
    """What a row's ministries do in one cell of the timetable (工程), for the fiscal years that the cell spans."""

    fiscal_years: tuple[int, ...]
    text: str
    page: int
    lines: tuple[LineRange, ...]
    confidence: float = 1.0
    corrected: bool = False


@dataclass(frozen=True)
class Row:
    """The ministries that share one line of the table, and their steps in order of years."""

    ministries: tuple[str, ...]
    steps: tuple[Step, ...]
    page: int
    lines: tuple[LineRange, ...]


@dataclass(frozen=True)
class Measure:
    """One numbered measure (施策), or one 再掲 row (``number`` None, ``relists`` the number it points to).

    ``lines`` are those of the text; ``text`` is the text as printed with its line breaks taken out,
    its terms ``（短期、中期）`` included.
    """

    number: int | None
    relists: int | None
    pages: tuple[int, ...]
    chapter: Heading
    section: Heading | None
    text: str
    terms: tuple[Term, ...]
    rows: tuple[Row, ...]
    lines: tuple[LineRange, ...]
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()

    @property
    def ministries(self) -> tuple[str, ...]:
        """The responsible bodies as printed, in the order of the rows, each once."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.ministries))


@dataclass(frozen=True)
class Fragment:
    """A non-blank piece of the source and what the reader took it for: every one is accounted for.

    ``line`` is 1-based; ``start`` and ``end`` are character offsets inside that line.
    ``owner`` says whose it is (``"measure 17"``, ``"relisting of 74 on page 24"``) or is empty for furniture.
    """

    line: int
    start: int
    end: int
    text: str
    kind: Literal["number", "text", "ministry", "step", "relisting", "heading", "furniture"]
    owner: str = ""


@dataclass(frozen=True)
class Correction:
    """A human correction that was applied, from the source's ``corrections.toml``."""

    where: Bilingual
    reason: Bilingual
    lines: tuple[LineRange, ...]


@dataclass(frozen=True)
class Roadmap:
    """A whole roadmap as read: measures by number, each 再掲 row behind the measure it follows in the table.

    ``sha256`` is that of the text, whatever its line ends. ``uncorrected`` are the measures as they were before the
    ``corrections``; ``unused_corrections`` counts those made for another text and therefore left aside, and
    ``corrections_fit`` tells whether they fit the lines of this one all the same. ``breaks_off`` is the line on which
    the text seems to end inside a cell, 0 where it does not.
    """

    slug: str
    title: str
    edition: int
    fiscal_years: tuple[int, ...]
    page_count: int
    measures: tuple[Measure, ...]
    headings: tuple[Heading, ...]
    fragments: tuple[Fragment, ...]
    sha256: str = ""
    corrections: tuple[Correction, ...] = ()
    uncorrected: tuple[Measure, ...] = ()
    unused_corrections: int = 0
    corrections_fit: bool = False
    breaks_off: int = 0

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Every doubt of every measure, in their order."""
        return tuple(doubt for measure in self.measures for doubt in measure.doubts)


def by_number(measures: Iterable[Measure]) -> dict[int, Measure]:
    """The measures by number, ascending, relistings left out."""
    numbered = ((measure.number, measure) for measure in measures if measure.number is not None)
    return dict(sorted(numbered, key=lambda entry: entry[0]))

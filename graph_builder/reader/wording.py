"""How ministries word their follow-ups: habits, counted over the document, nearby pages more than far ones."""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph_builder.reader.cells import Cell
from graph_builder.reader.similarity import Similarity, Weights, bigrams

if TYPE_CHECKING:
    from graph_builder.reader.timetable import Line

# Costs, in the units of rows.py.
UNUSUAL_WORDING = 1.0  # a ministry words its follow-ups alike
UNLIKE_REST = 0.5  # the rows of a measure that runs over pages are worded alike
UNLIKE_SISTER = 1.0  # so are the rows of much the same first-year step
OTHER_CONTENT = 0.1  # a follow-up that says more than 左記の実施状況を踏まえ speaks of its row's business: per word weight
# Words beyond this weight are a long story, of which each word says less.
MUCH_SAID = 60.0
# Pseudo-count of follow-ups worded as usual; and the most that one exception can cost.
SMOOTHING = 4.0
MOST_UNUSUAL = 2.5
# A page this far away counts half.
HALF_DISTANCE = 3.0
SAME_STEP = 0.6

# A follow-up known or guessed: page, line, wording, and how sure it is (1: found, not guessed).
Use = tuple[int, "Line", str, float]


class Habits:
    """The follow-ups known so far, asked how well another one fits."""

    def __init__(self, uses: Iterable[Use], similarity: Similarity, content: Weights) -> None:
        self.similarity, self.content = similarity, content
        self._by_name: dict[str, list[tuple[int, str, float]]] = defaultdict(list)
        self._by_measure: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
        self._by_step: list[tuple[int, str, str]] = []
        self._usual: dict[str, float] = defaultdict(float)
        for page, line, wording, weight in uses:
            for name in line.names:
                self._by_name[name].append((page, wording, weight))
            self._by_measure[line.measure.number].append((page, wording, weight))
            self._usual[wording] += weight
            if weight == 1 and line.action:
                self._by_step.append((page, line.action.text, wording))
        self._total = sum(self._usual.values())
        self._sisters: dict[tuple[int, str], list[str]] = {}

    def cost(self, page: int, line: "Line", cell: Cell) -> float:
        """What it costs that ``line`` on ``page`` is followed up by ``cell``."""
        names = [self._name_cost(page, name, cell.text) for name in line.names]
        cost = UNUSUAL_WORDING * sum(names) / len(names) + self._content_cost(line, cell)
        rest = [wording for other, wording, _ in self._by_measure[line.measure.number] if other != page]
        cost += UNLIKE_REST * (1 - rest.count(cell.text) / len(rest)) if rest else 0.0
        sisters = self._sister_wordings(page, line)
        return cost + UNLIKE_SISTER * (bool(sisters) and cell.text not in sisters)

    def _sister_wordings(self, page: int, line: "Line") -> list[str]:
        if line.action is None:
            return []
        key = (page, line.action.text)
        if key not in self._sisters:
            self._sisters[key] = [
                wording
                for other, step, wording in self._by_step
                if other != page and self.similarity.cosine(step, line.action.text) > SAME_STEP
            ]
        return self._sisters[key]

    def _name_cost(self, page: int, name: str, wording: str) -> float:
        usual = (self._usual[wording] + 1) / (self._total + len(self._usual))
        used = total = 0.0
        for other, text, weight in self._by_name[name]:
            if other != page:
                weight = weight / (1 + abs(other - page) / HALF_DISTANCE)
                total += weight
                used += weight * (text == wording)
        likely = (used + SMOOTHING * usual) / (total + SMOOTHING)
        return max(-MOST_UNUSUAL, min(MOST_UNUSUAL, -math.log(likely / usual)))

    def _content_cost(self, line: "Line", cell: Cell) -> float:
        grams = bigrams(cell.text)
        said = self.content(grams)
        own = bigrams(line.action.text) if line.action else frozenset()
        shared = self.content(grams & own) + self.content(grams & bigrams(line.measure.text.text))
        return OTHER_CONTENT * (said - shared / 2) * min(1.0, MUCH_SAID / max(said, 1e-9))

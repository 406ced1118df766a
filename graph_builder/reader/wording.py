"""How ministries word their follow-ups: habits, counted over the document, nearby pages more than far ones."""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from graph_builder.reader.cells import Cell
from graph_builder.reader.lines import Line
from graph_builder.reader.similarity import Similarity, Weights, bigrams

# Costs, in the units of prices.py.
UNUSUAL_WORDING = 1.0  # a ministry words its follow-ups alike
UNLIKE_REST = 0.5  # the rows of a measure that runs over pages are worded alike
UNLIKE_SISTER = 1.0  # so are the rows of much the same first-year step
OTHER_CONTENT = (
    0.15  # a follow-up that says more than 左記の実施状況を踏まえ speaks of its row's business: per word weight
)
# Words beyond this weight are a long story, of which each word says less.
MUCH_SAID = 60.0
# Pseudo-count of follow-ups worded as usual; and the most that one exception can cost.
SMOOTHING = 4.0
MOST_UNUSUAL = 2.5
# A page this far away counts half.
HALF_DISTANCE = 3.0
# Chapters are written by different hands: one page of another chapter counts this much.
OTHER_CHAPTER = 0.3
# How much more a measure on the very same subject counts.
TOPIC = 4.0
SAME_STEP = 0.6
# Bigrams of kanji, katakana, Latin letters or digits: hiragana is grammar, not content.
WORDY = re.compile(r"[一-龠々ァ-ヶーA-Za-z0-9]{2}")

# A follow-up known or guessed: page, line, wording, and how sure it is (1: found, not guessed).
Use = tuple[int, Line, str, float]
# Weights by wording.
Counts = dict[str, float]


class Habits:
    """The follow-ups known so far, asked how well another one fits."""

    def __init__(
        self, uses: Iterable[Use], similarity: Similarity, content: "Content", chapters: Mapping[int, int]
    ) -> None:
        self.chapters = chapters
        self.similarity, self.content = similarity, content
        self._by_name: dict[str, dict[tuple[int, str], Counts]] = defaultdict(dict)
        self._known: dict[tuple[int, str, str], tuple[Counts, float]] = {}
        self._by_measure: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
        self._by_step: dict[str, list[tuple[int, str, float]]] = defaultdict(list)
        self._usual: dict[str, float] = defaultdict(float)
        self._pages: dict[str, set[int]] = defaultdict(set)
        for page, line, wording, weight in uses:
            for name in line.names:
                counts = self._by_name[name].setdefault((page, line.measure.text.text), defaultdict(float))
                counts[wording] += weight / len(line.names)
            self._by_measure[line.measure.label.number].append((page, wording, weight))
            self._by_step[line.action.text if line.action else ""].append((page, wording, weight))
            self._usual[wording] += weight
            self._pages[wording].add(page)
        self._total = sum(self._usual.values())
        self._sisters: dict[tuple[int, str], list[tuple[str, float]]] = {}

    def cost(self, page: int, line: Line, cell: Cell) -> float:
        """What it costs that ``line`` on ``page`` is followed up by ``cell``."""
        names = [self._name_cost(page, name, line, cell.text) for name in line.names]
        cost = UNUSUAL_WORDING * sum(names) / len(names) + self.content.cost(line, cell)
        rest = [
            (wording, weight) for other, wording, weight in self._by_measure[line.measure.label.number] if other != page
        ]
        cost += UNLIKE_REST * _share_of_others(rest, cell.text)
        return cost + UNLIKE_SISTER * _share_of_others(self._sister_wordings(page, line), cell.text)

    def _sister_wordings(self, page: int, line: Line) -> list[tuple[str, float]]:
        """The wordings, with their weights, of the rows of other pages that have much the same first-year step."""
        if line.action is None:
            return []
        key = (page, line.action.text)
        if key not in self._sisters:
            self._sisters[key] = [
                (wording, weight)
                for step in self.similarity.alike(line.action.text, SAME_STEP)
                for other, wording, weight in self._by_step.get(step, ())
                if other != page
            ]
        return self._sisters[key]

    def _name_cost(self, page: int, name: str, line: Line, wording: str) -> float:
        if len(self._pages[wording]) < 2:
            return 0.0  # words used on one page only are nobody's habit
        usual = (self._usual[wording] + 1) / (self._total + len(self._usual))
        used, total = self._weigh_uses(page, name, line.measure.text.text)
        likely = (used.get(wording, 0.0) + SMOOTHING * usual) / (total + SMOOTHING)
        return max(-MOST_UNUSUAL, min(MOST_UNUSUAL, -math.log(likely / usual)))

    def _weigh_uses(self, page: int, name: str, text: str) -> tuple[Counts, float]:
        """What the ministry's follow-ups elsewhere weigh for a measure of this text, by wording and together."""
        key = (page, name, text)
        if key not in self._known:
            used: Counts = defaultdict(float)
            for (other, other_text), counts in self._by_name[name].items():
                if other != page:
                    weight = self._nearness(page, other) * (1 + TOPIC * self.similarity.cosine(text, other_text))
                    for wording, count in counts.items():
                        used[wording] += weight * count
            self._known[key] = used, sum(used.values())
        return self._known[key]

    def _nearness(self, page: int, other: int) -> float:
        near = 1 / (1 + abs(other - page) / HALF_DISTANCE)
        return near if self.chapters[other] == self.chapters[page] else near * OTHER_CHAPTER


class Content:
    """Asks whether a follow-up that says something of its own speaks of a line's business."""

    def __init__(self, follow_ups: Collection[str]) -> None:
        self._weights = Weights(follow_ups)
        self._costs: dict[tuple[str, str, str], float] = {}

    def cost(self, line: Line, cell: Cell) -> float:
        """What it costs that the follow-up says what neither the line's measure nor its first-year step says."""
        key = (cell.text, line.measure.text.text, line.action.text if line.action else "")
        if key not in self._costs:
            self._costs[key] = self._cost(*key)
        return self._costs[key]

    def _cost(self, follow_up: str, text: str, action: str) -> float:
        grams = frozenset(gram for gram in bigrams(follow_up) if WORDY.fullmatch(gram))
        said = self._weights(grams)
        shared = self._weights(grams & bigrams(action)) + self._weights(grams & bigrams(text))
        return OTHER_CONTENT * (said - shared / 2) * min(1.0, MUCH_SAID / max(said, 1e-9))


def _share_of_others(uses: list[tuple[str, float]], wording: str) -> float:
    """Which part of ``uses`` has other words."""
    total = sum(weight for _, weight in uses)
    return sum(weight for found, weight in uses if found != wording) / total if total else 0.0

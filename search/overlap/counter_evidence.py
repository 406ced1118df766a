"""What the document itself says against reading a pair of measures as work done twice."""

from collections.abc import Sequence
from functools import cached_property

from graph_builder.contents import Contents, list_contents
from graph_builder.iris import DocumentIris
from graph_builder.ministries import Ministries
from graph_builder.records import Measure, Roadmap
from search.overlap.bodies import common_bodies, expand_bodies
from search.overlap.clauses import list_clauses
from search.overlap.phrases import common_spans
from search.overlap.report import AlignedPassages, CounterEvidence, SharedConcept
from search.overlap.wording import is_near, is_standing, narrow


class CounterEvidenceFinder:
    """Finds what speaks against the pairs of a roadmap's measures."""

    def __init__(self, roadmap: Roadmap, ministries: Ministries) -> None:
        self._roadmap = roadmap
        self._ministries = ministries

    def find(
        self,
        left: Measure,
        right: Measure,
        passages: Sequence[AlignedPassages],
        concepts: Sequence[SharedConcept],
        years: Sequence[int],
    ) -> tuple[CounterEvidence, ...]:
        """Each kind at most once, in a fixed order; the last three are what both share."""
        found = (
            self._relisted(left, right) or self._relisted(right, left),
            self._same_place(left, right),
            self._same_bodies(left, right),
            self._same_row_bodies(passages[0]) if passages else None,
            None if passages or concepts else _standing_phrases(left, right),
            _years_apart(years),
        )
        return tuple(counter for counter in found if counter)

    def _same_bodies(self, left: Measure, right: Measure) -> CounterEvidence | None:
        """That the bodies as printed are the same; unnamed others alone (関係府省) may be anybody."""
        if set(left.ministries) != set(right.ministries) or not expand_bodies(left.ministries, self._ministries):
            return None
        return CounterEvidence(
            "same-bodies",
            "記載上の担当府省は同じである。",
            "The responsible bodies are the same as printed.",
        )

    def _same_row_bodies(self, passages: AlignedPassages) -> CounterEvidence | None:
        """That a body is responsible for both of the most alike clauses; a measure's text is that of all its bodies."""
        common = common_bodies(passages.left.ministries, passages.right.ministries, self._ministries)
        if not common:
            return None
        names = self._ministries.list_printed(common)
        return CounterEvidence(
            "same-row-bodies",
            f"最も似た文言は、双方とも{names.ja}の担当である。",
            f"Responsible for the most alike wording on both sides: {names.en}.",
        )

    def _relisted(self, measure: Measure, other: Measure) -> CounterEvidence | None:
        """That the document relists ``measure`` where ``other`` stands, or as 再掲 in other words."""
        for page in self._relistings.get((measure.number or 0, _place(other)), ()):
            return CounterEvidence(
                "relisted",
                f"文書が施策{measure.number}を、施策{other.number}と同じ{_unit(other)}に再掲している（{page}ページ）。",
                f"The document relists measure {measure.number} beside measure {other.number} (page {page}).",
            )
        if "再掲" in narrow(measure.text) and is_near(measure.text, other.text):
            return CounterEvidence(
                "relisted",
                f"施策{measure.number}は、本文に「再掲」とあり、施策{other.number}を言い直している。",
                f"Measure {measure.number} calls itself relisted in its text, and restates measure {other.number}.",
            )
        return None

    def _same_place(self, left: Measure, right: Measure) -> CounterEvidence | None:
        if _place(left) != _place(right):
            return None
        title = (left.section or left.chapter).text
        return CounterEvidence(
            "same-section" if left.section else "same-chapter",
            f"文書自身が同じ{_unit(left)}「{title}」に並べて示している。",
            f"The document itself lists both in one place: {self._contents.place_of(left).name_en}.",
        )

    @cached_property
    def _contents(self) -> Contents:
        return list_contents(self._roadmap, DocumentIris(self._roadmap.slug))

    @cached_property
    def _relistings(self) -> dict[tuple[int, tuple[str, str]], list[int]]:
        """The pages where a measure is relisted, by its number and the place of the relisting."""
        found: dict[tuple[int, tuple[str, str]], list[int]] = {}
        for measure in self._roadmap.measures:
            if measure.relists is not None:
                found.setdefault((measure.relists, _place(measure)), []).append(measure.pages[0])
        return found


def _place(measure: Measure) -> tuple[str, str]:
    return measure.chapter.text, measure.section.text if measure.section else ""


def _unit(measure: Measure) -> str:
    """What the document lists the measure in: a section, or a chapter without sections."""
    return "節" if measure.section else "章"


def _standing_phrases(left: Measure, right: Measure) -> CounterEvidence | None:
    """That both print the same step of nothing but standing phrases (the longest is named), and share no phrase."""
    first, second = (
        {narrow(step.text): step.text for row in side.rows for step in row.steps} for side in (left, right)
    )
    shared = [first[text] for text in first if text in second and is_standing(text)]
    if not shared or _share_phrase(left, right):
        return None
    text = max(shared, key=len)
    return CounterEvidence(
        "standing-phrases",
        f"共通する長い文言は定型句「{text}」だけである。",
        f"The only long wording in common is a standing phrase (boilerplate only): {text}",
    )


def _share_phrase(left: Measure, right: Measure) -> bool:
    return any(common_spans(one.text, other.text) for one in list_clauses(left) for other in list_clauses(right))


def _years_apart(years: Sequence[int]) -> CounterEvidence | None:
    if years:
        return None
    return CounterEvidence("years-apart", "工程の年度が重ならない。", "Their steps fall in no common fiscal year.")

"""Overlap candidates as lines of text for a terminal, both sides of the evidence."""

from collections.abc import Iterator, Sequence

from graph_builder.pages import cite_places
from search.overlap.report import AlignedPassages, Candidate, Cluster, OverlapReport, Quote, Repetition, Side
from search.overlap.verdicts import Verdict
from service.measure_text import wrapped
from service.overlap_names import CONTRIBUTIONS, FACETS, KINDS, REPETITIONS, in_both
from service.overlaps import OverlapMatrix, count_facing

Style = tuple[str, str]
"""What stands before and after a phrase that both sides say."""

PLAIN: Style = ("〔", "〕")


def head_lines(found: Sequence[Candidate], offset: int, shown: int) -> Iterator[str]:
    """How many candidates were found, in how many ministries face each other, and which of them are shown."""
    total, facing, first, last = len(found), count_facing(found), offset + 1, offset + shown
    if not found:
        yield "該当する候補はありません / No candidate."
    elif not shown:
        yield f"{total} 組しかない / there are {total} pairs only: --offset"
    elif facing == total:
        yield f"府省が向き合う {total} 組、見る価値の高い順に {first}〜{last} 組目"
        yield f"{total} pairs in which ministries face each other, most worth a look first: {first} to {last}"
    else:
        yield f"{total} 組、うち府省が向き合う {facing} 組（--across）、見る価値の高い順に {first}〜{last} 組目"
        yield (
            f"{total} pairs, in {facing} of which ministries face each other (--across), "
            f"most worth a look first: {first} to {last}"
        )


def candidate_lines(
    candidate: Candidate, report: OverlapReport, verdicts: Sequence[Verdict], style: Style = PLAIN
) -> Iterator[str]:
    """One candidate: its sides, passages side by side with their source lines, what is shared, what speaks against."""
    left, right = report.by_number[candidate.left], report.by_number[candidate.right]
    kind = in_both(KINDS[candidate.kind])
    yield f"{candidate.rank:>3}. 施策 {left.number} × {right.number}  {kind}  {candidate.score:+.2f}"
    yield from _side_lines(left)
    yield from _side_lines(right)
    for passages in candidate.passages:
        yield from passage_lines(passages, candidate, style)
    for facet, name in FACETS.items():
        shared = [concept.name for concept in candidate.concepts if concept.facet == facet]
        if shared:
            yield f"      {in_both(name)}: {'・'.join(shared)}"
    yield f"      共通の年度 / years: {_years(candidate.fiscal_years)}"
    yield f"      府省 / bodies: {_bodies(candidate)}"
    for counter in candidate.counter_evidence:
        yield f"      反証 / against: {counter.text}"
    for verdict in verdicts:
        note = f"「{verdict.note}」" if verdict.note else ""
        yield f"      判定 / verdict: {verdict.verdict} — {verdict.by} ({verdict.at[:10]}){note}"


def passage_lines(passages: AlignedPassages, candidate: Candidate, style: Style) -> Iterator[str]:
    """Two clauses one above the other, what both say marked."""
    yield f"      ── 並べた文言 / side by side ({passages.likeness:.2f})"
    for number, quote in ((candidate.left, passages.left), (candidate.right, passages.right)):
        yield from quote_lines(number, quote, style)


def quote_lines(number: int, quote: Quote, style: Style) -> Iterator[str]:
    """One clause of measure ``number``: whose it is, where it stands, and its words with what is shared marked."""
    yield f"      [{number}] {'、'.join(quote.ministries)}  {cite_places(quote.places)}"
    yield from wrapped(mark(quote, style), "          ")


def mark(quote: Quote, style: Style) -> str:
    """The quote with what both clauses say between the two parts of ``style``."""
    before, after = style
    pieces, position = [], 0
    for start, end in quote.marks:
        pieces += [quote.text[position:start], before, quote.text[start:end], after]
        position = end
    return "".join([*pieces, quote.text[position:]])


def contribution_lines(candidate: Candidate) -> Iterator[str]:
    """What each kind of evidence adds to the score (+) or takes from it (-)."""
    yield "      強さの内訳 / what makes the score"
    for key, value in candidate.contributions.items():
        yield f"        {value:+.2f}  {in_both(CONTRIBUTIONS[key])}"


def cluster_lines(cluster: Cluster) -> Iterator[str]:
    """One cluster: its measures, ministries, and what they have in common."""
    pairs = f"{cluster.most_pairs} 組のうち {cluster.pairs} 組が候補 / {cluster.pairs} of {cluster.most_pairs} pairs"
    yield f"{cluster.rank:>3}. 施策 {'・'.join(map(str, cluster.measures))}  {cluster.score:+.2f}  {pairs}"
    yield f"      {'、'.join(cluster.ministries)}"
    yield f"      共通 / shared: {'・'.join(concept.name for concept in cluster.concepts)}"


def matrix_lines(matrix: OverlapMatrix) -> Iterator[str]:
    """One line two ministries: strength, candidates, and how many measures each has."""
    measures = {counted.thing: counted.count for counted in matrix.ministries}
    for cell in matrix.cells:
        does = f"{measures[cell.ministry]}・{measures[cell.partner]} 施策"
        yield f"{cell.strength:7.3f}  {cell.count:4} 組  {cell.ministry.label.ja} × {cell.partner.label.ja}（{does}）"


def repetition_lines(repetition: Repetition) -> Iterator[str]:
    """One repetition inside a measure."""
    kind = in_both(REPETITIONS[repetition.kind])
    yield f"施策 {repetition.number}  {kind}  {'、'.join(repetition.ministries)}  ({_years(repetition.fiscal_years)})"
    yield f"      {cite_places(repetition.places)}"
    for text in repetition.texts:
        yield from wrapped(text, "      ")


def _side_lines(side: Side) -> Iterator[str]:
    yield f"      [{side.number}] {'、'.join(side.ministries)}  {_years(side.fiscal_years)}  {cite_places(side.places)}"
    yield from wrapped(side.text, "          ")


def _bodies(candidate: Candidate) -> str:
    parts = {
        "共通 / both": candidate.shared_ministries,
        f"{candidate.left} のみ / only": candidate.left_ministries,
        f"{candidate.right} のみ / only": candidate.right_ministries,
    }
    return "  ".join(f"{label} {'、'.join(names)}" for label, names in parts.items() if names)


def _years(years: Sequence[int]) -> str:
    if not years:
        return "なし / none"
    return f"{years[0]}年度" if len(years) == 1 else f"{years[0]}〜{years[-1]}年度"

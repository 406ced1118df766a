"""What people read for the kinds and dimensions of overlap, the same at every door."""

from collections.abc import Mapping

from graph_builder.source import Bilingual
from search.overlap.facets import Facet
from search.overlap.report import Kind, RepetitionKind
from search.overlap.statements import KIND_NAMES

_MEANINGS: Mapping[Kind, Bilingual] = {
    "duplication": Bilingual("言い直しと推定", "estimated to restate"),
    "overlap": Bilingual("似た取組と推定", "estimated similar work"),
    "fragmentation": Bilingual("同じ主題と推定", "estimated same subject"),
}

KINDS: Mapping[Kind, Bilingual] = {
    kind: Bilingual(f"{ja}（{_MEANINGS[kind].ja}）", f"{en} ({_MEANINGS[kind].en})")
    for kind, (ja, en) in KIND_NAMES.items()
}
"""The kinds of candidates, all estimates, which the US GAO calls duplication, overlap and fragmentation."""

FACETS: Mapping[Facet, Bilingual] = {
    "subject": Bilingual("主題", "subject"),
    "goal": Bilingual("目的", "goal"),
    "means": Bilingual("手段", "means"),
    "beneficiary": Bilingual("対象", "beneficiary"),
}
"""The dimensions of likeness, by the facets of the thesaurus."""

CONTRIBUTIONS: Mapping[str, Bilingual] = {
    "words": Bilingual("全体の語", "words of the whole"),
    "meaning": Bilingual("全体の意味", "meaning of the whole"),
    "area": Bilingual("全体の分野", "field of the whole"),
    "clause": Bilingual("最も近い文の語", "words of the nearest clauses"),
    "clause-meaning": Bilingual("最も近い文の意味", "meaning of the nearest clauses"),
    "row": Bilingual("同じ府省の最も近い文の語", "words of one body's nearest clauses"),
    "heading": Bilingual("章・節", "headings"),
    **{str(facet): name for facet, name in FACETS.items()},
}
"""What each part of a candidate's score speaks of."""

REPETITIONS: Mapping[RepetitionKind, Bilingual] = {
    "shared-row": Bilingual("共管の欄", "one row for several bodies"),
    "same-wording": Bilingual("同文", "the same wording"),
    "near-wording": Bilingual("ほぼ同文", "nearly the same wording"),
}
"""The kinds of repetition inside a measure, as ontology/sesaku.ttl labels them."""


def in_both(name: Bilingual) -> str:
    """The name for a terminal, Japanese first."""
    return f"{name.ja} / {name.en}"

"""A draft beside the existing measures that it is near to: of other ministries, and which clauses say the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_builder.records import Measure
from search.overlap.clauses import Clause, split_clauses
from search.overlap.evidence import Reader
from search.overlap.report import AlignedPassages
from search.similar import Likeness


@dataclass(frozen=True)
class NearDraft:
    """An existing measure near a draft: what is shared and what differs, and the clauses that say much the same."""

    likeness: Likeness
    passages: tuple[AlignedPassages, ...]


def near_draft(
    text: str, near: Iterable[Likeness], measures: Mapping[int, Measure], reader: Reader, own: Sequence[str] = ()
) -> Iterator[NearDraft]:
    """Those of the measures ``near`` (as `Searcher.similar` ranks them) that no ministry in ``own`` is responsible for.

    ``own`` are names as printed; the clauses of the draft are the left sides, without a place in the source.
    """
    draft = tuple(reader.read([Clause("text", clause, tuple(own), (), ()) for clause in split_clauses(text)]))
    for likeness in near:
        if not set(likeness.ministries) & set(own):
            yield NearDraft(likeness, reader.align(draft, reader.clauses(measures[likeness.number])))

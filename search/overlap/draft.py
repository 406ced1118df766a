"""A draft beside the existing measures that it is near to: of other ministries, and which clauses say the same."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_builder.ministries import load_ministries
from graph_builder.records import Measure
from search.overlap.clauses import Clause, split_clauses
from search.overlap.evidence import Reader
from search.overlap.report import AlignedPassages
from search.similar import Likeness


@dataclass(frozen=True)
class NearDraft:
    """An existing measure near a draft: what is shared and what differs, and the clauses that say much the same.

    ``is_joint`` says that the draft's own ministry is responsible for the measure together with others (共管).
    """

    likeness: Likeness
    passages: tuple[AlignedPassages, ...]
    is_joint: bool = False


def near_draft(
    text: str, near: Iterable[Likeness], measures: Mapping[int, Measure], reader: Reader, own: Sequence[str] = ()
) -> Iterator[NearDraft]:
    """The measures ``near`` (as `Searcher.similar` ranks them) but for those of ``own`` alone.

    ``own`` are names as printed; unnamed bodies (関係府省) beside them are no others. The clauses of the draft are the
    left sides, without a place in the source.
    """
    draft = tuple(reader.read([Clause("text", clause, tuple(own), (), ()) for clause in split_clauses(text)]))
    for likeness in near:
        is_own, has_others = _tell_apart(likeness.ministries, own)
        if has_others or not is_own:
            passages = reader.align(draft, reader.clauses(measures[likeness.number]))
            yield NearDraft(likeness, passages, is_joint=is_own)


def _tell_apart(names: Iterable[str], own: Collection[str]) -> tuple[bool, bool]:
    """Whether one of the names is in ``own``, and whether another is a named body's."""
    bodies = {name: load_ministries().resolve(name) for name in names}
    others = (body is None or body.is_named for name, body in bodies.items() if name not in own)
    return any(name in own for name in bodies), any(others)

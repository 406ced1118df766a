"""Accounts for every character of the source: each piece of a cell becomes a fragment that says whose it is."""

from collections.abc import Iterable, Sequence

from graph_builder.reader.assemble import PlacedMeasure
from graph_builder.reader.cells import Cell, Page
from graph_builder.records import Fragment


def list_fragments(pages: Iterable[tuple[Page, Sequence[PlacedMeasure]]]) -> tuple[Fragment, ...]:
    """All fragments in source order."""
    found = [
        fragment for page, parts in pages for cell in page.cells for fragment in _split(cell, _name_owners(page, parts))
    ]
    return tuple(sorted(found, key=lambda fragment: (fragment.line, fragment.start)))


def _split(cell: Cell, owners: dict[int, str]) -> Iterable[Fragment]:
    kind = "relisting" if cell.kind == "reference" else cell.kind
    for piece in cell.pieces:
        yield Fragment(piece.line, piece.start, piece.end, piece.text, kind, owners.get(cell.index, ""))


def _name_owners(page: Page, parts: Sequence[PlacedMeasure]) -> dict[int, str]:
    """The owner of each of the page's cells, by index."""
    owners: dict[int, str] = {}
    for part in parts:
        cells = [part.draft.text, part.draft.label.cell]
        cells += [cell for line in part.lines for cell in (*line.ministries, *(step for step, _ in line.steps))]
        owners |= {cell.index: part.owner for cell in cells if cell}
    return owners | _name_mark_owners(page, parts)


def _name_mark_owners(page: Page, parts: Sequence[PlacedMeasure]) -> dict[int, str]:
    """The owners of the 再掲 marks: the relisting whose text is right behind, then the others in order."""
    relistings = [part for part in parts if part.draft.label.relists]
    marks = page.of_kind("relisting")
    behind = {part.draft.text.index - 1: part for part in relistings}
    named = {mark.index: behind[mark.index] for mark in marks if mark.index in behind}
    rest = [part for part in relistings if part not in named.values()]
    named |= dict(zip((mark.index for mark in marks if mark.index not in named), rest, strict=False))
    return {index: part.owner for index, part in named.items()}

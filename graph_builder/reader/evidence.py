"""What a whole document tells about itself before any page is read: its words, and each ministry's own words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from graph_builder.reader.cells import Cell, Page
from graph_builder.reader.similarity import Profile, Similarity, bigrams


def weigh_words(pages: Sequence[Page]) -> Similarity:
    """Compares the texts and steps of the document."""
    return Similarity({cell.text for page in pages for cell in page.of_kind("text", "step")})


def profile_ministries(pages: Sequence[Page], follow_up: str) -> dict[str, Profile]:
    """Each ministry's words, from the texts and steps that print order gives to it alone."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        for name, text in _iter_own_words(page.cells, follow_up):
            counts[name].update(bigrams(text))
    everybody = sum(counts.values(), Counter[str]())
    return {name: Profile(own, everybody) for name, own in counts.items()}


def _iter_own_words(cells: Sequence[Cell], follow_up: str) -> Iterator[tuple[str, str]]:
    for before, cell, behind in zip(cells, cells[1:], cells[2:], strict=False):
        if cell.kind != "ministry" or before.kind == "ministry":
            continue
        if before.kind == "text":
            yield cell.text, before.text
        if behind.kind == "step" and not behind.text.startswith(follow_up):
            yield cell.text, behind.text

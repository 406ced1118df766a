"""Which measures say a long part of a question word for word: who quotes a measure means it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.filters import squeeze
from search.stored_index import SearchIndex

# A shorter run, or less than half of the question, stands in many measures by chance: 中小企業の知財経営.
SHORTEST_QUOTED = 10
LEAST_SHARE = 0.5
# Of a longer question every run would take long to look for; drafts are compared clause by clause (search/overlap).
LONGEST_QUOTING = 200
# Passages come back in question after question.
_squeezed = lru_cache(maxsize=20_000)(squeeze)


def quoted_shares(index: SearchIndex, text: str, measures: Sequence[int]) -> NDArray[np.float32]:
    """The share of ``text`` that a passage of each measure says in one run, float32 [measures]; 0 below half of it.

    ``measures`` are positions; what several of them say is divided among them, for it points at none. Headings are no
    measure's own words; widths and white space do not count.
    """
    asked = squeeze(text)
    least = max(SHORTEST_QUOTED, round(len(asked) * LEAST_SHARE))
    if not least <= len(asked) <= LONGEST_QUOTING:
        return np.zeros(len(measures), dtype=np.float32)
    texts = ((_squeezed(index.passages[at].text) for at in index.own_passages[measure]) for measure in measures)
    runs: NDArray[np.float32] = np.array([longest_run(asked, passages, least) for passages in texts], dtype=np.float32)
    holders = max(int(np.count_nonzero(runs)), 1)
    return runs / np.float32(len(asked) * holders)


def longest_run(asked: str, passages: Iterable[str], least: int) -> int:
    """The length of the longest run of ``asked``, ``least`` characters or more, in one of the passages; 0 for none."""
    longest = 0
    for passage in passages:
        start = 0
        while start + (length := max(least, longest + 1)) <= len(asked):
            if asked[start : start + length] in passage:
                longest = length
            else:
                start += 1
    return longest

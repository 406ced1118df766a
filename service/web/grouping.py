"""Parts a long list by chapter, so that a reader gets about in it."""

from collections.abc import Iterable

from service.views import MeasureSummary, Thing, YearStep

LONG = 50
"""Entries from which a list has a table of contents."""


def by_chapter(
    entries: Iterable[MeasureSummary | YearStep],
) -> list[tuple[Thing, list[MeasureSummary | YearStep]]]:
    """The entries of each chapter, both in the order in which they come."""
    groups: dict[Thing, list[MeasureSummary | YearStep]] = {}
    for entry in entries:
        measure = entry.measure if isinstance(entry, YearStep) else entry
        groups.setdefault(measure.chapter, []).append(entry)
    return list(groups.items())

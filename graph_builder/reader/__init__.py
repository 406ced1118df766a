"""Reads a roadmap's text layer back into its table: segments pages into cells, then solves each page as a puzzle."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from graph_builder.ministries import Ministries
from graph_builder.reader import checks
from graph_builder.reader.assemble import merge_parts, place_parts
from graph_builder.reader.cells import Page, find_lone_numbers, segment_page
from graph_builder.reader.clues import FOLLOW_UP
from graph_builder.reader.doubts import doubt_relistings
from graph_builder.reader.evidence import weigh_words
from graph_builder.reader.fragments import list_fragments
from graph_builder.reader.heading_checks import check_headings
from graph_builder.reader.headings import make_heading, place_measures
from graph_builder.reader.layout import join_paragraphs, measure_columns
from graph_builder.reader.solve import PuzzleError, solve_pages
from graph_builder.reader.source import decode_lines, fingerprint_lines, load_bytes, split_pages
from graph_builder.records import Roadmap


def read_roadmap(path: Path, ministries: Ministries) -> Roadmap:
    """The roadmap in the text file ``path``, which may print the names of ``ministries`` only.

    Raises SourceError where the file cannot be read as a roadmap.
    """
    return parse_roadmap(load_bytes(path), path, ministries)


def parse_roadmap(data: bytes, path: Path, ministries: Ministries) -> Roadmap:
    """The same for the bytes ``data`` that were read from ``path``."""
    lines = decode_lines(data, path)
    names, lone_numbers = ministries.names, find_lone_numbers(lines)
    numbered = enumerate(split_pages(lines, path), start=1)
    pages = [segment_page(number, page, names, lone_numbers) for number, page in numbered]
    for check in (checks.check_headers, checks.check_years):
        check(pages, path)
    columns = measure_columns(pages, FOLLOW_UP)
    pages = [join_paragraphs(page, widths) for page, widths in zip(pages, columns, strict=True)]
    checks.check_ministries(pages, path, names)
    for check in (check_headings, checks.check_numbers, checks.check_relistings, checks.check_texts):
        check(pages, path)
    similarity = weigh_words(pages)
    try:
        solved = solve_pages(pages, columns, ministries, similarity)
    except PuzzleError as error:
        raise checks.name_puzzle(pages[error.page - 1], path) from None
    places = list(place_measures([(page.page, page.measures) for page in solved], similarity))
    checks.check_places(
        (pair for page, found in zip(solved, places, strict=True) for pair in zip(page.measures, found, strict=True)),
        path,
    )
    parts = [place_parts(page, found) for page, found in zip(solved, places, strict=True)]
    title = _find_title(pages)
    edition = _find_edition(title, pages)
    return Roadmap(
        slug=f"ip{edition}",
        title=title,
        edition=edition,
        fiscal_years=pages[0].fiscal_years,
        page_count=len(pages),
        measures=doubt_relistings(merge_parts(zip(solved, parts, strict=True)), similarity),
        headings=tuple(make_heading(cell, page) for page in pages for cell in page.of_kind("heading")),
        fragments=list_fragments(zip(pages, parts, strict=True)),
        sha256=fingerprint_lines(lines),
        breaks_off=_find_break(pages),
    )


def _find_break(pages: Sequence[Page]) -> int:
    """The last line of a last cell that is a step without a full stop, 0 where it is not."""
    last = pages[-1].cells[-1]
    return last.pieces[-1].line if last.kind == "step" and not last.text.endswith("。") else 0


def _find_title(pages: Sequence[Page]) -> str:
    titles = (cell.text for page in pages for cell in page.of_kind("furniture") if cell.text.startswith("工程表"))
    return next(titles, "")


def _find_edition(title: str, pages: Sequence[Page]) -> int:
    """The plan's year in the title, or else the first fiscal year."""
    year = re.search(r"\d{4}", unicodedata.normalize("NFKC", title))
    return int(year.group()) if year else pages[0].fiscal_years[0]

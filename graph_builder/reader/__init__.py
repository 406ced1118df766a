"""Reads a roadmap's text layer back into its table."""

import re
import unicodedata
from pathlib import Path

from graph_builder.ministries import Ministries
from graph_builder.reader.assemble import assemble
from graph_builder.reader.cells import Page, segment_page
from graph_builder.reader.evidence import weigh_words
from graph_builder.reader.headings import make_heading, place_measures
from graph_builder.reader.layout import join_paragraphs, measure_columns
from graph_builder.reader.rows import FOLLOW_UP
from graph_builder.reader.solve import solve_pages
from graph_builder.reader.source import load_lines, split_pages
from graph_builder.records import Roadmap

__all__ = ["read_roadmap"]


def read_roadmap(path: Path, ministries: Ministries) -> Roadmap:
    """The roadmap in the text file ``path``; raises SourceError where it cannot be read as one."""
    lines = load_lines(path)
    names = ministries.names
    pages = [segment_page(number, page, names) for number, page in enumerate(split_pages(lines, path), start=1)]
    columns = measure_columns(pages, FOLLOW_UP)
    pages = [join_paragraphs(page, widths) for page, widths in zip(pages, columns, strict=True)]
    solved = solve_pages(pages, columns, ministries)
    places = place_measures([(page.page, page.measures) for page in solved], weigh_words(pages))
    title = _find_title(pages)
    edition = _find_edition(title, pages)
    return Roadmap(
        slug=f"ip{edition}",
        title=title,
        edition=edition,
        fiscal_years=pages[0].fiscal_years,
        page_count=len(pages),
        measures=tuple(assemble(solved, places)),
        headings=tuple(make_heading(cell, page) for page in pages for cell in page.of_kind("heading")),
        fragments=(),
    )


def _find_title(pages: list[Page]) -> str:
    titles = (cell.text for page in pages for cell in page.of_kind("furniture") if cell.text.startswith("工程表"))
    return next(titles, "")


def _find_edition(title: str, pages: list[Page]) -> int:
    year = re.search(r"\d{4}", unicodedata.normalize("NFKC", title))
    return int(year.group()) if year else pages[0].fiscal_years[0]

"""The lines of a build's source text, and where its pages begin."""

from graph_builder.reader.source import decode_lines, load_bytes, split_pages
from service.workspace import Build


def source_lines(build: Build) -> list[str]:
    """The lines of the source as the reader counts them: a form feed, which pdftotext writes, ends none."""
    return decode_lines(load_bytes(build.source), build.source)


def find_page_starts(build: Build) -> dict[int, int]:
    """The first source line of every page, its header, by page number."""
    pages = split_pages(source_lines(build), build.source)
    return {number: page[0][0] for number, page in enumerate(pages, start=1)}

"""Opens a source document: checks that it is text, and cuts it into pages."""

from collections.abc import Iterator
from pathlib import Path

from graph_builder.reader.cells import HEADER_LINE
from ontology.errors import SourceError

NumberedLine = tuple[int, str]

_EXPECTED = "Give the UTF-8 text layer of a roadmap PDF (for example from pdftotext)"


def load_bytes(path: Path) -> bytes:
    """The file's bytes; raises SourceError when there is no such file or it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or "cannot be read")
        raise SourceError(reason, path=str(path), remedy="Check the path") from None


def decode_lines(data: bytes, path: Path) -> list[str]:
    """The document's lines without their line breaks; raises SourceError unless ``data`` is UTF-8 text."""
    _refuse_binary(data, path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(
            "not UTF-8 text", path=str(path), line=line, remedy="Convert the file, for example with iconv -t utf-8"
        ) from None
    if not text.strip():
        raise SourceError("the file is empty", path=str(path), remedy=_EXPECTED)
    return text.replace("\r\n", "\n").replace("\f", " ").split("\n")


def _refuse_binary(data: bytes, path: Path) -> None:
    if data.startswith(b"%PDF"):
        raise SourceError("a PDF, not its text", path=str(path), remedy=_EXPECTED)
    if b"\0" in data:
        raise SourceError("a binary file, not text", path=str(path), remedy=_EXPECTED)


def split_pages(lines: list[str], path: Path) -> Iterator[list[NumberedLine]]:
    """Each table page as numbered lines, from its header line on; raises SourceError when there is none."""
    starts = [index for index, line in enumerate(lines) if HEADER_LINE.match(line)]
    if not starts:
        remedy = "A page begins with a line such as 2023年度 2024年度 2025年度 2026年度"
        raise SourceError("no table page found", path=str(path), remedy=remedy)
    starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield [(index + 1, lines[index]) for index in range(start, end)]

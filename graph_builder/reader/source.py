"""Opens a source document: checks that it is text, and cuts it into pages."""

import hashlib
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph_builder.reader.cells import HEADER_LINE
from ontology.errors import SourceError

NumberedLine = tuple[int, str]

# Neither RDF's XML syntaxes nor a terminal can carry these; a tab, a line end and a form feed are white space.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

# A line of years that was meant as a header, such as 2023年度 2024年 2025年度.
_LIKE_HEADER = re.compile(r"^(?=.*年)\s*\d{4}年?度?(?:\s*\d{4}年?度?)+\s*$")

HEADER_REMEDY = (
    "各ページは全年度を並べた1行で始める / "
    "Each page begins with one line of all fiscal years, such as 2023年度 2024年度 2025年度 2026年度"
)
_EXPECTED = (
    "工程表 PDF の文字を（pdftotext などで取り出し）UTF-8 で渡す / "
    "Give the UTF-8 text layer of a roadmap PDF (for example from pdftotext)"
)


def load_bytes(path: Path) -> bytes:
    """The file's bytes; raises SourceError when there is no such file or it cannot be read."""
    problem, remedy = "ファイルがない / no such file", "場所を確かめる / Check the path"
    try:
        return path.read_bytes()
    except IsADirectoryError:
        problem = "フォルダであってファイルではない / a folder, not a file"
        remedy = "その中の工程表のテキストを指す / Name the text of the roadmap in it"
    except FileNotFoundError:
        pass
    except OSError as error:
        problem = f"読めない / cannot be read ({error.strerror})"
        remedy = "権限を確かめる / Check who may read it"
    raise SourceError(problem, path=str(path), remedy=remedy)


def decode_lines(data: bytes, path: Path) -> list[str]:
    """The document's lines without their line breaks, the same for any kind of line end and with or without a BOM.

    Raises SourceError unless ``data`` is UTF-8 text free of control characters.
    """
    _refuse_binary(data, path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(
            "UTF-8 の文字ではない / not UTF-8 text",
            path=str(path),
            line=line,
            remedy="iconv -t utf-8 などで変換する / Convert the file, for example with iconv -t utf-8",
        ) from None
    if not text.strip():
        raise SourceError("空のファイル / the file is empty", path=str(path), remedy=_EXPECTED)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ").split("\n")
    _refuse_control(lines, path)
    return lines


def fingerprint_lines(lines: Sequence[str]) -> str:
    """The SHA-256 of the text with LF line ends, no BOM, and one line end behind its last word."""
    return hashlib.sha256(("\n".join(lines).rstrip() + "\n").encode()).hexdigest()


def _refuse_control(lines: Sequence[str], path: Path) -> None:
    for number, line in enumerate(lines, start=1):
        if found := _CONTROL.search(line):
            character, column = f"U+{ord(found.group()):04X}", found.start() + 1
            problem = f"{column} 桁に制御文字 / the control character {character} in column {column}"
            raise SourceError(problem, path=str(path), line=number, remedy="取り除く / Remove it from the text")


def _refuse_binary(data: bytes, path: Path) -> None:
    if data.startswith(b"%PDF"):
        raise SourceError("PDF そのもので文字ではない / a PDF, not its text", path=str(path), remedy=_EXPECTED)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        remedy = "iconv -f utf-16 -t utf-8 などで変換する / Convert the file, for example with iconv -f utf-16 -t utf-8"
        raise SourceError("UTF-8 ではなく UTF-16 / UTF-16 and not UTF-8 text", path=str(path), remedy=remedy)
    if b"\0" in data:
        raise SourceError("文字ではないファイル / a binary file, not text", path=str(path), remedy=_EXPECTED)


def split_pages(lines: list[str], path: Path) -> Iterator[list[NumberedLine]]:
    """Each table page as numbered lines, from its header line on; raises SourceError when there is none."""
    starts = [index for index, line in enumerate(lines) if _is_header(line, index + 1, path)]
    if not starts:
        raise SourceError("表のページがない / no table page found", path=str(path), remedy=HEADER_REMEDY)
    starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield [(index + 1, lines[index]) for index in range(start, end)]


def _is_header(line: str, number: int, path: Path) -> bool:
    if _LIKE_HEADER.match(line) and not HEADER_LINE.match(line):
        problem = f"年度の見出しになっていない / not the fiscal years of a page: {line.strip()}"
        raise SourceError(problem, path=str(path), line=number, remedy=HEADER_REMEDY)
    return bool(HEADER_LINE.match(line))

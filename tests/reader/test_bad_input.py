"""A document that cannot be read is refused in one line: file, line where there is one, remedy."""

import re
from pathlib import Path

import pytest

from graph_builder.ministries import Ministries, load_ministries
from graph_builder.reader import read_roadmap
from ontology.errors import SourceError
from service.workspace import SHIPPED_SOURCE

JAPANESE = re.compile("[ぁ-ん]")

GOOD = """2024年度 2025年度 2026年度 2027年度

１．水と緑

1

湿原の再生について、研究機関と連携して調査を進める。
（短期、中期）

環境省

湿原の再生に向けて調査を
進める。

2

港湾の強靭化について、民間企業と連携して点検する。
（短期、中期）

国土交通省

港湾の強靭化に向けて点検
を行う。

再掲

湿原の再生について、研究機関と連携して調査を進める。
（短期、中期）

環境省 1に記載

左記の進捗を踏まえ、必要な施策を継続。

左記の進捗を踏まえ、必要な施策を継続。
"""


def refuse(path: Path, ministries: Ministries) -> str:
    """The English half of the message, which says each of its two sentences in both languages."""
    with pytest.raises(SourceError) as caught:
        read_roadmap(path, ministries)
    where, _, said = str(caught.value).partition(": ")
    problem, remedy = (sentence.partition(" / ") for sentence in said.split(". ", 1))
    assert JAPANESE.search(problem[0])
    assert JAPANESE.search(remedy[0])
    return f"{where}: {problem[2]}. {remedy[2]}"


def refuse_text(text: str, folder: Path, ministries: Ministries) -> str:
    path = folder / "plan.txt"
    path.write_text(text, "utf-8")
    return refuse(path, ministries).removeprefix(str(path))


def test_reads_the_good_document(tmp_path: Path, ministries: Ministries) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(GOOD, "utf-8")
    measures = read_roadmap(path, ministries).measures
    assert [(measure.number, measure.relists, measure.ministries) for measure in measures] == [
        (1, None, ("環境省",)),
        (2, None, ("国土交通省",)),
        (None, 1, ("環境省",)),
    ]


@pytest.mark.parametrize(("cut", "line"), [("", 0), ("を継続。", 34), ("、必要な施策を継続。", 34)])
def test_a_text_that_ends_inside_a_cell_is_told(cut: str, line: int, tmp_path: Path, ministries: Ministries) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(GOOD.rstrip().removesuffix(cut), "utf-8")
    assert read_roadmap(path, ministries).breaks_off == line


def test_missing_file(tmp_path: Path, ministries: Ministries) -> None:
    path = tmp_path / "none.txt"
    assert refuse(path, ministries) == f"{path}: no such file. Check the path"


def test_folder(tmp_path: Path, ministries: Ministries) -> None:
    assert refuse(tmp_path, ministries) == f"{tmp_path}: a folder, not a file. Name the text of the roadmap in it"


def test_empty_file(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(" \n\n", tmp_path, ministries)
    assert message == ": the file is empty. Give the UTF-8 text layer of a roadmap PDF (for example from pdftotext)"


def test_not_utf8(tmp_path: Path, ministries: Ministries) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"2024\n" + "年度".encode("shift_jis"))
    message = refuse(path, ministries)
    assert message == f"{path}:2: not UTF-8 text. Convert the file, for example with iconv -t utf-8"


@pytest.mark.parametrize(
    ("content", "problem"), [(b"%PDF-1.7\n", "a PDF, not its text"), (b"PK\0\3", "a binary file, not text")]
)
def test_pdf_and_binary(content: bytes, problem: str, tmp_path: Path, ministries: Ministries) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    assert refuse(path, ministries).startswith(f"{path}: {problem}. Give the UTF-8 text layer")


def test_utf16(tmp_path: Path, ministries: Ministries) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes("施策".encode("utf-16"))
    assert refuse(path, ministries) == (
        f"{path}: UTF-16 and not UTF-8 text. Convert the file, for example with iconv -f utf-16 -t utf-8"
    )


def test_no_table_page(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text("知的財産推進計画\n", tmp_path, ministries)
    assert message.startswith(": no table page found. Each page begins with one line of all fiscal years")


def test_no_number(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text("2024年度 2025年度\n\n環境省\n", tmp_path, ministries)
    assert message == ": no measure has a number. Check that the 項目番号 column was extracted"


def test_gap_in_the_numbers(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("\n2\n", "\n3\n"), tmp_path, ministries)
    assert message.startswith(":15: measure 3 follows 1: a number is missing between them. Check the numbers")


def test_number_out_of_its_place(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(f"施策内容\n{PAGES}".replace("\n2\n", "\n4\n"), tmp_path, ministries)
    assert message.startswith(":16: measure 4 stands where 2 should, between 1 and 3. Check the numbers")


def test_repeated_number(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("\n2\n", "\n1\n"), tmp_path, ministries)
    assert message.startswith(":15: measure 1 comes twice (first on line 5). Check the numbers")


@pytest.mark.parametrize(
    "name", ["月面開発省", "国土交通省・月面大臣", "環境省、国土交通省", "日本銀行", "月面銀行・月面大臣", "ＪＡＸＡ"]
)
@pytest.mark.parametrize("below", ["", "\n農林水産省\n"])
def test_unknown_ministry(name: str, below: str, tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("\n国土交通省\n", f"\n{name}\n{below}"), tmp_path, ministries)
    remedy = "Give each name a line, and add it to ontology/ministries.ttl or correct it"
    assert message == f":20: unknown ministry {name}. {remedy}"


def test_unknown_ministry_of_several_lines(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("\n国土交通省\n", "\n国土交通省\n\n月面輸\n送機構\n"), tmp_path, ministries)
    assert message.startswith(":22: unknown ministry 月面輸送機構.")


@pytest.mark.parametrize(
    "step",
    ["ガイドライン点検", "民間企業", "検討を実施", "国土交通省の点検", "環境省、国土交通省の点検", "未定", "点検。"],
)
def test_what_may_be_a_step_is_no_unknown_ministry(step: str, tmp_path: Path, ministries: Ministries) -> None:
    """A short step behind a ministry: a noun used as a verb elsewhere, a thing that the page speaks of, a sentence."""
    path = tmp_path / "plan.txt"
    path.write_text(GOOD.replace("港湾の強靭化に向けて点検\nを行う。", step), "utf-8")
    (row,) = read_roadmap(path, ministries).measures[1].rows
    assert row.steps[0].text == step


def test_relisting_that_points_nowhere(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("1に記載", "9に記載"), tmp_path, ministries)
    assert message == ":30: relists measure 9, which does not exist. Check the 再掲 row there"


def test_relisting_without_reference(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace(" 1に記載", ""), tmp_path, ministries)
    assert message.startswith(":25: page 1 has 1 再掲 marks but 0 references such as 17に記載.")


def test_text_without_terms(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("点検する。\n（短期、中期）", "点検する。"), tmp_path, ministries)
    assert message.startswith(":1: page 1 has 3 measures but 2 texts. Check that each text ends with its terms")


def test_measure_without_step(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("港湾の強靭化に向けて点検\nを行う。\n", ""), tmp_path, ministries)
    problem = "the cells of page 1 do not make up rows of number, text, ministries and first-year step"
    assert message == f":1: {problem}. Check that each measure of the page has all four"


def test_no_chapter(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("１．水と緑", ""), tmp_path, ministries)
    assert message.startswith(":7: measures stand before the first chapter. A chapter heading such as")


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x1b", "\x7f", "\x85", "\uffff"])
def test_control_character(character: str, tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_text(GOOD.replace("湿原の再生について", f"湿原{character}の再生について", 1), tmp_path, ministries)
    assert message == f":7: the control character U+{ord(character):04X} in column 3. Remove it from the text"


HEADER = "2024年度 2025年度 2026年度 2027年度"
PAGES = GOOD + f"\n{HEADER}\n\n施策内容\n" + GOOD.partition("\n")[2].replace("\n1\n", "\n3\n").replace("\n2\n", "\n4\n")
REMEDY = "Each page begins with one line of all fiscal years, such as 2023年度 2024年度 2025年度 2026年度"


def refuse_header(header: str, folder: Path, ministries: Ministries) -> str:
    """The message for two pages whose second one has another header."""
    first, _, second = PAGES.rpartition(HEADER)
    return refuse_text(f"施策内容\n{first}{header}{second}", folder, ministries)


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("2024年度 2025年度 2026年度", "page 2 has other fiscal years than page 1"),
        ("2025年度 2026年度 2027年度 2028年度", "page 2 has other fiscal years than page 1"),
        ("2024年度 2025年度 2027年度", "the fiscal years of page 2 do not follow each other"),
        ("2024年度 2026年度 2025年度 2027年度", "the fiscal years of page 2 do not follow each other"),
        ("2024年度 2025年 2026年度 2027年度", "not the fiscal years of a page"),
        ("2024 2025年度 2026年度 2027年度", "not the fiscal years of a page"),
        ("2024年度2025年度2026年度2027年度", "not the fiscal years of a page"),
    ],
)
def test_wrong_header(header: str, problem: str, tmp_path: Path, ministries: Ministries) -> None:
    assert refuse_header(header, tmp_path, ministries) == f":37: {problem}: {header}. {REMEDY}"


def test_missing_header(tmp_path: Path, ministries: Ministries) -> None:
    message = refuse_header("", tmp_path, ministries)
    assert message == f":39: a page without fiscal years begins inside page 1. {REMEDY}"


def test_reads_two_pages(tmp_path: Path, ministries: Ministries) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"施策内容\n{PAGES}", "utf-8")
    assert [measure.number for measure in read_roadmap(path, ministries).measures] == [1, 2, None, 3, 4, None]


@pytest.mark.parametrize("length", [100, 135, 141, 1500])
def test_a_text_that_breaks_off_is_one_clear_error(length: int, tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    lines = SHIPPED_SOURCE.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:length]), "utf-8")
    with pytest.raises(SourceError, match=r"cut\.txt:\d+: "):
        read_roadmap(path, load_ministries())


@pytest.mark.parametrize(
    ("headings", "line", "problem"),
    [
        (("１．水と緑", "３．海と空"), 41, "chapter 3 stands where chapter 2 should: ３．海と空"),
        (("２．水と緑", "１．海と空"), 41, "chapter 1 stands where chapter 3 should: １．海と空"),
        (("１．水と緑\n\n２．海と空", "３．山"), 6, "two chapters begin on page 1"),
        (("１．水と緑\n\n（２）森", "（３）海"), 6, "section 2 stands where section 1 should: （２）森"),
        (("１．水と緑\n\n（１）森", "（１）海"), 43, "section 1 stands where section 2 should: （１）海"),
        (("１．水と緑\n\n（１）森", "２．海と空\n\n（２）海"), 45, "section 2 stands where section 1 should: （２）海"),
    ],
)
def test_headings_out_of_order(
    headings: tuple[str, str], line: int, problem: str, tmp_path: Path, ministries: Ministries
) -> None:
    message = refuse_text(_with_headings(*headings), tmp_path, ministries)
    assert message == f":{line}: {problem}. Check whether a heading is missing before it, and its number"


@pytest.mark.parametrize(
    "headings",
    [
        ("２．水と緑", "３．海と空"),
        ("１．水と緑\n\n（１）森", "1． 水と緑\n\n(1)森"),
        ("１．水と緑\n\n（１）森", "（２）海"),
    ],
)
def test_reads_headings_in_order(headings: tuple[str, str], tmp_path: Path, ministries: Ministries) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(_with_headings(*headings), "utf-8")
    assert len(read_roadmap(path, ministries).measures) == 6


def _with_headings(first: str, second: str) -> str:
    """Two pages with these headings."""
    before, _, behind = f"施策内容\n{PAGES}".rpartition("１．水と緑")
    return f"{before}{second}{behind}".replace("１．水と緑", first, 1)

"""Segmenting: what shares a line is cut apart, what a line break tore is put together."""

from graph_builder.reader.cells import find_lone_numbers, segment_page

NAMES = frozenset({"経済産業省", "文部科学省", "内閣府（政策統括官（経済安全保障担当））"})


def segment(text: str) -> list[tuple[str, str]]:
    lines = ["2024年度 2025年度", *text.split("\n")]
    page = segment_page(1, list(enumerate(lines, start=1)), NAMES, find_lone_numbers(lines))
    return [(cell.kind, cell.text) for cell in page.cells[1:]]


def test_numbers_glued_to_steps() -> None:
    assert segment("31 左記を踏まえ、実施。") == [("number", "31"), ("step", "左記を踏まえ、実施。")]
    assert segment("左記を踏まえ、実施。25") == [("step", "左記を踏まえ、実施。"), ("number", "25")]


def test_a_number_that_stands_alone_elsewhere_is_not_glued() -> None:
    assert segment("25\n\n25 歳以下を支援。") == [("number", "25"), ("step", "25 歳以下を支援。")]


def test_ministries_glued_to_what_follows() -> None:
    assert segment("文部科学省 65に記載") == [("ministry", "文部科学省"), ("reference", "65に記載")]
    assert segment("経済産業省 研究会を設ける。") == [("ministry", "経済産業省"), ("step", "研究会を設ける。")]
    assert segment("経済産業省\n研究会を設ける。") == [("ministry", "経済産業省"), ("step", "研究会を設ける。")]


def test_a_ministry_wrapped_over_a_blank_line() -> None:
    wrapped = "内閣府（政策統括官\n（経済安全保障担\n\n当））"
    assert segment(wrapped) == [("ministry", "内閣府（政策統括官（経済安全保障担当））")]


def test_a_follow_up_before_a_text() -> None:
    text = "左記を踏まえ、実施。データの流通を\n進める。\n（短期、中期）【再掲】"
    assert segment(text) == [
        ("step", "左記を踏まえ、実施。"),
        ("text", "データの流通を進める。（短期、中期）【再掲】"),
    ]


def test_headings_and_furniture() -> None:
    blocks = "工程表「計画」重点事項\n\nⅢ．重点施策\n\n１．水と緑\n\n (2)港の整備\n\n短期 中期項目\n番号\n\n再掲"
    assert segment(blocks) == [
        ("furniture", "工程表「計画」重点事項"),
        ("heading", "Ⅲ．重点施策"),
        ("heading", "１．水と緑"),
        ("heading", "(2)港の整備"),
        ("furniture", "短期 中期項目"),
        ("furniture", "番号"),
        ("relisting", "再掲"),
    ]


def test_pieces_know_their_place() -> None:
    page = segment_page(1, [(7, "2024年度 2025年度"), (8, "  9 左記を踏まえ。")], NAMES, frozenset())
    pieces = [(piece.line, piece.start, piece.end, piece.text) for cell in page.cells[1:] for piece in cell.pieces]
    assert pieces == [(8, 2, 3, "9"), (8, 4, 11, "左記を踏まえ。")]

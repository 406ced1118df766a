"""Every question of the library gives the answer that a reader of the document works out by hand.

Pages (p.) are those of data/ip2023/roadmap.txt. Where only a part of a long answer was worked out, ``only`` names the
rows of that part by the values of a column, and ``columns`` the columns.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
import pytest

from graph_builder.query_library import ask, find_query, load_queries

BASE = "https://w3id.org/sesaku/"
FORMULA = "左記の実施状況を踏まえ、必要な取組を実施。"
PUSH_PLAN = (
    "個別の支援が特に必要なスタートアップ、大学、中小企業に対し、それらによるイノベーションを促進するため、"
    "2024年度から特許審査官による審査段階でのプッシュ型支援を開始すべく、2023年度中に必要な検討を行う。（短期、中期）"
)
PUSH_2023 = (
    "個別の支援が特に必要なスタートアップ、大学、中小企業に対し、2024年度から特許審査官による審査段階での"
    "プッシュ型支援を開始すべく、2023年度中に必要な検討を実施。"
)
PUSH_2024 = (
    "個別の支援が特に必要なスタートアップ、大学、中小企業に対し、特許審査官による審査段階でのプッシュ型支援を開始。"
)

Value = str | int | float | None


@dataclass(frozen=True)
class Known:
    """The rows of an answer, in order; IRIs without their base and, inside the document, without ``ip2023/``."""

    query: str
    rows: list[tuple[Value, ...]]
    values: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    only: Mapping[str, Collection[Value]] = field(default_factory=dict)


def measures(*numbers: int) -> list[tuple[Value, ...]]:
    return [(f"measure/{number}",) for number in numbers]


KNOWN = [
    # p.5 is chapter 3: 17 under (1), 18 and 19, both on inventions, under (2).
    Known(
        "measures-in-chapter",
        [
            ("measure/17", "（１）生成AIと著作権"),
            ("measure/18", "（２）AI技術の進展を踏まえた発明の保護の在り方"),
            ("measure/19", "（２）AI技術の進展を踏まえた発明の保護の在り方"),
        ],
        {"chapter": "3"},
        ("measure", "section"),
    ),
    # p.3: in the text of 11 and in both of its own cells; p.42 only repeats the text in a relisting.
    Known(
        "measures-mentioning",
        [
            ("measure/11", "measure/11"),
            ("measure/11", "measure/11/row/1/step/2023"),
            ("measure/11", "measure/11/row/1/step/2024"),
        ],
        {"phrase": "プッシュ型支援"},
        ("measure", "place"),
    ),
    # p.41: the document prints ＡＤＲ; p.5: ＡＩ生成物.
    Known("measures-mentioning", [("measure/17",)], {"phrase": "AI 生成物"}, ("measure",)),
    # （短期） alone closes the text of 1 to 4 (p.1) and of 18 and 19 (p.5); 【再掲】 of 19 on p.42 is no measure.
    Known("measures-of-one-term", measures(1, 2, 3, 4, 18, 19), {"term": "短期"}, ("measure",)),
    Known("measures-of-one-term", [], {"term": "medium term"}),
    # First numbers of the chapters: 1 (p.1), 13 (p.4), 17 (p.5), 20 (p.6), 33 (p.9), 47 (p.15), 57 (p.17), 107 (p.37),
    # 123 (p.40), 140 (p.45), last 186; 再掲 rows of 7: p.24, 26, 32; of 8: p.37 (2), 39; of 9: p.41, 42 (2), 44;
    # of 10: p.49 (4), 50, 51, 53, 54.
    Known(
        "measures-per-chapter",
        [
            ("chapter/1", 12, 0),
            ("chapter/2", 4, 0),
            ("chapter/3", 3, 0),
            ("chapter/4", 13, 0),
            ("chapter/5", 14, 0),
            ("chapter/6", 10, 0),
            ("chapter/7", 50, 3),
            ("chapter/8", 16, 3),
            ("chapter/9", 17, 4),
            ("chapter/10", 47, 8),
        ],
        columns=("chapter", "measures", "relistings"),
    ),
    # p.4: 13 | 14 | 15, 16; p.5: 17 | 18, 19; p.37-39: 107-110 on small companies | 111 on trade | 112-122 on farming.
    Known(
        "measures-per-section",
        [
            ("chapter/2/section/1", 1),
            ("chapter/2/section/2", 1),
            ("chapter/2/section/3", 2),
            ("chapter/3/section/1", 1),
            ("chapter/3/section/2", 2),
            ("chapter/8/section/1", 4),
            ("chapter/8/section/2", 1),
            ("chapter/8/section/3", 11),
        ],
        columns=("section", "measures"),
        only={
            "section": [
                f"chapter/{place}"
                for place in (
                    "2/section/1",
                    "2/section/2",
                    "2/section/3",
                    "3/section/1",
                    "3/section/2",
                    "8/section/1",
                    "8/section/2",
                    "8/section/3",
                )
            ]
        },
    ),
    # The eighteen 再掲 rows and their 「…に記載」, page by page.
    Known(
        "relisted-measures",
        [
            ("measure/11", "relisting/42-11", 42),
            ("measure/12", "relisting/37-12", 37),
            ("measure/16", "relisting/44-16", 44),
            ("measure/17", "relisting/26-17", 26),
            ("measure/19", "relisting/42-19", 42),
            ("measure/30", "relisting/37-30", 37),
            ("measure/44", "relisting/39-44", 39),
            ("measure/59", "relisting/49-59", 49),
            ("measure/60", "relisting/49-60", 49),
            ("measure/62", "relisting/49-62", 49),
            ("measure/65", "relisting/49-65", 49),
            ("measure/66", "relisting/50-66", 50),
            ("measure/67", "relisting/32-67", 32),
            ("measure/74", "relisting/24-74", 24),
            ("measure/106", "relisting/41-106", 41),
            ("measure/143", "relisting/51-143", 51),
            ("measure/146", "relisting/53-146", 53),
            ("measure/170", "relisting/54-170", 54),
        ],
        columns=("measure", "relisting", "page"),
    ),
    # p.5: 内閣府 and 文部科学省 each have a cell of 2023 and an unwrapped 左記 cell for the rest.
    Known(
        "measure-timetable",
        [
            (
                1,
                "内閣府",
                2023,
                2023,
                "生成AIと著作権との関係について、AI技術の進歩の促進とクリエイターの権利保護等の観点に"
                "留意しながら、具体的な事例の把握・分析、法的考え方の整理を進め、必要な方策等を検討する。",
            ),
            (1, "内閣府", 2024, 2026, FORMULA),
            (
                2,
                "文部科学省",
                2023,
                2023,
                "有識者を交え、ＡＩの開発やＡＩ生成物の利用に当たっての論点を整理し、考え方を周知・啓発。",
            ),
            (2, "文部科学省", 2024, 2026, FORMULA),
        ],
        {"measure": "施策17 生成AIと著作権との関係について、AI技術の進歩の促進とクリエイターの権利保護等…"},
    ),
    # p.9-12: 33 and 34 each have eleven bodies with a row of two cells.
    Known(
        "measures-with-many-steps",
        [("measure/33", 22), ("measure/34", 22)],
        {"minimum": "20"},
        ("measure", "steps"),
    ),
    # p.29-32: the library's seven rows, 92 to 97 and, on p.32, 98.
    Known("measures-of-ministry", measures(92, 93, 94, 95, 96, 97, 98), {"ministry": "国立国会図書館"}, ("measure",)),
    # 警察庁 stands on p.20 (69), 32 (100), 34 (103) and 35 (105); it belongs to 国家公安委員会, which stands nowhere.
    Known(
        "measures-of-ministry",
        [(f"measure/{number}", "警察庁") for number in (69, 100, 103, 105)],
        {"ministry": "National Public Safety Commission"},
        ("measure", "body"),
    ),
    # p.35: 消費者庁 has one row in the whole document.
    Known(
        "measures-of-ministry-in-year",
        [("measure/105", "消費者庁", "模倣品販売に関する消費者トラブル等について、消費者に対して必要な情報を提供。")],
        {"ministry": "消費者庁", "year": "令和5年度"},
        ("measure", "body", "step"),
    ),
    # p.35: its 左記 cell is unwrapped, so it spans all three later years.
    Known(
        "measures-of-ministry-in-year",
        [("measure/105", "消費者庁")],
        {"ministry": "CAA", "year": "FY2026"},
        ("measure", "body"),
    ),
    # 環境省: 13 (p.4), 33 (p.10), 34 (p.11), 153 (p.48), 163 (p.50), 174 (p.53). 公正取引委員会: 6 (p.2), 73 (p.21),
    # 79, 80 (p.23), 83 (p.24), 102 (p.33). 財務省: 105 (p.35), 106 (p.36), 157 (p.49), 173 (p.53); p.41 is a relisting.
    # 法務省: one on p.7, 100 (p.32), 103 (p.34), 123 to 126 (p.40), 127 (p.41).
    Known(
        "measures-per-ministry",
        [
            ("法務省", 8),
            ("国立国会図書館", 7),
            ("公正取引委員会", 6),
            ("環境省", 6),
            ("財務省", 4),
            ("警察庁", 4),
            ("国家公安委員会", 4),
            ("消費者庁", 1),
        ],
        columns=("name", "measures"),
        only={
            "name": {
                "法務省",
                "国立国会図書館",
                "公正取引委員会",
                "環境省",
                "財務省",
                "警察庁",
                "国家公安委員会",
                "消費者庁",
            }
        },
    ),
    # p.29-32: each of the library's seven measures has a cell of 2023 and others up to 2026.
    Known(
        "measures-per-ministry-and-year",
        [
            ("国立国会図書館", 2023, 7),
            ("国立国会図書館", 2024, 7),
            ("国立国会図書館", 2025, 7),
            ("国立国会図書館", 2026, 7),
        ],
        columns=("name", "year", "measures"),
        only={"name": {"国立国会図書館"}},
    ),
    # 33 and 34: eleven each (p.9-12). 98: seven on p.31 and the library on p.32.
    Known(
        "measures-with-many-ministries",
        [("measure/33", 11), ("measure/34", 11), ("measure/98", 8)],
        {"more_than": "7"},
        ("measure", "ministries"),
    ),
    # p.29-31: 内閣府 and the library stand together in 92 to 97; 98 names 内閣府（知財）, which counts for 内閣府.
    Known(
        "ministries-working-together",
        [("内閣府", "国立国会図書館", 7)],
        {"minimum": "2"},
        only={"second": {"国立国会図書館"}},
    ),
    # As above, with 関係府省 in each of 92 to 97 and the seven others of 98.
    Known(
        "partners-of-ministry",
        [
            ("内閣府", 7),
            ("関係府省", 6),
            ("内閣府（知財）", 1),
            ("内閣府（公文書管理課）", 1),
            ("デジタル庁", 1),
            ("経済産業省", 1),
            ("文部科学省", 1),
            ("総務省", 1),
            ("国土交通省", 1),
        ],
        {"ministry": "NDL"},
        ("name", "measures"),
    ),
    # 92 to 98 all stand in the section （５）デジタルアーカイブ社会の実現.
    Known(
        "themes-of-ministry",
        [("theme/digital-archives", 7)],
        {"ministry": "国会図書館"},
        ("theme", "measures"),
        {"theme": {"theme/digital-archives"}},
    ),
    # p.45 and 46: 関係府省 alone; 142 to 144 name a ministry before it.
    Known("measures-without-named-ministry", measures(140, 141, 147), columns=("measure",)),
    # 69 (p.20) and 100 (p.32) have one cell for seven bodies; 103 (p.34) and 105 (p.35) have a row for each.
    Known(
        "rows-of-ministry",
        [("measure/69", 6), ("measure/100", 6), ("measure/103", 0), ("measure/105", 0)],
        {"ministry": "NPA"},
        ("measure", "others"),
    ),
    Known(
        "shared-rows",
        [("measure/69", 1, 7), ("measure/100", 1, 7)],
        {"minimum": "7"},
        ("measure", "row", "ministries"),
    ),
    # 文部科学省設置法 第13条: 文化庁とスポーツ庁.
    Known(
        "ministry-hierarchy",
        [
            ("ministry/aca", "文化庁", "Agency for Cultural Affairs", "http://www.w3.org/ns/org#FormalOrganization"),
            ("ministry/sports", "スポーツ庁", "Japan Sports Agency", "http://www.w3.org/ns/org#FormalOrganization"),
        ],
        {"ministry": "MEXT"},
    ),
    # Cells that begin in 2024 and say something new: p.2, 3, 16, 40 (FY2023 cells stand left of them).
    Known(
        "steps-beginning-in-year",
        [
            ("measure/9", "左記の実施状況を踏まえ、派遣規模を拡大して、取組を実施。"),
            ("measure/11", PUSH_2024),
            ("measure/52", "他省庁GIF導入システムの選定・導入を支援する。"),
            ("measure/90", "システムが備えるべき機能の詳細な要件等を検討する。"),
            (
                "measure/116",
                "種苗管理センターにおける改正種苗法に即した果樹等の実施体制の整備。UPOVテストガイドラインに準拠した"
                "審査基準の見直し。品種登録審査への遺伝子情報の活用に向けた調査の実施。",
            ),
            ("measure/126", "左記の新業務スキームの成果を検証した上で、英訳情報の提供の一層の迅速化を行う。"),
        ],
        {"year": "2024"},
        ("measure", "step"),
        {
            "measure": {
                "measure/9",
                "measure/10",
                "measure/11",
                "measure/17",
                "measure/52",
                "measure/90",
                "measure/116",
                "measure/126",
            }
        },
    ),
    # Cells beginning in 2025: 52 and 56 (p.17), 90 (p.27), 96 (p.30), 125 and 126 (p.40, two columns wide).
    Known("steps-beginning-in-year", measures(52, 56, 90, 96, 125, 126), {"year": "2025年度"}, ("measure",)),
    # Of those, 56 and 96 are one column wide (in 96 another 左記 cell follows for 2026).
    Known("steps-of-one-year", measures(56, 96), {"year": "2025"}, ("measure",)),
    # The short-term measures of p.1 and p.5: their 左記 cell is as wide as the column of 2024.
    Known(
        "measures-ending-early",
        [(f"measure/{number}", 2024) for number in (1, 2, 3, 4, 18, 19)],
        columns=("measure", "last_year"),
        only={"last_year": {2023, 2024}},
    ),
    # p.5: 17 has two rows, 18 (one cell for 内閣府 and 経済産業省) and 19 one, each of two cells, the second a formula.
    Known(
        "standing-formula-per-chapter",
        [("chapter/3", 4, 8, 0.5)],
        columns=("chapter", "formulas", "steps", "share"),
        only={"chapter": {"chapter/3"}},
    ),
    # The four columns of every page; 会計年度 by 財政法 第11条; 令和元年 is 2019.
    Known(
        "fiscal-years",
        [
            ("fiscal-year/2023", "令和5年度", "2023-04-01", "2024-03-31"),
            ("fiscal-year/2024", "令和6年度", "2024-04-01", "2025-03-31"),
            ("fiscal-year/2025", "令和7年度", "2025-04-01", "2026-03-31"),
            ("fiscal-year/2026", "令和8年度", "2026-04-01", "2027-03-31"),
        ],
        columns=("year", "name", "begins", "ends"),
    ),
    # 生成AI is in no measure's text or step but those of 17 (p.5); p.25 has it in a heading, p.26 in a relisting.
    Known("measures-on-theme", measures(17), {"theme": "generative AI"}, ("measure",)),
    # GI and 地理的表示: 117 (p.38), 118, 119 (p.39), 156 (p.48), 157 (p.49). 43 and 52 speak of GIF.
    Known(
        "measures-per-theme",
        [("theme/geographical-indications", "地理的表示（GI）", "geographical indications (GI)", 5)],
        only={"theme": {"theme/geographical-indications"}},
    ),
    Known(
        "themes-per-chapter",
        [("chapter/8", "地理的表示（GI）", 3), ("chapter/10", "地理的表示（GI）", 2)],
        columns=("chapter", "name", "measures"),
        only={"name": {"地理的表示（GI）"}},
    ),
    Known("themes-of-measure", [("生成AI",)], {"measure": "17"}, ("phrase",), {"theme": {"theme/generative-ai"}}),
    # 52 (p.16) names GIF twice: data and standards, but no GI.
    Known("themes-of-measure", [], {"measure": "52"}, ("theme",), {"theme": {"theme/geographical-indications"}}),
    # All five measures on GI are on farm products too; 観光 or 酒蔵ツーリズム is in fewer than five.
    Known(
        "co-occurring-themes",
        [("農林水産・種苗", "地理的表示（GI）", 5)],
        {"minimum": "5"},
        only={"second": {"地理的表示（GI）"}},
    ),
    # 157 (sake) is 財務省's, the other four are 農林水産省's.
    Known("ministries-on-theme", [("農林水産省", 4), ("財務省", 1)], {"theme": "GI"}, ("name", "measures")),
    # p.40: international conferences (124) and dispute resolution on line (125); 123 and 127 train people, 126 uses AI
    # translation, 128 is on standards, 120 to 122 on farming, 129 and 130 on examination.
    Known(
        "measures-without-theme",
        measures(124, 125),
        columns=("measure",),
        only={"measure": {f"measure/{number}" for number in range(120, 131)}},
    ),
    # ontology/thesaurus/agriculture-ip.ttl.
    Known(
        "labels-of-concept",
        [
            ("GI", "ja"),
            ("GI保護制度", "ja"),
            ("GI産品", "ja"),
            ("GI登録", "ja"),
            ("地理的表示保護制度", "ja"),
            ("GI", "en"),
            ("GI protection", "en"),
            ("PDO", "en"),
            ("geographical indication", "en"),
            ("protected designation of origin", "en"),
        ],
        {"concept": "地理的表示"},
        ("label", "language"),
        {"kind": {"http://www.w3.org/2004/02/skos/core#altLabel"}},
    ),
    Known(
        "neighbours-of-concept",
        [("concept/agriculture-ip", "農林水産業分野の知的財産")],
        {"concept": "Kobe beef name"},
        ("neighbour", "name"),
        {"relation": {"http://www.w3.org/2004/02/skos/core#broader"}},
    ),
    # Lines 265-282 of p.3; of its three 左記 lines, in the order of the rows, the second is that of 11.
    Known(
        "source-lines-of-measure",
        [
            ("measure/11", 3, 265, 268, PUSH_PLAN),
            ("measure/11/row/1/step/2023", 3, 272, 277, PUSH_2023),
            ("measure/11/row/1/step/2024", 3, 279, 282, PUSH_2024),
            ("measure/11/row/1/step/2025", 3, 305, 305, FORMULA),
        ],
        {"measure": "11"},
    ),
    # p.44 holds one 再掲 row, lines 4592-4594.
    Known(
        "cells-on-page",
        [
            (
                "relisting/44-16",
                4592,
                4594,
                "組織に多様な人材が包摂される環境が、イノベーションや発明の創出・活用に与える影響について調査する。（短期、中期）",
            )
        ],
        {"page": "44"},
    ),
    # 186 numbers, 18 再掲, 56 pages, 4 columns of years, 1 document.
    Known(
        "dataset",
        [("施策", 186), ("ページ", 56), ("再掲", 18), ("会計年度", 4), ("工程表", 1)],
        columns=("name", "instances"),
        only={"name": {"施策", "ページ", "再掲", "会計年度", "工程表"}},
    ),
    # data/ip2023/source.toml.
    Known(
        "documents",
        [
            (
                "工程表「知的財産推進計画2023」重点事項",
                "2023-06-09",
                "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
            )
        ],
        columns=("title", "issued", "licence"),
    ),
]

MADE_BY_THE_READER = {"doubtful-readings", "corrections"}
"""What these answer depends on the reader, not on the document: tests/queries/test_integrity.py asks them.

What is inferred, and judged, about overlap is asked in tests/queries/test_overlap_queries.py.
"""


@pytest.mark.parametrize("known", KNOWN, ids=[known.query for known in KNOWN])
def test_answer_is_the_one_in_the_document(known: Known, store: ox.Store) -> None:
    solutions = ask(store, find_query(known.query), known.values)
    rows = [dict(zip(solutions.columns, map(plain, row), strict=True)) for row in solutions.rows]
    kept = [row for row in rows if all(row[column] in values for column, values in known.only.items())]
    columns = known.columns or solutions.columns
    assert [tuple(row[column] for column in columns) for row in kept] == known.rows


def test_every_question_has_a_known_answer() -> None:
    asked = {query.name for query in load_queries().values() if query.group not in ("integrity", "overlap")}
    assert {known.query for known in KNOWN} | MADE_BY_THE_READER == asked


def plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> Value:
    if not isinstance(term, ox.Literal):
        return term.value.removeprefix(BASE).removeprefix("ip2023/") if term else None
    match term.datatype.value.rpartition("#")[2]:
        case "integer":
            return int(term.value)
        case "decimal":
            return float(term.value)
    return term.value

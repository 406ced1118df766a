"""A small roadmap, made by hand, that has one of everything."""

from graph_builder.records import Correction, Doubt, Heading, LineRange, Measure, Roadmap, Row, Step
from graph_builder.source import Bilingual, SourceDescription

CHAPTER = Heading("３．急速に発展する生成AI時代における知財の在り方", 1, (LineRange(2, 2),))
SECTION = Heading("（１）生成AIと著作権", 1, (LineRange(3, 3),))
LATER_CHAPTER = Heading("10．クールジャパン戦略の本格稼動と進化", 2, (LineRange(21, 21),))

MEASURE = Measure(
    number=1,
    relists=None,
    pages=(1,),
    chapter=CHAPTER,
    section=SECTION,
    text="生成AIと著作権との関係について、必要な方策等を検討する。（短期、中期）",
    terms=("短期", "中期"),
    rows=(
        Row(
            ministries=("文部科学省", "関係府省"),
            steps=(
                Step((2023,), "論点を整理する。", 1, (LineRange(10, 11),)),
                Step((2024, 2025), "左記の実施状況を踏まえ、必要な取組を実施。", 1, (LineRange(12, 12),), 0.75, True),
            ),
            page=1,
            lines=(LineRange(8, 9),),
        ),
    ),
    lines=(LineRange(5, 6), LineRange(14, 14)),
    doubts=(Doubt("step of row 1", "論点を整理する。", "左記の実施", 0.75, 1, (LineRange(12, 12),)),),
)

RELISTING = Measure(
    number=None,
    relists=1,
    pages=(2,),
    chapter=LATER_CHAPTER,
    section=None,
    text=MEASURE.text,
    terms=MEASURE.terms,
    rows=(Row(ministries=("文部科学省",), steps=(), page=2, lines=(LineRange(23, 23),)),),
    lines=(LineRange(22, 22),),
)

ROADMAP = Roadmap(
    slug="test",
    title="試験工程表",
    edition=2023,
    fiscal_years=(2023, 2024, 2025, 2026),
    page_count=2,
    measures=(MEASURE, RELISTING),
    headings=(CHAPTER, SECTION, LATER_CHAPTER),
    fragments=(),
    corrections=(
        Correction(
            Bilingual("施策1", "measure 1"), Bilingual("二年度の欄", "merged over two years"), (LineRange(12, 12),)
        ),
    ),
)

SOURCE = SourceDescription(
    slug="test",
    title=Bilingual("試験工程表", "Test roadmap"),
    sha256="0" * 64,
    publisher=Bilingual("内閣府 知的財産戦略推進事務局"),
    licence="https://creativecommons.org/licenses/by/4.0/",
    licence_name=Bilingual("表示 4.0 国際", "CC BY 4.0"),
    issued="2023-06-09",
)

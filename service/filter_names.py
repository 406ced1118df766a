"""What the kinds of filters of a search are called."""

from collections.abc import Mapping

from graph_builder.source import Bilingual

FILTER_NAMES: Mapping[str, Bilingual] = {
    "ministry": Bilingual("担当府省", "Ministry"),
    "fiscal_year": Bilingual("年度", "Fiscal year"),
    "theme": Bilingual("テーマ", "Theme"),
    "term": Bilingual("期", "Term"),
    "chapter": Bilingual("章", "Chapter"),
    "only_ministry": Bilingual("担当府省の限定", "Ministry alone"),
    "only_fiscal_year": Bilingual("年度の限定", "Fiscal year alone"),
    "only_term": Bilingual("期の限定", "Term alone"),
    "measure": Bilingual("施策番号", "Number"),
    "phrase": Bilingual("語句そのまま", "Exact phrase"),
    "topic": Bilingual("除く話題", "Excluded topic"),
    "source": Bilingual("出典", "Source"),
}

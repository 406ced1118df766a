"""Writes a roadmap that nobody has published, with its answer, and flattens its table as text extraction does.

Everything differs from the shipped document: years, numbers, ministries, subjects, column widths and merged cells. What
the flattening keeps and breaks is what it keeps and breaks there: rows without merged cells come out in one piece, in
order; merged cells, most follow-ups and headings come out behind them, in groups; some cells share a line.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

YEARS = (2024, 2025, 2026, 2027)
FOLLOW_UPS = ("左記の進捗を踏まえ、必要な施策を継続。", "左記の進捗を踏まえ、必要な施策を検討。")

# Subjects by ministry: what each writes about.
SUBJECTS = {
    "環境省": ("湿原の再生", "再生利用の仕組み", "野生鳥獣の管理", "温室効果ガスの削減", "海洋ごみの回収"),
    "国土交通省": ("港湾の強靭化", "橋梁の点検", "空き家の活用", "物流拠点の整備", "鉄道の無人運転"),
    "農林水産省": ("棚田の保全", "養殖技術の普及", "森林資源の循環", "家畜疾病の予防", "米粉の需要拡大"),
    "防衛省": ("艦艇装備の更新", "隊員の処遇", "防空通信の確保", "基地周辺の騒音対策", "弾薬庫の補修"),
    "こども家庭庁": ("児童虐待の防止", "保育士の確保", "ひとり親への支援", "産後ケアの充実", "里親の募集"),
    "復興庁": ("被災地の雇用創出", "風評の払拭", "避難者の帰還", "除染土壌の処理", "漁港の復旧"),
    "厚生労働省": ("感染症の検査体制", "介護職員の研修", "医薬品の安定供給", "障害者の就労", "年金記録の照合"),
    "消費者庁": ("悪質商法の摘発", "食品表示の適正化", "製品事故の公表", "通信販売の監視", "公益通報の保護"),
    "気象庁": ("台風予測の精度", "火山観測網の拡充", "津波警報の伝達", "線状降水帯の解析", "地震計の更新"),
    "総務省": ("消防団の装備", "統計調査の電子化", "離島の通信回線", "郵便局の利活用", "電波利用の監理"),
    "財務省": ("税関手続の簡素化", "国有財産の売却", "国債管理の改善", "酒税の見直し", "貨幣の偽造防止"),
    "外務省": ("在外邦人の保護", "領事窓口の改善", "途上国への技術協力", "条約交渉の促進", "国際会議の誘致"),
}
MEANS = (
    "協議会を設置し",
    "指針を策定し",
    "実証事業を行い",
    "調査研究を進め",
    "相談窓口を設け",
    "補助制度を創設し",
    "研修を開催し",
)
ENDS = (
    "全国への展開を図る",
    "担い手の育成を支援する",
    "制度の改正を目指す",
    "成果の公表を進める",
    "体制の整備に取り組む",
)
PLACES = ("地方公共団体", "民間企業", "研究機関", "関係団体", "住民組織", "教育現場", "金融機関", "専門家")


@dataclass(frozen=True)
class Row:
    """Ministries, their first-year step, the steps of single later years, and the follow-up for the years left."""

    ministries: tuple[str, ...]
    action: str
    span: int
    singles: tuple[str, ...]
    follow_up: str | None

    @property
    def steps(self) -> Iterator[tuple[tuple[int, ...], str]]:
        yield YEARS[: self.span], self.action
        for place, text in enumerate(self.singles, start=self.span):
            yield (YEARS[place],), text
        rest = YEARS[self.span + len(self.singles) :]
        if self.follow_up and rest:
            yield rest, self.follow_up


@dataclass(frozen=True)
class Measure:
    """The answer for one measure, or for one relisting of ``relists``."""

    number: int | None
    relists: int | None
    pages: tuple[int, ...]
    chapter: str
    section: str | None
    text: str
    terms: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_record(self) -> dict[str, object]:
        """The measure in the form of the records that the reader exports."""
        rows = [
            {
                "ministries": list(row.ministries),
                "steps": []
                if self.relists
                else [{"fiscal_years": list(years), "text": text} for years, text in row.steps],
            }
            for row in self.rows
        ]
        fields = {"number": self.number, "relists": self.relists, "pages": list(self.pages), "text": self.text}
        return fields | {"chapter": self.chapter, "section": self.section, "terms": list(self.terms), "rows": rows}


@dataclass(frozen=True)
class Widths:
    """Column widths in full-width characters."""

    text: int
    first: int
    later: int


@dataclass
class SyntheticRoadmap:
    """A roadmap drawn from ``seed``: ``text`` is what a reader gets, ``measures`` is the answer."""

    seed: int
    page_total: int = 12
    measures: list[Measure] = field(default_factory=list)
    carried: list[Measure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.widths = Widths(
            text=self.random.randint(26, 36), first=self.random.randint(12, 19), later=self.random.randint(12, 15)
        )
        self.habits = {name: FOLLOW_UPS[self.random.random() < 0.2] for name in sorted(SUBJECTS)}
        self.number = 0
        self.used: set[str] = set()
        self.text = "\n\n\n".join(self._write_page(page) for page in range(1, self.page_total + 1)) + "\n"

    # --- what the pages say

    def _write_page(self, page: int) -> str:
        if page % 3 == 1:
            self.chapter = f"{(page + 2) // 3}．{self._pick_subject()[1]}と暮らしの未来像"
            self.section: str | None = None
        widths, sections = self._page_widths(), self._draw_sections(page)
        measures = []
        for place in range(self.random.randint(3, 5)):
            if place in sections:
                self.section = sections[place][0]
            measures.append(self._draw_measure(page, sections.get(place, (None, ""))[1]))
        if page > 2 and self.random.random() < 0.6:
            measures.insert(self.random.randint(0, len(measures)), self._relist(page))
        headings = [self.chapter] * (page % 3 == 1) + [title for title, _ in sections.values()]
        return Flattener(self.random, widths, self._carry_over(page, measures), headings).flatten()

    def _carry_over(self, page: int, measures: list[Measure]) -> list[Measure]:
        """What the page prints: first what the last page left of a measure; it may leave rows to the next."""
        printed = [replace(measure, number=None) for measure in self.carried] + measures
        self.carried = []
        last = measures[-1]
        is_cut = len(last.rows) > 2 and page % 3 and page < self.page_total
        if is_cut:
            self.carried = [replace(last, rows=last.rows[2:])]
            printed[-1] = replace(last, rows=last.rows[:2])
            measures[-1] = replace(last, pages=(page, page + 1))
        self.measures += measures
        return printed

    def _page_widths(self) -> Widths:
        """Some pages have a wide first column."""
        wide = self.random.random() < 0.2
        return replace(self.widths, first=int(self.widths.later * 1.7)) if wide else self.widths

    def _draw_sections(self, page: int) -> dict[int, tuple[str, str]]:
        """Titles and subjects of the sections that begin on the page, by the place of their first measure."""
        if page % 3 != 1:
            return {}
        places = (0, 2) if self.random.random() < 0.5 else ()
        subjects = [self._pick_subject()[1] for _ in places]
        return {
            place: (f"（{ordinal}）{subject}に関する取組の強化", subject)
            for ordinal, (place, subject) in enumerate(zip(places, subjects, strict=True), start=1)
        }

    def _pick_subject(self) -> tuple[str, str]:
        free = [(name, subject) for name, found in SUBJECTS.items() for subject in found if subject not in self.used]
        name, subject = self.random.choice(free or [(name, found[0]) for name, found in SUBJECTS.items()])
        self.used.add(subject)
        return name, subject

    def _draw_measure(self, page: int, subject: str) -> Measure:
        lead, own = self._pick_subject()
        self.number += 1
        means, end, place = (self.random.choice(words) for words in (MEANS, ENDS, PLACES))
        other = self.random.choice(PLACES)
        topic = f"{subject}のうち{own}" if subject else own
        sentence = f"{topic}について、{place}と連携して{means}、{other}における課題を整理した上で、{own}に関わる{end}。"
        terms = ("短期",) if self.random.random() < 0.2 else ("短期", "中期")
        rows = self._draw_rows(lead, own, means, end, short=len(terms) == 1)
        text = f"{sentence}（{'、'.join(terms)}）"
        return Measure(self.number, None, (page,), self.chapter, self.section, text, terms, rows)

    def _draw_rows(self, lead: str, own: str, means: str, end: str, *, short: bool) -> tuple[Row, ...]:
        names = [lead, *self.random.sample([name for name in sorted(SUBJECTS) if name != lead], k=4)]
        kind = self.random.choice(("single", "single", "single", "single", "shared", "several", "mixed"))
        others = ("関係府省",) if self.random.random() < 0.8 else ()
        if kind == "single":
            return (self._draw_row((lead,), own, means, end, short=short),)
        if kind == "shared":
            shared = (*names[: self.random.randint(2, 4)], *others)
            return (self._draw_row(shared, own, means, end, short=short),)
        if kind == "several":
            count = self.random.randint(2, 4)
            return tuple(self._draw_row((name,), own, means, end, short=short) for name in names[:count])
        return (
            self._draw_row((names[0],), own, means, end, short=short),
            self._draw_row((*names[1:3], *others), own, means, end, short=short),
        )

    def _draw_row(self, names: tuple[str, ...], own: str, means: str, end: str, *, short: bool) -> Row:
        business = self.random.choice(SUBJECTS[names[0]])
        start = f"{own}に向けて{means}、" if self.random.random() < 0.7 else f"{own}に関し、"
        action = f"{start}{business}の知見も生かしながら{self.random.choice(PLACES)}とともに{end}。"
        if short:
            return Row(names, action, 1, (FOLLOW_UPS[0],), None)
        follow_up = self.habits[names[0]]
        if self.random.random() < 0.06:
            return Row(names, action, len(YEARS), (), None)
        if self.random.random() < 0.15:
            single = f"{own}の対象を広げ、{business}も含めて{end}。"
            return Row(names, action, 1, (single,), follow_up)
        return Row(names, action, 1, (), follow_up)

    def _relist(self, page: int) -> Measure:
        old = self.random.choice([measure for measure in self.measures if measure.number])
        names = tuple(name for row in old.rows for name in row.ministries)
        row = Row(tuple(dict.fromkeys(names)), "", 1, (), None)
        return Measure(None, old.number, (page,), self.chapter, self.section, old.text, old.terms, (row,))


Block = list[str]


@dataclass
class Flattener:
    """Turns one page's table into blocks of lines, in the order in which extraction prints them."""

    random: random.Random
    widths: Widths
    measures: Sequence[Measure]
    headings: Sequence[str]

    def flatten(self) -> str:
        """The page's text: header, rows in line, then what merged cells displaced."""
        in_line, displaced = [], []
        follow_ups: list[Block] = []
        for measure in self.measures:
            if len(measure.rows) == len(measure.rows[0].ministries) == 1 and (measure.number or measure.relists):
                in_line += self._print_line(measure)
                follow_ups += self._follow_ups(measure)
            else:
                in_line += self._print_ministries(measure)
                displaced.append(self._print_displaced(measure))
        self.random.shuffle(displaced)
        behind = [block for group in displaced for block in group]
        blocks = [*in_line, *self._join(follow_ups, behind)]
        for heading in self.headings:
            blocks.insert(self.random.randint(len(in_line), len(blocks)), [heading])
        head = ["年度 ".join(map(str, YEARS)) + "年度"]
        furniture = [["工程表「総合推進計画２０２４」重点事項"], ["項目", "番号"], ["施策内容 担当府省"], ["短期 中期"]]
        return "\n\n".join("\n".join(block) for block in [head, *furniture, *blocks])

    def _join(self, follow_ups: list[Block], behind: list[Block]) -> list[Block]:
        return [*follow_ups, *behind] if self.random.random() < 0.7 else [*behind, *follow_ups]

    def _print_line(self, measure: Measure) -> list[Block]:
        row = measure.rows[0]
        if measure.relists:
            name = row.ministries[0]
            marked = [["再掲"], self._wrap_text(measure.text)]
            return [*marked, [f"{name} {measure.relists}に記載"]]
        blocks = [[str(measure.number)], self._wrap_text(measure.text), [row.ministries[0]]]
        return [*blocks, self._wrap_action(row), *(_wrap(text, self.widths.later) for text in row.singles)]

    def _print_ministries(self, measure: Measure) -> list[Block]:
        blocks: list[Block] = []
        for row in measure.rows:
            blocks += [[name] for name in row.ministries]
            if len(row.ministries) == 1 and row.action:
                blocks += [self._wrap_action(row), *(_wrap(text, self.widths.later) for text in row.singles)]
        return blocks

    def _print_displaced(self, measure: Measure) -> list[Block]:
        """The number, text, shared steps and follow-ups of a measure with merged cells."""
        if measure.relists:
            return [["再掲"], self._wrap_text(measure.text), [f"{measure.relists}に記載"]]
        text, follow_ups = self._wrap_text(measure.text), self._follow_ups(measure)
        shared: list[Block] = []
        for row in measure.rows:
            if len(row.ministries) > 1:
                shared += [self._wrap_action(row), *(_wrap(single, self.widths.later) for single in row.singles)]
        if measure.number is None:
            return [text, *shared, *follow_ups]
        label = [str(measure.number)]
        if len(follow_ups) == 1 and self.random.random() < 0.4:
            line = follow_ups[0][0]
            glued = [f"{measure.number} {line}"] if self.random.random() < 0.5 else [f"{line}{measure.number}"]
            return [text, *shared, glued]
        start = [label, text] if self.random.random() < 0.5 else [text, label]
        return [*start, *shared, *follow_ups]

    def _follow_ups(self, measure: Measure) -> list[Block]:
        return [[row.follow_up] for row in measure.rows if row.follow_up]

    def _wrap_text(self, text: str) -> Block:
        sentence, _, terms = text.rpartition("（")
        return [*_wrap(sentence, self.widths.text), f"（{terms}"]

    def _wrap_action(self, row: Row) -> Block:
        return _wrap(row.action, self.widths.first + (row.span - 1) * self.widths.later)


def _wrap(text: str, width: int) -> Block:
    """The text in lines of ``width`` characters, no line beginning with a comma or full stop."""
    lines = [text[:width]]
    rest = text[width:]
    while rest:
        if rest[0] in "、。":
            lines[-1] += rest[0]
            rest = rest[1:]
            continue
        lines.append(rest[:width])
        rest = rest[width:]
    return lines

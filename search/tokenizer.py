"""The one tokeniser of index, model and query: fugashi with unidic-lite over folded text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import unidic_lite
from fugashi import GenericTagger

FUNCTION_POS = ("助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "感動詞", "代名詞", "連体詞", "接尾辞-形状詞的")
COMPOUND_POS = ("名詞", "接頭辞", "接尾辞-名詞的", "形状詞-一般")

_LATIN_OR_NUMBER = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
_VOICED_MARKS = "\uff9e\uff9f\u3099\u309a"
_KANJI_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ"))}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_I_ROW = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))


@dataclass(frozen=True, slots=True)
class Token:
    """One short unit (短単位) of UniDic, or a whole Latin word or number.

    ``normal`` is what two spellings of one word share; ``start`` and ``end`` are offsets into the text as given;
    ``pos`` is unidic's part of speech (``名詞-普通名詞-一般``).
    """

    surface: str
    normal: str
    start: int
    end: int
    pos: str

    @property
    def is_content(self) -> bool:
        """Whether the token says something about its text: neither a function word nor a stop term."""
        return not self.pos.startswith(FUNCTION_POS) and self.normal not in stop_terms()


def modern(text: str) -> str:
    """Return the text in NFKC and new character forms (旧字体 → 新字体); its length may change."""
    return unicodedata.normalize("NFKC", text).translate(_old_characters())


def fold(text: str) -> str:
    """Return the same in lower case: how words are compared."""
    return modern(text).lower()


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text in order, white space left out."""
    folded, places = _fold_with_places(text)
    tokens = []
    for normal, folded_start, folded_end, pos in _analyse(folded):
        start, end = places[folded_start][0], places[folded_end - 1][1]
        tokens.append(Token(text[start:end], normal, start, end, pos))
    return tokens


def content_terms(text: str) -> list[str]:
    """Return the normal forms of the tokens that say something about the text, in order, repeats kept."""
    stops = stop_terms()
    return [normal for normal, pos in tagged_terms(text) if not pos.startswith(FUNCTION_POS) and normal not in stops]


def tagged_terms(text: str) -> list[tuple[str, str]]:
    """Return the normal form and the part of speech of every token, in order: `tokenize` without places."""
    return [(normal, pos) for normal, _, _, pos in _analyse(fold(text))]


def compounds(tokens: list[Token], text: str) -> list[Token]:
    """Return each run of two or more nouns that touch (知的財産権), as one token with the joined normal form."""
    return [_joined(run, text) for run in _noun_runs(tokens) if len(run) > 1]


def read_aloud(text: str) -> str:
    """Return the reading of a text in hiragana, as unidic knows it (農泊 → のうはく); what it cannot read stays."""
    fields = (line.split("\t") for line in _tagger().parse(fold(text)).split("\n"))
    return "".join(columns[2] or columns[0] for columns in fields if len(columns) > 2).translate(_TO_HIRAGANA)


def _joined(run: list[Token], text: str) -> Token:
    start, end = run[0].start, run[-1].end
    return Token(text[start:end], "".join(token.normal for token in run), start, end, "名詞-複合")


def _noun_runs(tokens: list[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in tokens:
        is_part = token.pos != "名詞-数詞" and token.pos.startswith(COMPOUND_POS)
        if run and not (is_part and run[-1].end == token.start):
            yield run
            run = []
        if is_part:
            run.append(token)
    if run:
        yield run


@lru_cache(maxsize=1)
def _tagger() -> GenericTagger:
    return GenericTagger(f'-d "{unidic_lite.DICDIR}" -r "{unidic_lite.DICDIR}/mecabrc"')


@lru_cache(maxsize=1)
def stop_terms() -> frozenset[str]:
    """Return the normal forms that unidic counts as content but that say nothing: formal words, question words."""
    return frozenset(_lines("stop_terms.txt"))


@lru_cache(maxsize=1)
def _old_characters() -> dict[int, str]:
    return {ord(line[0]): line[1] for line in _lines("old_characters.txt")}


def _lines(name: str) -> list[str]:
    return resources.files("search").joinpath(name).read_text(encoding="utf-8").split()


def _fold_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the folded text and, for each of its characters, the start and end in the text of what it came from."""
    if unicodedata.is_normalized("NFKC", text) and len(text.lower()) == len(text):
        return fold(text), [(start, start + 1) for start in range(len(text))]
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    for start, cluster in _clusters(text):
        pieces.append(fold(cluster))
        places.extend([(start, start + len(cluster))] * len(pieces[-1]))
    return "".join(pieces), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each character with the marks that NFKC joins to it (ﾊﾞ → バ), and its offset."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not (text[end] in _VOICED_MARKS or unicodedata.combining(text[end])):
            yield start, text[start:end]
            start = end


Analysis = tuple[str, int, int, str]
"""Normal form, start, end (offsets into the folded text), part of speech."""


@lru_cache(maxsize=32_768)
def _analyse(folded: str) -> tuple[Analysis, ...]:
    """Return the content and function words of a folded text, Latin words and numbers kept whole."""
    spans = {match.start(): match.end() for match in _LATIN_OR_NUMBER.finditer(folded)}
    analyses: list[Analysis] = []
    position = inside_until = 0
    has_numerals = False
    for line in _tagger().parse(folded.replace("\x00", " ")).split("\n"):
        surface, normal, pos = _read_line(line)
        if not surface:
            continue
        start = folded.index(surface, position)
        position = start + len(surface)
        if start < inside_until:
            continue
        if start in spans:
            inside_until = spans[start]
            analyses.append(_latin_or_number(folded, start, inside_until))
        else:
            analyses.append((normal, start, position, pos))
            has_numerals = has_numerals or pos == "名詞-数詞"
    return tuple(_joined_numerals(analyses) if has_numerals else analyses)


@lru_cache(maxsize=200_000)
def _read_line(line: str) -> tuple[str, str, str]:
    """Return surface, normal form and part of speech of one line of MeCab's output; all empty at its end."""
    if line.count("\t") < 5:
        return "", "", ""
    surface, _, _, lemma, pos, conjugation = line.split("\t")[:6]
    if pos.startswith(("名詞-固有名詞", "名詞-数詞", "補助記号", "記号")) or not lemma or lemma.startswith("-"):
        return surface, surface, pos
    normal = lemma.split("-")[0].lower()
    return surface, _verb_stem(normal, conjugation) if pos.startswith("動詞") else normal, pos


def _verb_stem(lemma: str, conjugation: str) -> str:
    """Return the continuative form, which a verb shares with the noun made of it (取り組む, 取り組み → 取り組み)."""
    if conjugation.startswith(("上一段", "下一段", "サ行変格", "カ行変格")):
        return lemma[:-1] or lemma
    return lemma[:-1] + _I_ROW.get(lemma[-1], lemma[-1])


def _latin_or_number(folded: str, start: int, end: int) -> Analysis:
    """Return a Latin word without its plural ending, or a number without its commas."""
    word = folded[start:end].replace(",", "")
    if word[0].isdigit() and not word[-1].isalpha():
        return word, start, end, "名詞-数詞"
    return _singular(word), start, end, "名詞-普通名詞-一般"


def _singular(word: str) -> str:
    """Return an English word without its plural ending (Harman's S stemmer, 1991)."""
    if len(word) > 4 and word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss", "is")):
        return word[:-1]
    return word


def _joined_numerals(analyses: list[Analysis]) -> Iterator[Analysis]:
    """Yield the analyses with each run of kanji numerals as one number (二十三 → 23, 二〇二四 → 2024)."""
    run: list[Analysis] = []
    for analysis in [*analyses, ("", -1, -1, "")]:
        is_numeral = analysis[3] == "名詞-数詞" and _is_kanji_number(analysis[0])
        if run and not (is_numeral and run[-1][2] == analysis[1]):
            yield _kanji_number("".join(part[0] for part in run)), run[0][1], run[-1][2], "名詞-数詞"
            run = []
        if is_numeral:
            run.append(analysis)
        elif analysis[1] >= 0:
            yield analysis


def _is_kanji_number(text: str) -> bool:
    return bool(text) and all(character in _KANJI_DIGITS or character in _KANJI_UNITS for character in text)


def _kanji_number(text: str) -> str:
    if not any(character in _KANJI_UNITS for character in text):
        return "".join(str(_KANJI_DIGITS[character]) for character in text)
    total = digit = 0
    for character in text:
        if character in _KANJI_UNITS:
            total += (digit or 1) * _KANJI_UNITS[character]
            digit = 0
        else:
            digit = _KANJI_DIGITS[character]
    return str(total + digit)

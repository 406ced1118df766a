"""People's verdicts on pairs of measures: what each says, what it may hold, and which of two stays."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ontology.errors import SesakuError

VERDICTS = {"重複": "duplicate", "補完": "complementary", "調整済": "coordinated", "無関係": "unrelated"}
"""The verdicts in Japanese, and the slugs of their concepts."""

LONGEST_NAME = 100
LONGEST_NOTE = 2000
LAYOUT = "\t\n"
"""The only control characters that a note may hold."""

_IRI_PART = re.compile(r"[\w.-]{1,100}")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
"""An xsd:dateTime with zone (XML Schema 1.1 part 2, 3.3.7)."""
_CONTROLS = frozenset({"Cc", "Cs"})
_UNSEEN = _CONTROLS | {"Cf", "Cn", "Co", "Zl", "Zp"}
"""The general categories (Unicode Annex 44) of what shows nothing, or nobody knows what."""
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""What shows nothing either, though Unicode counts it among letters, marks and symbols."""
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""The bidirectional classes (Unicode Annex 9) of what turns round the text after it."""


class VerdictError(SesakuError):
    """A verdict, or a file of verdicts, that cannot be used."""


@dataclass(frozen=True, order=True)
class Verdict:
    """What ``by`` found about the measures ``left`` < ``right`` of the document ``slug``.

    ``verdict`` is one of VERDICTS; ``at`` a time with zone, kept as xsd:dateTime in UTC to the millisecond; ``build``
    the fingerprint of the build judged. Names and notes lose the blanks around them, and notes get LF as line ends.
    """

    slug: str
    left: int
    right: int
    by: str
    verdict: str
    at: str
    build: str
    note: str = ""

    def __post_init__(self) -> None:
        for name, value in (("by", self.by.strip()), ("note", _clean_note(self.note)), ("at", _write_time(self.at))):
            object.__setattr__(self, name, value)
        if self.verdict not in VERDICTS:
            given, allowed = repr(self.verdict[:20]), "、".join(VERDICTS)
            raise VerdictError(f"{given} は判定でない。{allowed} のどれかに / {given} is no verdict. Use {allowed}.")
        _check_name(self.by)
        _check_note(self.note)
        if not 0 < self.left < self.right:
            raise VerdictError(
                f"施策 {self.left} と {self.right}: 異なる二つを番号順に / "
                f"measures {self.left} and {self.right}: give two different ones, the lower number first."
            )
        if not (_IRI_PART.fullmatch(self.slug) and _IRI_PART.fullmatch(self.build)):
            given = f"{self.slug[:20]!r}, {self.build[:70]!r}"
            raise VerdictError(
                f"{given}: 文書か版の名でない。英数字と . _ - で 100 字まで / "
                f"{given} are no names of a document and a build. Use at most 100 letters, digits, '.', '_' and '-'."
            )

    @property
    def key(self) -> tuple[str, int, int, str]:
        """One person has one verdict on a pair: a later one replaces it."""
        return self.slug, self.left, self.right, fold_name(self.by)


def fold_name(name: str) -> str:
    """What names that look alike have in common: NFKC (Unicode Annex 15), one blank for many, no variant glyphs."""
    plain = (letter for letter in unicodedata.normalize("NFKC", name) if not _is_variation(letter))
    return " ".join("".join(plain).split())


def replace_verdicts(known: Iterable[Verdict], new: Iterable[Verdict]) -> list[Verdict]:
    """Known and new verdicts, sorted; of two by one person on one pair the later stays, at the same time the known."""
    kept: dict[tuple[str, int, int, str], Verdict] = {}
    for verdict in sorted([*new, *known], key=lambda each: datetime.fromisoformat(each.at)):
        kept[verdict.key] = verdict
    return sorted(kept.values())


def _clean_note(note: str) -> str:
    return note.replace("\r\n", "\n").replace("\r", "\n").strip()


def _write_time(text: str) -> str:
    """The time as xsd:dateTime in UTC, without noughts at the end of its fraction. Raises VerdictError."""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC) if _DATE_TIME.fullmatch(text) else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise VerdictError(
            f"{text[:40]!r}: 日時でない。2026-04-01T09:00:00+09:00 のように / "
            f"{text[:40]!r} is no ISO 8601 time with zone. Write it like 2026-04-01T09:00:00+09:00."
        )
    return re.sub(r"\.?0*\+00:00$", "Z", moment.isoformat(timespec="milliseconds"))


def _check_name(name: str) -> None:
    if not name:
        raise VerdictError("判定した人の名が要る / a verdict needs the name of who gave it.")
    if len(name) > LONGEST_NAME:
        raise VerdictError(f"名は {LONGEST_NAME} 字まで / a name has at most {LONGEST_NAME} characters.")
    for letter in name:
        if unicodedata.category(letter) in _UNSEEN or letter in _BLANKS:
            raise VerdictError(
                f"名に見えない文字 U+{ord(letter):04X} がある。取り除く / "
                f"the name has U+{ord(letter):04X}, which nobody can see. Take it out."
            )


def _check_note(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise VerdictError(
            f"理由は {LONGEST_NOTE} 字までで、{len(note)} 字ある / "
            f"a note has at most {LONGEST_NOTE} characters; this one has {len(note)}."
        )
    for letter in note:
        if letter not in LAYOUT and _is_unfit(letter):
            raise VerdictError(
                f"理由に制御文字 U+{ord(letter):04X} がある。取り除く / "
                f"the note has the control character U+{ord(letter):04X}. Take it out."
            )


def _is_unfit(letter: str) -> bool:
    return unicodedata.category(letter) in _CONTROLS or unicodedata.bidirectional(letter) in _TURNING


def _is_variation(letter: str) -> bool:
    return "VARIATION SELECTOR" in unicodedata.name(letter, "")

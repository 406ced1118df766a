"""What a search made of the words of its question that are neither filters nor looked for as they stand."""

from collections.abc import Iterator

from graph_builder.source import Bilingual
from search.understanding import Question
from service.narrowing import fill

UNCLEAR = Bilingual("年度が定まらない: {0}（2024年度 のように）", "which year? {0} (write FY2024)")
UNREAD = Bilingual(
    "除く条件にしていない: {0}（除くなら「〜を除く」）", "not left out: {0} (to leave out, write “except …”)"
)
PASSED_OVER = Bilingual("話題を表さない語として探していない: {0}", "no subject, passed over: {0}")
LIKE = Bilingual(
    "似た施策は施策{0}のページ、sesaku similar {0}、/api/similar?number={0} に",
    "measures like measure {0} are on its page, at sesaku similar {0} and /api/similar?number={0}",
)
UNKNOWN = Bilingual("条件「{0}」は問いになく、外せない", "no such filter in the question to drop: {0}")


def iter_question_notes(question: Question) -> Iterator[Bilingual]:
    """One note for each of them, at every door alike."""
    for note, words in (
        (UNCLEAR, question.unclear),
        (UNREAD, question.unread),
        (PASSED_OVER, filter(None, [question.passed_over])),
        (LIKE, [] if question.like is None else [question.like]),
        (UNKNOWN, question.unknown),
    ):
        yield from (fill(note, one) for one in words)

"""What the reader can be in doubt about, in words."""

from graph_builder.ministries import load_ministries
from graph_builder.source import Bilingual

DOUBTS = {
    "first-year step of ": "初年度の工程：",
    "follow-up of ": "続く年度の工程：",
    "relisted measure": "再掲元の施策",
    "section": "節",
    "step without a row": "行のない工程",
    "text": "施策の本文",
}
"""What the fact of a doubt begins with, and that in Japanese; the names of ministries follow some of them."""


def name_doubt(fact: str) -> Bilingual:
    """What a doubt is about, in both languages."""
    start = next((start for start in DOUBTS if fact.startswith(start)), "")
    if not start:
        return Bilingual(fact, fact)
    printed = fact.removeprefix(start)
    bodies = load_ministries().list_printed(filter(None, printed.split("、")))
    return Bilingual(DOUBTS[start] + bodies.ja, start + (bodies.en or ""))

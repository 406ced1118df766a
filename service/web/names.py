"""Both names of what the data call by its Japanese name alone, for pages in either language."""

from graph_builder.ministries import load_ministries
from graph_builder.source import Bilingual
from service.opened import OpenBuild
from service.views import Thing


def name_body(printed: str) -> Bilingual:
    """The responsible body printed so; the printed name alone when nobody is called that."""
    return load_ministries().name_printed(printed)


def name_short(body: Thing) -> Bilingual:
    """A responsible body in the fewest letters, for pictures."""
    known = load_ministries().by_iri.get(body.iri)
    return known.short_name if known else body.label


def name_concepts(opened: OpenBuild) -> dict[str, Bilingual]:
    """The concepts of the thesaurus by their Japanese name."""
    return {label.ja: label for iri, label in opened.labels.items() if "/concept/" in iri}

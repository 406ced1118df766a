"""A theme is known by each of its names at every door, and a preferred name wins over another theme's synonym."""

import pytest
from small_index import LetterModel, make_measure, make_roadmap

from graph_builder.themes import load_themes
from ontology.errors import NotFoundError
from search.index import make_index
from search.vocabulary import Vocabulary
from service.naming import find_theme

NAMED = [
    ("生成AI", "generative-ai"),
    ("生成ＡＩ", "generative-ai"),
    ("Generative AI", "generative-ai"),
    ("ai", "artificial-intelligence"),
    ("SMEs", "small-and-medium-enterprises"),
    ("大学発スタートアップ", "startups"),
    ("generative-ai", "generative-ai"),
    ("https://w3id.org/sesaku/theme/generative-ai", "generative-ai"),
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    roadmap = make_roadmap(make_measure(1, "標準を定める。", ("経済産業省",)))
    return make_index(roadmap, model=LetterModel(), themes={}).vocabulary


@pytest.mark.parametrize(("name", "slug"), NAMED)
def test_a_theme_is_known_by_its_names(vocabulary: Vocabulary, name: str, slug: str) -> None:
    assert find_theme(name).rpartition("/")[2] == slug
    assert vocabulary.find_theme(name)[0].rpartition("/")[2] == slug


def test_every_preferred_name_is_its_own_theme(vocabulary: Vocabulary) -> None:
    for theme in load_themes():
        for name in (theme.name, theme.name_en):
            assert (find_theme(name), vocabulary.find_theme(name)[0]) == (theme.iri, theme.iri)


def test_a_name_that_only_holds_a_themes_name_is_none_of_it() -> None:
    with pytest.raises(NotFoundError, match="AIと著作権"):
        find_theme("AIと著作権")

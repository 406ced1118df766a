"""The ministries: names, abbreviations, hierarchy."""

import pytest

from graph_builder.ministries import Ministries, load_ministries
from graph_builder.source import Bilingual
from ontology.errors import NotFoundError

BASE = "https://w3id.org/sesaku/ministry/"


@pytest.fixture(scope="module")
def ministries() -> Ministries:
    return load_ministries()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("経済産業省", "meti"),
        ("経産省", "meti"),
        ("METI", "meti"),
        ("Environment Ministry", "moe"),
        ("ｍｅｔｉ", "meti"),
        ("Ministry of Economy, Trade and Industry", "meti"),
        ("文科省", "mext"),
        ("農水省", "maff"),
        ("MAFF", "maff"),
        ("JPO", "jpo"),
        ("内閣府(知財)", "cao-ip"),
        ("内閣府（政策統括官（経済安全保障担当））", "cao-economic-security"),
        ("関係府省", "related-fusho"),
    ],
)
def test_any_name_leads_to_the_ministry(ministries: Ministries, name: str, slug: str) -> None:
    ministry = ministries.resolve(name)
    assert ministry is not None
    assert ministry.slug == slug


def test_unknown_name_leads_nowhere(ministries: Ministries) -> None:
    assert ministries.resolve("魔法省") is None


@pytest.mark.parametrize("name", ["meti", BASE + "meti", "経産省", "METI"])
def test_a_body_is_found_by_slug_iri_and_name(ministries: Ministries, name: str) -> None:
    assert ministries.find(name).iri == BASE + "meti"


def test_a_body_that_is_none_is_refused_with_names_that_come_close(ministries: Ministries) -> None:
    with pytest.raises(NotFoundError, match="経済産業省"):
        ministries.find("経済産業庁")


@pytest.mark.parametrize(
    ("slug", "ancestors"),
    [
        ("meti", ()),
        ("jpo", ("meti",)),
        ("aca", ("mext",)),
        ("nta", ("mof",)),
        ("jta", ("mlit",)),
        ("cao-ip", ("cao",)),
        ("npa", ("npsc", "cao")),
    ],
)
def test_hierarchy_is_the_real_one(ministries: Ministries, slug: str, ancestors: tuple[str, ...]) -> None:
    assert ministries.lineage(BASE + slug)[1:] == tuple(BASE + ancestor for ancestor in ancestors)


def test_unnamed_others_are_not_organisations(ministries: Ministries) -> None:
    unnamed = {ministry.name for ministry in ministries if not ministry.is_named}
    assert {"関係府省", "関係省庁", "関係府省庁"} < unnamed
    assert not any(ministry.parent or ministry.homepage for ministry in ministries if ministry.name in unnamed)


def test_every_ministry_has_both_names_and_a_known_parent(ministries: Ministries) -> None:
    assert all(ministry.name and ministry.name_en for ministry in ministries)
    assert {ministry.parent for ministry in ministries if ministry.parent} <= set(ministries.by_iri)
    assert ministries.names == {ministry.name for ministry in ministries}


@pytest.mark.parametrize(
    ("slug", "ja", "en"),
    [
        ("meti", "経産省", "METI"),
        ("cao-ip", "内閣府（知財）", "CAO (IP)"),
        ("cao-economic-security", "内閣府（経済安保）", "CAO (Econ. Security)"),
        ("digital", "デジタル庁", "Digital Agency"),
    ],
)
def test_short_names(ministries: Ministries, slug: str, ja: str, en: str) -> None:
    assert ministries.by_iri[BASE + slug].short_name == Bilingual(ja, en)


def test_short_names_fit_into_pictures(ministries: Ministries) -> None:
    long = [one.short_name for one in ministries if one.is_named and len(one.short_name.ja) > 11]
    assert long == []

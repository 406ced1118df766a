"""What is known about a source document beyond its text."""

import hashlib
from pathlib import Path

import pytest

from graph_builder.source import SHIPPED, Bilingual, SourceDescription, describe_source
from ontology.errors import SourceError

TEXT = "工程表"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "roadmap.txt"
    path.write_text(TEXT, encoding="utf8")
    return path


def test_description_beside_the_text_is_read(text: Path) -> None:
    text.with_name("source.toml").write_text('slug = "x"\ntitle.ja = "題"\nissued = "2024-06-04"\n', encoding="utf8")
    assert describe_source(text, text.read_bytes(), "x", "ignored") == SourceDescription(
        "x", Bilingual("題"), SHA256, issued="2024-06-04"
    )


def test_shipped_roadmap_is_known_wherever_its_text_lies(text: Path) -> None:
    description = describe_source(text, text.read_bytes(), "ip2023", "工程表「知的財産推進計画２０２３」重点事項")
    assert description.title == Bilingual(
        "工程表「知的財産推進計画2023」重点事項",
        "Roadmap of the Intellectual Property Promotion Plan 2023: priority measures",
    )
    assert description.licence_name == Bilingual(
        "公共データ利用規約（第1.0版）（CC BY 4.0 と互換）",
        "Public Data License (Version 1.0), compatible with CC BY 4.0",
    )
    assert describe_source(SHIPPED / "ip2023" / "roadmap.txt", b"", "ip2023", "ignored").licence == description.licence


def test_other_text_of_the_same_slug_is_not_taken_for_the_shipped_one(text: Path) -> None:
    assert describe_source(text, text.read_bytes(), "ip2023", "別の工程表") == SourceDescription(
        "ip2023", Bilingual("別の工程表"), SHA256
    )


def test_unknown_text_has_slug_and_title_only(text: Path) -> None:
    assert describe_source(text, text.read_bytes(), "other", "別の工程表") == SourceDescription(
        "other", Bilingual("別の工程表"), SHA256
    )


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (
            'slug = "x"',
            r"source.toml: .* / missing or unusable entry 'title'. .* / Give slug and title.ja",
        ),
        ("slug = ", r"source.toml: TOML として読めない / not readable as TOML"),
    ],
)
def test_malformed_description_says_what_to_do(text: Path, toml: str, message: str) -> None:
    text.with_name("source.toml").write_text(toml, encoding="utf8")
    with pytest.raises(SourceError, match=message):
        describe_source(text, text.read_bytes(), "x", "title")

"""What is known about a source document beyond its text: title, publisher, licence, from its ``source.toml``."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ontology.errors import SourceError


@dataclass(frozen=True)
class Bilingual:
    """A text in Japanese and, where there is one, in English."""

    ja: str
    en: str | None = None


@dataclass(frozen=True)
class SourceDescription:
    """Title, publisher and licence of a document; ``issued`` is an ISO 8601 date, ``sha256`` the hash of the text."""

    slug: str
    title: Bilingual
    sha256: str
    publisher: Bilingual | None = None
    landing_page: str | None = None
    licence: str | None = None
    licence_name: str | None = None
    issued: str | None = None
    extraction: str | None = None


def describe_source(path: Path, slug: str, title: str) -> SourceDescription:
    """The description of the source text at ``path``.

    It is read from ``source.toml`` beside it where that describes ``slug``; otherwise only slug and title are known.
    Raises SourceError when the description is malformed.
    """
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    description = path.with_name("source.toml")
    values = _read_toml(description) if description.is_file() else {}
    if values.get("slug") != slug:
        return SourceDescription(slug, Bilingual(title), sha256)
    try:
        return _make_description(values, sha256)
    except (KeyError, TypeError) as error:
        raise SourceError(
            f"missing or unusable entry {error}",
            path=str(description),
            remedy="Give slug, title.ja and, where known, title.en, publisher.ja, licence, issued.",
        ) from error


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"not readable as TOML ({error})", path=str(path), remedy="Mend the file.") from error


def _make_description(values: Mapping[str, Any], sha256: str) -> SourceDescription:
    return SourceDescription(
        slug=values["slug"],
        title=Bilingual(**values["title"]),
        sha256=sha256,
        publisher=Bilingual(**values["publisher"]) if "publisher" in values else None,
        landing_page=values.get("landing_page"),
        licence=values.get("licence"),
        licence_name=values.get("licence_name"),
        issued=values.get("issued"),
        extraction=values.get("extraction"),
    )

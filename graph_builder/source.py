"""What is known about a source document beyond its text: title, publisher, licence, from its ``source.toml``."""

import hashlib
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import data
from ontology.errors import SourceError

SHIPPED = Path(data.__path__[0])

OPTIONAL = ("landing_page", "licence", "issued", "extraction")


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
    licence_name: Bilingual | None = None
    issued: str | None = None
    extraction: str | None = None


def describe_source(path: Path, data: bytes, slug: str, title: str) -> SourceDescription:
    """The description of the source text ``data``, read from ``path``.

    It is read from the ``source.toml`` beside the text or, for a document of that slug and title that comes with
    sesaku, from its own; for any other only slug and title are known. Raises SourceError when it is malformed.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    beside, shipped = path.with_name("source.toml"), SHIPPED / slug / "source.toml"
    for description in (beside, shipped):
        if not description.is_file():
            continue
        source = _make_description(_read_toml(description), sha256, description)
        if source.slug == slug and (description == beside or _is_same_title(source.title.ja, title)):
            return source
    return SourceDescription(slug, Bilingual(title), sha256)


def _is_same_title(left: str, right: str) -> bool:
    return unicodedata.normalize("NFKC", left) == unicodedata.normalize("NFKC", right)


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(
            f"TOML として読めない / not readable as TOML ({error})",
            path=str(path),
            remedy="ファイルを直す / Mend the file.",
        ) from error


def _make_description(values: Mapping[str, Any], sha256: str, path: Path) -> SourceDescription:
    try:
        return SourceDescription(
            slug=values["slug"],
            title=Bilingual(**values["title"]),
            sha256=sha256,
            publisher=Bilingual(**values["publisher"]) if "publisher" in values else None,
            licence_name=Bilingual(**values["licence_name"]) if "licence_name" in values else None,
            **{name: values[name] for name in OPTIONAL if name in values},
        )
    except (KeyError, TypeError) as error:
        raise SourceError(
            f"欠けているか使えない項目 / missing or unusable entry {error}",
            path=str(path),
            remedy="slug と title.ja を揃え、分かれば title.en、publisher.ja、licence、issued も加える / "
            "Give slug and title.ja; where known also title.en, publisher.ja, licence, issued.",
        ) from error

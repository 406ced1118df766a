"""The things that a request names: by any of their names, or by the last part of their IRI."""

from typing import TYPE_CHECKING

from graph_builder.ministries import load_ministries
from ontology import BASE
from ontology.errors import NotFoundError, QueryError
from ontology.names import normalise_label, unknown_theme

if TYPE_CHECKING:
    from service.opened import OpenBuild

TERMS = {"short": "短期", "medium": "中期", "long": "長期"}
"""The planning terms by the last part of their IRI."""

FOLDERS = {"fiscal_year": "fiscal-year", "term": "term", "kind": "overlap-kind"}
"""Where the IRIs lie of what a filter asks for by a part of the IRI alone."""


def find_body(name: str) -> str:
    """The IRI of a responsible body. Raises NotFoundError."""
    return load_ministries().find(name).iri


def find_theme(name: str) -> str:
    """The IRI of a theme, by any name of it too; a preferred name wins over another theme's synonym.

    Raises NotFoundError.
    """
    from graph_builder.themes import iter_names, load_themes

    wanted, themes = normalise_label(name), load_themes()
    parts = ((part, theme) for theme in themes for part in (theme.iri, theme.iri.rpartition("/")[2]))
    for label, theme in (*parts, *iter_names(themes)):
        if wanted == normalise_label(label):
            return theme.iri
    raise unknown_theme(name, (theme.name for theme in themes))


def slug_of(iri: str) -> str:
    """The last part of an IRI, by which requests name things."""
    return iri.rpartition("/")[2]


def check_source(opened: "OpenBuild", slug: str | None) -> None:
    """Raises NotFoundError, with those there are, for a document that the build was not made from."""
    if slug not in {None, opened.iris.slug}:
        raise NotFoundError(
            f"資料「{slug}」はない。ここにあるのは {opened.iris.slug}。",
            f"there is no document {slug!r}. There is {opened.iris.slug}.",
        )


def check_chapter(opened: "OpenBuild", number: int | None) -> None:
    """Raises NotFoundError, with those there are, for a chapter that the document does not have."""
    prefix = f"{opened.iris.document}/chapter/"
    if number is not None and f"{prefix}{number}" not in opened.labels:
        known = (iri.removeprefix(prefix) for iri in opened.labels if iri.startswith(prefix))
        last = max(int(one) for one in known if one.isdecimal())
        raise NotFoundError(f"第{number}章はない / there is no chapter {number}. Give 1 to {last}.")


def read_term(term: str | None) -> str | None:
    """The planning term as the document prints it, also by the last part of its IRI. Raises QueryError."""
    if term is None or term in TERMS.values():
        return term
    if term not in TERMS:
        raise QueryError(
            f"期「{term}」はない。{'、'.join(TERMS)} のどれかに / "
            f"there is no term {term!r}. Use one of {', '.join(TERMS)}."
        )
    return TERMS[term]


def find_iri(opened: "OpenBuild", kind: str, value: str | int) -> str:
    """The IRI of the thing that a filter of some kind asks for. Raises NotFoundError for an unknown body or theme."""
    if kind in {"ministry", "partner"}:
        return find_body(str(value))
    if kind == "theme":
        own = (iri for iri in (f"{BASE}theme/{value}", str(value)) if iri in opened.labels)
        return next(own, None) or find_theme(str(value))
    if kind == "source":
        return f"{BASE}{value}"
    if kind in {"chapter", "measure"}:
        return f"{opened.iris.document}/{kind}/{value}"
    slugs = {label: slug for slug, label in TERMS.items()}
    return f"{BASE}{FOLDERS[kind]}/{slugs.get(str(value), value)}"

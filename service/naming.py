"""The things that a request names: by any of their names, or by the last part of their IRI."""

from typing import TYPE_CHECKING

from graph_builder.ministries import load_ministries
from ontology import BASE
from ontology.errors import NotFoundError
from ontology.names import TERMS

if TYPE_CHECKING:
    from service.opened import OpenBuild

FOLDERS = {"fiscal_year": "fiscal-year", "term": "term", "kind": "overlap-kind"}
"""Where the IRIs lie of what a filter asks for by a part of the IRI alone."""


def find_body(name: str) -> str:
    """The IRI of a responsible body. Raises NotFoundError."""
    return load_ministries().find(name).iri


def find_theme(name: str) -> str:
    """The IRI of a theme, by any name of it too, as search has it. Raises NotFoundError."""
    from graph_builder.themes import theme_names
    from search import vocabulary

    return vocabulary.find_theme(name, theme_names())[0]


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


def find_iri(opened: "OpenBuild", kind: str, value: str | int) -> str:
    """The IRI of the thing that a filter of some kind asks for: of a body that which the document prints it as.

    Raises NotFoundError for an unknown body or theme.
    """
    if kind in {"ministry", "partner"}:
        return opened.print_body(find_body(str(value)))
    if kind == "theme":
        return find_theme(str(value))
    if kind == "source":
        return f"{BASE}{value}"
    if kind in {"chapter", "measure"}:
        return f"{opened.iris.document}/{kind}/{value}"
    slugs = {label: slug for slug, label in TERMS.items()}
    return f"{BASE}{FOLDERS[kind]}/{slugs.get(str(value), value)}"

"""What a page is about in schema.org's terms, for search engines (JSON-LD inside the page)."""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from graph_builder.ministries import load_ministries
from service.views import ConceptView, DataCatalogue, MeasureView, MinistryView, Overview, Thing

CONTEXT = "https://schema.org"
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Characters that could end a script element, as JSON escapes."""


def embed(document: Mapping[str, Any]) -> Markup:
    """A JSON-LD document as the content of a script element."""
    return Markup(json.dumps({"@context": CONTEXT, **document}, ensure_ascii=False).translate(ESCAPES))


def of_measure(view: MeasureView) -> Mapping[str, Any]:
    """A measure as a part of its report."""
    return {
        "@type": "CreativeWork",
        "@id": view.measure.iri,
        "identifier": view.measure.number,
        "name": f"施策{view.measure.number}",
        "text": view.measure.text,
        "inLanguage": "ja",
        "isPartOf": {"@type": "Report", **_thing(view.document)},
        "about": [_thing(theme) for theme in view.measure.themes],
        "contributor": [_organisation(body) for body in view.measure.ministries if is_organisation(body)],
        "temporalCoverage": "/".join(map(str, _ends(view.measure.fiscal_years))),
    }


def of_ministry(view: MinistryView) -> Mapping[str, Any]:
    """A responsible body that `is_organisation`."""
    above = {"parentOrganization": _organisation(view.parent)} if view.parent else {}
    home = {"url": view.homepage} if view.homepage else {}
    names = {"alternateName": list(view.alternatives)} if view.alternatives else {}
    return {**_organisation(view.thing), **names, **home, **above}


def of_concept(view: ConceptView) -> Mapping[str, Any]:
    """A theme or concept as a defined term."""
    names = [text for name in view.alternatives for text in (name.ja, name.en) if text]
    return {"@type": "DefinedTerm", **_thing(view.thing), "alternateName": names}


def of_overview(overview: Overview) -> Mapping[str, Any]:
    """The whole graph as a dataset."""
    return {
        "@type": "Dataset",
        "@id": f"{overview.document.iri}/dataset",
        "name": overview.title.ja,
        "description": "施策・担当府省・年度別の工程・テーマと、その出典の行を結ぶ知識グラフ。",
        "inLanguage": "ja",
        "isBasedOn": overview.document.iri,
        **({"license": overview.licence.iri} if overview.licence else {}),
    }


def of_catalogue(catalogue: DataCatalogue, address: str) -> Mapping[str, Any]:
    """The dataset with its files below ``address``."""
    return {
        "@type": "Dataset",
        "@id": catalogue.dataset,
        "name": catalogue.title.ja,
        "description": "施策・担当府省・年度別の工程・テーマと、その出典の行を結ぶ知識グラフ。",
        "version": catalogue.version,
        **({"license": catalogue.licence.iri} if catalogue.licence else {}),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.name,
                "encodingFormat": file.media_type,
                "contentSize": str(file.size),
                "sha256": file.sha256,
                "contentUrl": f"{address}/{file.name}",
            }
            for file in catalogue.files
        ],
    }


def is_organisation(body: Thing) -> bool:
    """Whether it is a body with a name; 関係府省 and the like are others that the document does not name."""
    return load_ministries().by_iri[body.iri].is_named


def _organisation(body: Thing) -> dict[str, Any]:
    return {"@type": "GovernmentOrganization", **_thing(body)}


def _thing(thing: Thing) -> dict[str, Any]:
    return {"@id": thing.iri, "name": thing.label.ja}


def _ends(years: tuple[int, ...]) -> tuple[int, ...]:
    return (years[0], years[-1]) if years else ()

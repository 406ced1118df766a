"""Writes answers in the standard formats: SPARQL 1.1 Query Results JSON, XML, CSV and TSV, and four of RDF."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from graph_builder.sparql import PREFIXES, Solutions

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Formats of CONSTRUCT and DESCRIBE answers, by name."""

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_XML_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SRX = "http://www.w3.org/2005/sparql-results#"


def write_triples(triples: Iterable[ox.Triple], format_name: str) -> bytes:
    """Triples in one of GRAPH_FORMATS."""
    return ox.serialize(triples, format=GRAPH_FORMATS[format_name], prefixes=PREFIXES) or b""


def write_results(value: bool | Solutions, format_name: str, extra: Mapping[str, Any] | None = None) -> bytes:
    """A SELECT or ASK answer in one of RESULT_FORMATS.

    ``extra`` members are added to the JSON object, before the results, behind which strict clients take nothing more;
    the other formats have no room for them.
    """
    return RESULT_FORMATS[format_name](value, extra or {}).encode()


def _json(value: bool | Solutions, extra: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return json.dumps({"head": {}, **extra, "boolean": value}, ensure_ascii=False)
    bindings = [
        {column: _json_term(term) for column, term in zip(value.columns, row, strict=True) if term is not None}
        for row in value.rows
    ]
    document = {"head": {"vars": list(value.columns)}, **extra, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False)


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.Literal):
        return {"type": "literal", "value": term.value, **_json_qualifier(term)}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": term.value}


def _json_qualifier(literal: ox.Literal) -> dict[str, str]:
    if literal.language:
        return {"xml:lang": literal.language}
    return {} if literal.datatype.value == XSD_STRING else {"datatype": literal.datatype.value}


def _xml(value: bool | Solutions, _extra: Mapping[str, Any]) -> str:
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_SRX}">'
    if isinstance(value, bool):
        return f"{start}<head/><boolean>{str(value).lower()}</boolean></sparql>\n"
    head = "".join(f"<variable name={quoteattr(column)}/>" for column in value.columns)
    rows = "\n".join(f"<result>{_xml_row(value.columns, row)}</result>" for row in value.rows)
    return f"{start}<head>{head}</head><results>\n{rows}\n</results></sparql>\n"


def _xml_row(columns: Sequence[str], row: Sequence[Term | None]) -> str:
    return "".join(
        f"<binding name={quoteattr(column)}>{_xml_term(term)}</binding>"
        for column, term in zip(columns, row, strict=True)
        if term is not None
    )


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts.items())
        return f"<triple>{inner}</triple>"
    text = escape(_XML_FORBIDDEN.sub("\ufffd", term.value), {"\r": "&#13;"})
    if isinstance(term, ox.Literal):
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in _json_qualifier(term).items())
        return f"<literal{attributes}>{text}</literal>"
    return f"<uri>{text}</uri>" if isinstance(term, ox.NamedNode) else f"<bnode>{text}</bnode>"


def _csv(value: bool | Solutions, _extra: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return f"{str(value).lower()}\r\n"
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(value.columns)
    writer.writerows([_csv_cell(term) for term in row] for row in value.rows)
    return stream.getvalue()


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _tsv(value: bool | Solutions, _extra: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return f"{str(value).lower()}\n"
    lines = ["\t".join(f"?{column}" for column in value.columns)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in value.rows]
    return "\n".join(lines) + "\n"


RESULT_FORMATS: dict[str, Callable[[bool | Solutions, Mapping[str, Any]], str]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
    "tsv": _tsv,
}
"""Writers of SELECT and ASK answers, by the name of their format."""

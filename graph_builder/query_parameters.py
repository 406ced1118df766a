"""The parameters of library queries: what a person writes becomes an RDF term, bound beside the query text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

import pyoxigraph as ox

from graph_builder.phrases import phrase_pattern
from graph_builder.source import Bilingual
from graph_builder.sparql import select
from ontology.errors import NotFoundError, QueryError
from ontology.names import normalise_label, suggest
from ontology.numbers import read_number

ParameterType = Literal[
    "chapter", "concept", "fiscal-year", "measure", "ministry", "term", "theme", "decimal", "integer", "phrase"
]

XSD = "http://www.w3.org/2001/XMLSchema#"

THINGS = {
    "chapter": "SELECT DISTINCT ?thing { ?listed sesaku:chapter ?thing }",
    "concept": "?thing skos:inScheme <https://w3id.org/sesaku/thesaurus>",
    "fiscal-year": "?thing a sesaku:FiscalYear",
    "measure": "?thing a sesaku:Measure",
    "ministry": "VALUES ?class { org:FormalOrganization org:OrganizationalUnit sesaku:UnnamedBodies } ?thing a ?class",
    "term": "?thing skos:inScheme <https://w3id.org/sesaku/term>",
    "theme": "?thing skos:inScheme <https://w3id.org/sesaku/theme>",
}
"""What each type of parameter may stand for in the graph."""

NAMES = {
    kind: f"""
    SELECT ?thing (GROUP_CONCAT(?name; SEPARATOR="\\n") AS ?names) {{
      {{ {things} }}
      ?thing rdfs:label|skos:altLabel|skos:hiddenLabel ?name
    }} GROUP BY ?thing"""
    for kind, things in THINGS.items()
}
"""Everything of one type, with all its names, one a line: that many rows fewer take a third of the time."""

NUMBERS = {"integer": ("整数", "a whole number"), "decimal": ("小数第3位までの数", "a number of up to 3 places")}
"""What a parameter of each type that is a number takes, in both languages."""


@dataclass(frozen=True)
class Parameter:
    """A value that a question leaves open; ``default`` is written as a person would write it."""

    name: str
    type: ParameterType
    default: str
    label: Bilingual


def bind_parameters(
    store: ox.Store, query_name: str, parameters: Sequence[Parameter], values: Mapping[str, str]
) -> dict[str, ox.NamedNode | ox.Literal]:
    """The term of every parameter: its value in ``values``, or its default.

    Raises QueryError for a parameter that the query has not or a value of the wrong form, NotFoundError for a name
    that nothing of the parameter's type in the graph bears.
    """
    known = [parameter.name for parameter in parameters]
    for name in values:
        if name not in known:
            raise QueryError(
                f"{query_name}: 引数 {name} はない。あるのは {'、'.join(known) or 'なし'}。",
                f"{query_name} has no parameter {name!r}. It takes: {', '.join(known) or 'none'}.",
            )
    return {
        parameter.name: make_term(store, parameter, values.get(parameter.name, parameter.default))
        for parameter in parameters
    }


def make_term(store: ox.Store, parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    """The term that ``value`` stands for. Raises QueryError or NotFoundError as `bind_parameters` does."""
    match parameter.type:
        case "integer":
            return ox.Literal(_read_number(parameter, value, "0"), datatype=ox.NamedNode(XSD + "integer"))
        case "decimal":
            return ox.Literal(_read_number(parameter, value, "0.001"), datatype=ox.NamedNode(XSD + "decimal"))
        case "phrase":
            return _read_phrase(parameter, value)
        case _:
            return find_thing(store, parameter, value)


def find_thing(store: ox.Store, parameter: Parameter, name: str) -> ox.NamedNode:
    """The one thing of the parameter's type called ``name``: by a label, by its IRI or by the last part of that.

    Raises NotFoundError, with the names that come close, for a name that nothing or more than one thing bears.
    """
    names = list(_iter_names(store, parameter.type))
    wanted = normalise_label(_written(parameter.type, name))
    found = sorted({thing.value for label, thing in names if normalise_label(label) == wanted})
    if len(found) == 1:
        return ox.NamedNode(found[0])
    problem = f"{parameter.label.ja}「{name}」は"
    if found:
        raise NotFoundError(
            f"{problem}一つに決まらない。{'、'.join(found)} のどれかに。",
            f"{name!r} names more than one {parameter.label.en}. Give one of {', '.join(found)}.",
        )
    ja, en = suggest(name, (label for label, _ in names), parameter.default)
    raise NotFoundError(f"{problem}見つからない。{ja}", f"there is no {parameter.label.en} {name!r}. {en}")


def _written(parameter_type: ParameterType, name: str) -> str:
    """The last part of the IRI where the name is one of a number, else the name itself."""
    if parameter_type in {"chapter", "fiscal-year", "measure"}:
        number = read_number(parameter_type, name)
        return name if number is None else str(number)
    return name


def _iter_names(store: ox.Store, parameter_type: str) -> Iterator[tuple[str, ox.NamedNode]]:
    """Every name of every thing of the type, its IRI and the last part of that included, with the thing."""
    for thing, names in select(store, NAMES[parameter_type]).rows:
        if isinstance(thing, ox.NamedNode) and isinstance(names, ox.Literal):
            for name in (*names.value.split("\n"), thing.value, thing.value.rpartition("/")[2]):
                yield name, thing


def _read_number(parameter: Parameter, value: str, exponent: str) -> str:
    """The number in plain digits, to the places of ``exponent``."""
    try:
        number = Decimal(value)
        if number == number.quantize(Decimal(exponent)):
            return f"{number:f}"
    except InvalidOperation:
        pass
    ja, en = NUMBERS[parameter.type]
    raise QueryError(
        f"{parameter.name}={value}: {parameter.label.ja}には {parameter.default} のような{ja}を。",
        f"{parameter.name} must be {en}, such as {parameter.default}, not {value!r}.",
    )


def _read_phrase(parameter: Parameter, value: str) -> ox.Literal:
    """The pattern of the phrase."""
    if not value.strip():
        raise QueryError(
            f"{parameter.name}: {parameter.label.ja}が空。{parameter.default} のような文字列を。",
            f"{parameter.name} is empty. Give a text, such as {parameter.default}.",
        )
    try:
        return ox.Literal(phrase_pattern(value))
    except ValueError as error:
        raise QueryError(f"{parameter.name}: UTF-8 の文字列ではない / {parameter.name} is not UTF-8 text.") from error

"""What an unknown name was perhaps meant to be."""

import pytest
from endpoint_client import Client, rows_of

from service.endpoint.suggestions import Note, Vocabulary, suggestions

SESAKU = "https://w3id.org/sesaku/ontology#"
VOCABULARY = Vocabulary(
    frozenset({f"{SESAKU}Measure", f"{SESAKU}responsibleBody", "http://www.w3.org/2004/02/skos/core#prefLabel"}),
    {"sesaku": SESAKU, "skos": "http://www.w3.org/2004/02/skos/core#", "xsd": "http://www.w3.org/2001/XMLSchema#"},
)


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("ASK { ?s a sesaku:Mesure }", [Note("sesaku:Mesure", ("sesaku:Measure",))]),
        ("ASK { ?s sesaku:responsiblebody ?o }", [Note("sesaku:responsiblebody", ("sesaku:responsibleBody",))]),
        (f"ASK {{ ?s a <{SESAKU}Measures> }}", [Note("sesaku:Measures", ("sesaku:Measure",))]),
        ("ASK { ?s sesaku:xyzzy ?o }", [Note("sesaku:xyzzy", ())]),
        ("ASK { ?s seseku:Measure ?o }", [Note("seseku:", ("sesaku:",))]),
        (
            "PREFIX skos: <http://www.w3.org/skos#> ASK { ?s skos:prefLabel ?o }",
            [
                Note("PREFIX skos: <http://www.w3.org/skos#>", ("<http://www.w3.org/2004/02/skos/core#>",)),
                Note("skos:prefLabel", ("<http://www.w3.org/2004/02/skos/core#prefLabel>",)),
            ],
        ),
        ("PREFIX e: <http://e.example/> ASK { ?s e:thing '2'^^xsd:int FILTER(xsd:date(?s)) }", []),
        ("ASK FROM <https://w3id.org/sesaku/ontology#graph> { ?s a sesaku:Measure }", []),
        ('ASK { ?s ?p "sesaku:Mesure" } # sesaku:Mesure', []),
    ],
)
def test_notes(query: str, notes: list[Note]) -> None:
    assert suggestions(query, VOCABULARY) == notes


def test_beside_an_empty_answer(client: Client) -> None:
    response = client.query("SELECT * { ?s a sesaku:Mesure }")
    assert rows_of(response) == []
    assert response.headers["sesaku-notes"] == "sesaku:Mesure -> sesaku:Measure"
    assert response.json()["sesaku:notes"][0]["suggestions"] == ["sesaku:Measure"]


def test_not_beside_an_answer(client: Client) -> None:
    response = client.query("SELECT * { ?s a sesaku:Measure OPTIONAL { ?s a sesaku:Mesure } }")
    assert (len(rows_of(response)), "sesaku-notes" in response.headers) == (2, False)


def test_an_undeclared_prefix(client: Client) -> None:
    assert "Did you mean: sesaku:" in client.query("ASK { ?s a seseku:Measure }").text

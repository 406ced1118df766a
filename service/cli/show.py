"""``sesaku show``: one measure as a person wants to read it, with its source lines."""

import json

import click

from service.cli.output import announce, print_json


@click.command("show")
@click.argument("name", metavar="NUMBER")
@click.option("--json", "as_json", is_flag=True, help="記録を JSON で / The record as JSON.")
def command(name: str, as_json: bool) -> None:
    """施策 NUMBER（17、施策17、№17 など）を、原文の行番号とともに示す。

    Shows a measure: where it stands, its text and terms, what each ministry does in which fiscal years, the
    source lines of every cell, and what the reader was not sure of.
    """

    from service.building import ensure_build
    from service.catalogue import find_measure, measure_json
    from service.measure_text import measure_lines
    from service.places import find_page_starts

    build = ensure_build(announce)
    measure, relistings = find_measure(build, name)
    if as_json:
        print_json(json.loads(measure_json(measure)))
        return
    for line in measure_lines(measure, relistings, build.manifest.title, find_page_starts(build)):
        click.echo(line)

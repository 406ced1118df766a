"""``sesaku overlap``: which measures of which ministries are alike, with the evidence; and people's verdicts."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.cli.once import OnceGroup
from service.cli.output import announce, deliver, encode_csv, format_of, print_json, print_table, write_bytes
from service.cli.verdicts import judge_command, verdicts_group

if TYPE_CHECKING:
    from search.overlap.evaluation import Figure, SystemFigures
    from search.overlap.report import Candidate, OverlapReport
    from service.overlap_tables import Judged
    from service.overlaps import OverlapRequest

KINDS = ["duplication", "overlap", "fragmentation"]
FORMATS = ["table", "json", "csv", "ttl"]
"""How candidates can be written."""
MATRIX_FORMATS = {"table": ".txt", "json": ".json", "csv": ".csv", "svg": ".svg", "png": ".png"}
"""How the matrix can be written, and how the files end."""
PICTURES = ["svg", "png"]
CAUTION = "候補は文面の近さによる推論で、認定ではない / Candidates are inferred from likeness; none is a finding."


@click.group("overlap", cls=OnceGroup, invoke_without_command=True)
@click.option("--ministry", help="一方の担当府省 / A body on one side, by any name.")
@click.option("--partner", help="向き合う担当府省 / A body that faces the ministry.")
@click.option("--theme", help="テーマ / Theme, by any label.")
@click.option("--measure", type=click.IntRange(1), help="一方の施策番号 / A measure on one side.")
@click.option("--kind", type=click.Choice(KINDS), help="種類 / Kind.")
@click.option(
    "--across",
    is_flag=True,
    help="府省（あれば --ministry）が向き合う組だけ / Only where bodies face each other, or --ministry another.",
)
@click.option("--limit", "-n", default=10, show_default=True, type=click.IntRange(1), help="件数 / Pairs.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0), help="飛ばす件数 / Pairs to skip.")
@click.option("--clusters", is_flag=True, help="組でなく、まとまりを示す / Clusters instead of pairs.")
@click.option("--inside", is_flag=True, help="一つの施策の中の同文を示す / Repetition inside one measure instead.")
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True)
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:
    """府省間で似た施策の候補を、根拠と反証を並べて示す。

    Ranks pairs of measures that are alike: both sides with ministries and years, passages side by side with their
    source lines (what both say between 〔 〕), shared subject, goal, means and beneficiaries, and what speaks against.
    Many are one ministry's own restatements: --across keeps the pairs in which ministries face each other.
    """
    if context.invoked_subcommand is None:
        _list(**options)


@command.command("matrix")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(MATRIX_FORMATS)),
    help="形式。なければファイル名の終わりから、または table / Default: as --output ends, or table.",
)
@click.option("--network", is_flag=True, help="施策のつながりの図にする（svg、png）/ Networks of measures.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="書き出すファイル / File to write."
)
def matrix_command(format_name: str | None, network: bool, output: Path | None) -> None:
    """府省 × 府省の候補の数と強さ（各府省の施策数で割り引く）。

    Counts candidates between each two ministries; strength is normalised by how much each does. As a picture: a heat
    map, or with --network the measures of each cluster. A CSV file has a byte order mark, by which Excel knows UTF-8.
    """
    from service.csv_tables import write_csv
    from service.overlap_files import write_picture
    from service.overlap_tables import of_matrix
    from service.overlap_text import matrix_lines
    from service.overlaps import read_matrix
    from service.serialisation import to_json

    format_name = format_name or format_of(output, MATRIX_FORMATS)
    if network and format_name not in PICTURES:
        raise click.BadOptionUsage("network", "--network は --format svg か png と / goes with --format svg or png.")
    if format_name == "png" and output is None:
        raise click.BadOptionUsage("output", "png は -o ファイル名 も要る / png needs -o FILE.")
    report = _open()
    matrix = read_matrix(report)
    writers: dict[str, Callable[[], bytes]] = {
        "table": lambda: "\n".join(matrix_lines(matrix)).encode(),
        "json": lambda: to_json(matrix).encode(),
        "csv": lambda: encode_csv(write_csv(*of_matrix(matrix)), output),
        "svg": lambda: write_picture(report, "svg", network=network),
        "png": lambda: write_picture(report, "png", network=network),
    }
    deliver(writers[format_name](), output)


@command.command("pair")
@click.argument("left", type=click.IntRange(1))
@click.argument("right", type=click.IntRange(1))
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True)
def pair_command(left: int, right: int, format_name: str) -> None:
    """施策 LEFT と RIGHT の組を、すべての根拠・反証・判定と強さの内訳つきで示す。

    Shows one candidate, in either order of its measures, with all that its page has: evidence, counter-evidence,
    verdicts, and what makes the score. JSON and CSV are lists of one.
    """
    from service.overlap_text import contribution_lines
    from service.overlaps import find_candidate

    report = _open()
    judged = _with_verdicts(report, [find_candidate(report, (left, right))])
    if format_name != "table":
        _PRINTERS[format_name](report, judged)
        return
    _print_candidates(report, judged)
    click.echo("\n".join(contribution_lines(judged[0][0])) + "\n")
    _say_caution()


@command.command("evaluate")
@click.argument("judgements", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--measures",
    "measures_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help='全組を判定した施策 {"measures": […]} / JSON of the measures whose pairs were all judged.',
)
@click.option("--cross-validate", is_flag=True, help="重みを交差検証で求める / Refit the weights, cross-validated.")
@click.option("--json", "as_json", is_flag=True, help="JSON で / As JSON.")
def evaluate_command(judgements: Path, measures_path: Path | None, cross_validate: bool, as_json: bool) -> None:
    """人が判定した組 JUDGEMENTS（JSON Lines: a, b, grade）に対する順位付けの質を、素朴な方法と並べて測る。

    Recall of restated pairs (grade 3) in the top 60, of grades 2-3 in the top 300, average precision and κ, over all
    pairs and over those whose ministries differ, with 95 % bootstrap intervals, beside TF-IDF, BM25 and cosines.
    """
    from search.models import load_model
    from search.overlap.evaluation import evaluate
    from search.overlap.training import read_judgements
    from service.building import ensure_build
    from service.reading import read_source

    judged = json.loads(measures_path.read_text(encoding="utf8"))["measures"] if measures_path else None
    roadmap = read_source(ensure_build(announce).source)
    rows = evaluate(roadmap, load_model(), read_judgements(judgements), judged, cross_validate=cross_validate)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    across = [f"府省間 {name}" for name in ("R3@60", "R23@300", "AP23")]
    print_table(["", "R3@60", "R23@300", "AP23", *across, "κ"], [_figures(row) for row in rows])


def _list(format_name: str, clusters: bool, inside: bool, **filters: Any) -> None:
    from service.naming import find_body
    from service.narrowing import note_printed
    from service.overlap_text import head_lines
    from service.overlaps import OverlapRequest, find_candidates, print_body

    report, request = _open(), OverlapRequest(**filters)
    for name in filter(None, (request.ministry, request.partner)):
        for note in note_printed(find_body(name), print_body(report, find_body(name))):
            click.echo(f"{note.ja} / {note.en}", err=True)
    if clusters and inside:
        raise click.UsageError("--clusters か --inside のどちらか / give either --clusters or --inside.")
    if clusters or inside:
        _list_others(report, request, format_name, clusters=clusters)
        return
    found = find_candidates(report, request)
    shown = found[request.offset : request.offset + request.limit]
    if format_name == "table":
        click.echo("\n".join(head_lines(found, request.offset, len(shown))) + "\n")
    _PRINTERS[format_name](report, _with_verdicts(report, shown))


def _with_verdicts(report: "OverlapReport", candidates: "Sequence[Candidate]") -> "list[Judged]":
    from service.judging import group_verdicts, list_verdicts
    from service.workspace import open_workspace

    verdicts = group_verdicts(list_verdicts(open_workspace()), report.slug)
    return [(candidate, verdicts.get((candidate.left, candidate.right), ())) for candidate in candidates]


def _list_others(report: "OverlapReport", request: "OverlapRequest", format_name: str, *, clusters: bool) -> None:
    from service.overlap_text import cluster_lines, repetition_lines
    from service.overlaps import OverlapRequest, select_clusters, select_repetitions
    from service.serialisation import to_plain

    if format_name not in ("table", "json"):
        raise click.BadOptionUsage("format", "--clusters と --inside は table か json / come as table or json.")
    if request != OverlapRequest(request.measure, request.ministry, limit=request.limit):
        raise click.UsageError(
            "--clusters と --inside は --measure と --ministry で絞る / are narrowed by --measure and --ministry alone."
        )
    chosen: Sequence[Any] = select_clusters(report, request) if clusters else select_repetitions(report, request)
    shown = chosen[: request.limit]
    if format_name == "json":
        print_json(to_plain(shown))
        return
    lines: Callable[[Any], Iterator[str]] = cluster_lines if clusters else repetition_lines
    for each in shown:
        click.echo("\n".join(lines(each)) + "\n")
    if not shown:
        click.echo("該当なし / none.")
    elif len(shown) < len(chosen):
        click.echo(f"{len(chosen)} 件のうち {len(shown)} 件 / {len(shown)} of {len(chosen)}: --limit")


def _print_lines(report: "OverlapReport", judged: "list[Judged]") -> None:
    _print_candidates(report, judged)
    if judged:
        _say_caution()


def _print_candidates(report: "OverlapReport", judged: "list[Judged]") -> None:
    from service.overlap_text import candidate_lines

    for candidate, verdicts in judged:
        click.echo("\n".join(candidate_lines(candidate, report, verdicts)) + "\n")


def _say_caution() -> None:
    click.secho(CAUTION, fg="bright_black")


def _print_json(report: "OverlapReport", judged: "list[Judged]") -> None:
    from service.serialisation import to_plain

    print_json([to_plain(candidate) | {"verdicts": to_plain(verdicts)} for candidate, verdicts in judged])


def _print_csv(report: "OverlapReport", judged: "list[Judged]") -> None:
    from service.csv_tables import write_csv
    from service.overlap_tables import of_candidates

    write_bytes(write_csv(*of_candidates(report, judged)).encode())


def _print_turtle(report: "OverlapReport", judged: "list[Judged]") -> None:
    from service.overlap_files import candidates_turtle

    write_bytes(candidates_turtle(report, judged))


_PRINTERS: "dict[str, Callable[[OverlapReport, list[Judged]], None]]" = {
    "table": _print_lines,
    "json": _print_json,
    "csv": _print_csv,
    "ttl": _print_turtle,
}


def _figures(row: "SystemFigures") -> list[str]:
    ranked = (row.restated_recall, row.alike_recall, row.precision)
    across = (row.across_restated_recall, row.across_alike_recall, row.across_precision)
    return [row.name, *map(_figure, (*ranked, *across, row.kappa))]


def _figure(figure: "Figure | None") -> str:
    return f"{figure.value:.3f} [{figure.low:.2f}, {figure.high:.2f}]" if figure else ""


def _open() -> "OverlapReport":
    from service.building import ensure_build
    from service.overlaps import open_overlaps

    return open_overlaps(ensure_build(announce))


command.add_command(judge_command)
command.add_command(verdicts_group)

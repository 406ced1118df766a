"""The command line as a user meets it: answers on standard output, one clear line for what went wrong."""

import json
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from graph_builder.integrity import Fault
from graph_builder.query_library import find_query
from graph_builder.validation import Report
from service.building import report_of
from service.cli import COMMANDS, group
from service.cli.build import report_lines
from service.workspace import Build


@pytest.fixture
def run(build: Build, home: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a command line on the session's build."""
    monkeypatch.setenv("SESAKU_HOME", str(home))

    def invoke(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(group, list(arguments), input=stdin)

    return invoke


def test_help_lists_every_command() -> None:
    output = CliRunner().invoke(group, ["--help"]).output
    assert [name for name in COMMANDS if f"  {name} " in output] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages(name: str) -> None:
    result = CliRunner().invoke(group, [name, "--help"])
    assert result.exit_code == 0
    assert any("\u3040" <= character <= "\u9fff" for character in result.output)
    assert "Options:" in result.output


def test_a_mistyped_command_is_guessed() -> None:
    result = CliRunner().invoke(group, ["serach"])
    assert result.exit_code == 2
    assert "Did you mean 'search'?" in result.output


def test_show_prints_text_ministries_years_and_lines(run) -> None:
    output = run("show", "17").output
    for expected in [
        "施策 17",
        "p.5",
        "（１）生成AIと著作権",
        "■ 内閣府",
        "■ 文部科学省",
        "2023年度",
        "2024〜2026年度",
        "440–446",
    ]:
        assert expected in output


def test_show_json_is_the_exported_record(run) -> None:
    shown = json.loads(run("show", "17", "--json").output)
    exported = [json.loads(line) for line in run("export", "measures").output.splitlines()]
    assert shown == next(record for record in exported if record["number"] == 17)


def test_showing_a_measure_that_is_not_there_names_the_range(run) -> None:
    for command in ("show", "similar"):
        for name, shown in (("999", "999"), ("施策999", "999"), ("0", "0"), ("foo", "foo")):
            expected = f"施策 {shown} はない。1 から 186 まで / there is no measure {shown}. Give 1 to 186."
            assert str(run(command, name).exception) == expected


@pytest.mark.parametrize("name", ["施策17", *(pytest.param(name, marks=pytest.mark.slow) for name in ("№17", "１７"))])
def test_a_measure_goes_by_any_of_its_names(run, name: str) -> None:
    assert run("show", name).output == run("show", "17").output
    assert run("similar", name, "-n", "2").output == run("similar", "17", "-n", "2").output != ""


def test_search_takes_chapter_and_year_by_name(run) -> None:
    numbers = run("search", "--year", "令和6", "--chapter", "第3章", "--json").output
    assert numbers == run("search", "--year", "2024", "--chapter", "3", "--json").output
    assert "第3章 のように / Give it as 3" in run("search", "--chapter", "three").output


def test_the_export_holds_all_measures_and_relistings(run) -> None:
    records = [json.loads(line) for line in run("export", "measures", "--format", "jsonl").output.splitlines()]
    assert [record["number"] for record in records if record["number"]] == list(range(1, 187))
    assert sum(record["relists"] is not None for record in records) == 18


def test_export_writes_parquet_that_reads_back(run, tmp_path: Path) -> None:

    target = tmp_path / "measures.parquet"
    assert run("export", "measures", "-o", str(target)).exit_code == 0
    assert set(pyarrow.parquet.read_table(target)["number"].to_pylist()) >= set(range(1, 187))


def test_export_refuses_an_unknown_ending(run, tmp_path: Path) -> None:
    result = run("export", "measures", "-o", str(tmp_path / "measures.zzz"))
    assert result.exit_code == 2
    assert ".jsonl, .csv, .parquet" in result.output
    assert list(tmp_path.iterdir()) == []
    assert run("export", "measures", "-o", str(tmp_path / "measures.zzz"), "--format", "csv").exit_code == 0
    assert run("export", "measures", "-o", str(tmp_path / "measures")).exit_code == 0


def test_export_refuses_a_format_of_the_other_kind(run) -> None:
    result = run("export", "measures", "--format", "turtle")
    assert result.exit_code == 2
    assert "jsonl, csv, parquet" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "標準", "--ministry", "METI", "--ministry", "MEXT"),
        ("overlap", "--ministry", "METI", "--ministry=MEXT"),
        ("similar", "17", "-n", "3", "--limit", "4"),
    ],
)
def test_an_option_given_twice_is_refused(run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "may be given once only" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "標準", "--ministry", ""),
        ("search", "標準", "--ignore", "theme", "--ignore", " "),
        ("similar", "--text", "標準", "--from="),
        ("overlap", "--theme", ""),
    ],
)
def test_an_empty_option_is_refused(run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "値が空です / is empty" in result.output


def test_build_reads_standard_input(run) -> None:
    assert str(run("build", "-", stdin="ただの文章").exception).startswith("/dev/stdin: 表のページがない")


def test_an_unreadable_source_is_one_clear_error(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "roadmap.txt"
    source.touch()

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.access", lambda path, mode: False)  # as root may read everything
    monkeypatch.setattr(Path, "read_bytes", refuse)
    error = str(run("build", str(source)).exception)
    assert error.startswith(f"{source}: 読めない / cannot be read (Permission denied). 権限を確かめる")


def test_sparql_answers_in_a_table_and_in_csv(run) -> None:
    query = "SELECT (COUNT(?measure) AS ?n) WHERE { ?measure a sesaku:Measure }"
    assert "186" in run("sparql", query).output
    assert run("sparql", query, "--format", "csv").output.split() == ["n", "186"]


def test_sparql_reads_a_file_and_standard_input(run, tmp_path: Path) -> None:
    file = tmp_path / "ask.rq"
    file.write_text("ASK { ?measure a sesaku:Measure ; sesaku:number 186 }", encoding="utf8")
    assert run("sparql", str(file)).output == "はい / yes\n"
    assert run("sparql", "-", stdin="ASK { ?measure sesaku:number 187 }").output == "いいえ / no\n"


def test_construct_answers_in_turtle(run) -> None:
    output = run("sparql", "CONSTRUCT { ?m sesaku:number ?n } WHERE { ?m sesaku:number ?n FILTER(?n = 17) }").output
    assert "<https://w3id.org/sesaku/ip2023/measure/17> sesaku:number 17" in output


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * WHERE { ?s", "SPARQL"),
        ("no-such-file.rq", "no file of this name, and no query"),
        ("select.rq", "no file of this name, and no query"),
        ("SELCT ?s { ?s ?p ?o }", "Did you mean: SELECT"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_a_query_that_cannot_run_says_why(run, query: str, expected: str) -> None:
    result = run("sparql", query)
    assert result.exit_code == 1
    assert expected in str(result.exception)


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("ASK { ?m a sesaku:Mesure }", "sesaku:Mesure はこのデータにない"),
        ("ASK { ?m search:query 'AI' }", "search:query は SERVICE <https://w3id.org/sesaku/search> { … } の中に書く。"),
        ("ASK { ?m a sesku:Measure }", "Did you mean: sesaku:"),
        ("ASK { ?m a xyzq:Measure }", "Add a PREFIX line."),
        (
            "ASK { SERVICE <https://w3id.org/sesaku/serch> { ?m ?p 1 } }",
            "Did you mean: <https://w3id.org/sesaku/search>",
        ),
        ("PREFIX s: <https://w3id.org/sesaku/ontology> ASK { ?m a s:Measure }", "<https://w3id.org/sesaku/ontology#>"),
    ],
)
def test_a_name_that_means_nothing_gets_a_hint_beside_answer_or_error(run, query: str, hint: str) -> None:
    result = run("sparql", query)
    assert hint in f"{result.stderr}{result.exception or ''}"


def test_a_file_that_holds_no_query_is_named_in_words(run, tmp_path: Path) -> None:
    binary = tmp_path / "measures.parquet"
    binary.write_bytes(b"PAR1\xff")
    assert str(run("sparql", str(binary)).exception).startswith(f"{binary}: UTF-8 の文字ではない / not UTF-8 text. ")
    assert str(run("sparql", str(tmp_path)).exception).startswith(f"{tmp_path}: ファイルではなくフォルダ / a folder")
    read = CliRunner().invoke(group, ["sparql", "-"], input=b"ASK {} # \xff")
    assert str(read.exception).startswith("標準入力 / standard input: UTF-8 の文字ではない")
    assert str(run("sparql", "").exception).startswith("空の問合せ / an empty query. ")


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (f"ASK {'{' * 3000}{'}' * 3000}", "SPARQL: 括弧の入れ子が深すぎる / nested too deeply: at most 1000 brackets"),
        (f"ASK {{ FILTER(1{'+1' * 30_000} = 0) }}", "SPARQL: 長すぎる / too long: at most 50000 words and marks"),
    ],
)
def test_a_query_too_big_for_the_engine_is_refused(run, query: str, problem: str) -> None:
    assert str(run("sparql", query).exception).startswith(problem)


def test_a_long_chain_does_not_end_the_process(run) -> None:
    assert run("sparql", f"ASK {{ FILTER({'!' * 40_000}true) }}").output == "はい / yes\n"


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <b:b> <c:c> }",
        "DELETE WHERE { ?a ?b ?c }",
        "LOAD <http://127.0.0.1:9/>",
        "CLEAR ALL",
        "WITH <g:g> DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }",
    ],
)
def test_an_update_is_refused_in_words(run, update: str) -> None:
    result = run("sparql", f"PREFIX x: <http://x/> {update}")
    place = "SPARQL 1 行 23 桁 / line 1, column 23"
    problem = f"{update.partition(' ')[0]}: 更新はできない / the graph is read-only, and this is an update"
    assert str(result.exception) == f"{place}: {problem}"


def test_a_file_wins_over_a_query_of_its_name(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ASK {}").write_text("\ufeffASK { ?measure sesaku:number 187 }", encoding="utf8")
    assert run("sparql", "ASK {}").output == "いいえ / no\n"


@pytest.mark.parametrize(
    ("arguments", "problem", "hint"),
    [
        (("search", "標準", "--ministry", "経産"), "府省「経産」はない。もしかして 経産省", "Did you mean 経産省"),
        (
            ("search", "標準", "--ministry", "xyz"),
            "府省「xyz」はない。例：",
            "no such ministry. For example: 経済産業省、METI.",
        ),
        (
            ("search", "標準", "--theme", "標準か"),
            "テーマ「標準か」はない。もしかして 標準",
            "no such theme. Did you mean 標準",
        ),
        (
            ("overlap", "--ministry", "経産産業省"),
            "府省「経産産業省」はない。もしかして 経済産業省",
            "Did you mean 経済産業省",
        ),
    ],
)
def test_an_unknown_name_says_what_comes_close(run, arguments: tuple[str, ...], problem: str, hint: str) -> None:
    message = str(run(*arguments).exception)
    assert message.startswith(problem)
    assert hint in message


def test_a_format_that_does_not_suit_the_answer(run) -> None:
    result = run("sparql", "DESCRIBE ministry:meti", "--format", "csv")
    assert "形式 csv はこの答えに使えない" in str(result.exception)
    result = run("sparql", "ASK {}", "--format", "turtle")
    assert str(result.exception).endswith("Use one of table, json, xml, csv, tsv.")


def test_validate_names_integrity_questions_with_an_answer(run, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault(find_query("violation-step-cell-without-row"), 2)
    monkeypatch.setattr("graph_builder.integrity.find_faults", lambda store: (fault,))
    monkeypatch.setattr("graph_builder.validation.validate_file", lambda path: Report(conforms=True, results=()))
    result = run("validate")
    assert result.exit_code == 1
    assert "`sesaku query violation-step-cell-without-row`" in result.output
    assert result.stderr.endswith("不適合 / does not conform: 2 件 / results\n")


@pytest.mark.slow
def test_validate_says_that_the_graph_conforms(run) -> None:
    assert run("validate").output.startswith("適合 / conforms")


def test_describe_counts_what_is_there(run) -> None:
    overview = json.loads(run("describe", "--json").output)
    counts = {row[0]: int(row[3]) for row in overview["classes"]}
    assert (counts["Measure"], counts["Relisting"], counts["Page"]) == (186, 18, 56)
    assert [row[0] for row in overview["years"]] == ["2023", "2024", "2025", "2026"]
    assert ["国家公安委員会", "4"] in overview["ministries"]
    assert ["生成AI", "1"] in overview["themes"]


def test_describe_says_that_agencies_count_for_their_ministry(run) -> None:
    assert "担当府省（外局や部局の分を含む）" in run("describe").output


def test_search_prints_number_ministries_score_place_and_why(run) -> None:
    output = run("search", "生成AIに関連する施策は？", "--limit", "3").output
    for expected in [" 1. 施策 17", "内閣府、文部科学省", "p.5", "理由 / why"]:
        assert expected in output


def test_search_shows_the_filters_it_read_from_the_question(run) -> None:
    output = run("search", "経産省が2024年度に行う標準化の取組は？").output
    assert "条件 / filter: 経済産業省" in output
    assert "条件 / filter: 2024年度" in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("施策17に似た取組",), "sesaku similar 17"),
        (("中期のみの施策",), "without the term alone (--ignore only_term): 186"),
        pytest.param(("施策200",), "1から186まで / measures run from 1 to 186", marks=pytest.mark.slow),
        (("仕事", "--ministry", "MOJ"), "no subject, passed over: 仕事"),
        pytest.param(("デジ庁のデータ連携",), "条件 / filter: デジタル庁", marks=pytest.mark.slow),
        pytest.param(("農水の施策",), "条件 / filter: 農林水産省", marks=pytest.mark.slow),
        pytest.param(("games without copyright",), "not left out: without copyright", marks=pytest.mark.slow),
        (("--ministry", "MOJ"), "条件に合う / meets the filters"),
    ],
)
def test_search_says_what_it_made_of_the_question(run, arguments: tuple[str, ...], said: str) -> None:
    assert said in run("search", *arguments, "-n", "2").output


@pytest.mark.parametrize(
    ("question", "step"),
    [("2025年度のGIFの取組", "（デジタル庁、2025〜2026年度） p."), ("著作権とNFT", "（文部科学省、2023年度） p.")],
)
def test_search_says_whose_step_it_quotes_and_when(run, question: str, step: str) -> None:
    assert step in run("search", question, "-n", "1").output


def test_search_puts_the_measure_first_whose_words_are_asked(run) -> None:
    assert " 1. 施策 5  " in run("search", "2023年3月に改訂したガイドライン", "-n", "1").output


def test_search_needs_a_question_or_a_filter(run) -> None:
    result = run("search")
    assert (result.exit_code, "the question is empty" in result.output) == (2, True)


def test_search_json_tells_given_filters_from_those_in_the_question(run) -> None:
    document = json.loads(run("search", "法務省の紛争解決", "--year", "2024", "--json").output)
    assert [(one["kind"], one["source"]) for one in document["filters"]["conditions"]] == [
        ("ministry", "question"),
        ("fiscal_year", "request"),
    ]


def test_search_skips_hits_and_counts_on(run) -> None:
    whole = run("search", "標準化", "-n", "5", "--json").stdout
    rest = run("search", "標準化", "-n", "3", "--offset", "2", "--json").stdout
    assert json.loads(rest)["hits"] == json.loads(whole)["hits"][2:]
    assert "\n 3. 施策" in run("search", "標準化", "-n", "3", "--offset", "2").output
    assert "There are no more than 3" in run("search", "施策1、2、3", "--offset", "9").output


def test_search_json_carries_iri_score_and_evidence(run) -> None:
    hit = json.loads(run("search", "illegal manga sites", "--json", "--limit", "1").output)["hits"][0]
    assert hit["iri"] == f"https://w3id.org/sesaku/ip2023/measure/{hit['number']}"
    assert 0 < hit["score"] <= 1
    assert hit["evidence"]["passage"]["lines"]


def test_an_unknown_ministry_is_refused_in_words(run) -> None:
    assert "天文庁" in str(run("search", "標準化", "--ministry", "天文庁").exception)


REPORT = {
    "title": "工程表",
    "measures": 2,
    "relistings": 1,
    "doubts": 4,
    "corrections": 2,
    "unused_corrections": 0,
    "steps": 9,
    "steps_changed_by_corrections": 3,
    "corrected_measures": ["6", "再掲106"],
    "settled_doubts": 1,
    "corrections_fit": False,
    "faults": {},
    "breaks_off": 0,
    "measures_before": 2,
    "triples": 99,
    "passages": 7,
    "seconds": 1.5,
    "directory": "/builds/x",
}
CORRECTED = "without the corrections 3 of 9 steps read otherwise and 1 doubts more stand"


def test_the_report_says_how_the_reader_does_alone() -> None:
    *figures, corrected = report_lines(REPORT)
    assert figures == [
        "題名 / title                          工程表",
        "施策 / measures                       2",
        "再掲 / relistings                     1",
        "工程 / steps                          9",
        "読み取りの疑い / doubtful readings    4（一覧 / listed by `sesaku query doubtful-readings`）",
        "人手による訂正 / corrections by hand  2（一覧と理由 / listed with reasons by `sesaku query corrections`）",
        "訂正した施策 / corrected measures     6, 再掲106",
        "トリプル / triples                    99",
        "検索する文 / passages to search       7",
        "秒 / seconds                          1.5",
        "置き場所 / directory                  /builds/x",
    ]
    assert corrected.endswith(CORRECTED)


def test_the_report_says_that_corrections_do_not_fit() -> None:
    aside = {"corrections": 0, "corrected_measures": [], "unused_corrections": 2, "corrections_fit": True}
    *figures, unused = report_lines(REPORT | aside)
    assert figures[5] == "人手による訂正 / corrections by hand  0"
    assert unused.startswith("注意：訂正 2 件は、別の本文に対するものなので当てていない。")
    assert "Note: 2 corrections were made for another text and are not applied." in unused
    *_, misfit = report_lines(REPORT | aside | {"corrections_fit": False})
    assert misfit.endswith("Note: 2 corrections were made for another text and do not fit the lines of this one.")


def test_the_report_names_integrity_faults() -> None:
    faults = {"violation-step-off-page": 3, "violation-step-repeated": 1}
    assert [line for line in report_lines(REPORT | {"faults": faults}) if "integrity" in line] == [
        "整合性の問題 / integrity faults       violation-step-off-page (3), violation-step-repeated (1)"
        "（一覧 / listed by `sesaku query NAME`）"
    ]


def test_the_report_warns_of_a_text_that_breaks_off() -> None:
    *_, breaks_off, fewer = report_lines(REPORT | {"breaks_off": 2000, "measures_before": 186})
    assert breaks_off.endswith("Note: the text seems to end inside a cell, on line 2000. Check whether it goes on.")
    assert fewer.endswith("Note: 2 measures, 186 in the build before.")


def test_the_build_knows_what_its_corrections_change(build: Build) -> None:
    report = report_of(build)
    assert report["corrections"] == 28
    assert report["unused_corrections"] == 0
    assert {"25", "26", "再掲106"} <= set(report["corrected_measures"])
    assert 0 < report["steps_changed_by_corrections"] < 30 < report["steps"]

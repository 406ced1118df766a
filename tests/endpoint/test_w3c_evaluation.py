"""The W3C SPARQL 1.1 query-evaluation suite, asked over HTTP; what fails is listed with its reason."""

import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from endpoint_client import Client
from w3c_suite import (
    EvaluationTest,
    accept_header,
    build_suite_store,
    form,
    is_expected,
    iter_evaluation_tests,
    suite_folder,
)

from service.endpoint.routes import Endpoint

ALLOWED_FAILURES = Path(__file__).with_name("w3c-allowed-failures.toml")


def passes(client: Client, test: EvaluationTest) -> bool:
    response = client.request("POST", data=form(test), headers={"accept": accept_header(test)})
    content_type = response.headers["content-type"].partition(";")[0]
    return response.status_code == 200 and is_expected(test, content_type, response.content)


@pytest.mark.slow
def test_only_the_listed_tests_fail(tmp_path: Path) -> None:
    suite = suite_folder()
    if suite is None:
        pytest.skip("the W3C test suite is not at hand: set SESAKU_SHARED to the folder that holds w3c-sparql11")
    tests = list(iter_evaluation_tests(suite))
    store = build_suite_store(tmp_path / "store", tests)
    with closing(Endpoint(lambda: store)) as endpoint:
        failures = {test.name for test in tests if not passes(Client(endpoint), test)}
    allowed = tomllib.loads(ALLOWED_FAILURES.read_text(encoding="utf8"))
    assert failures == set(allowed["evaluation"])
    assert sum(test.kind == "QueryEvaluationTest" for test in tests) == 232

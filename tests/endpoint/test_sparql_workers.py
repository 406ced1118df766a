"""Workers under load: limits, queue, cancellation, replacement, and the switch to a new build."""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from endpoint_client import Client, build_store, rows_of

from service.endpoint.answers import Question
from service.endpoint.limits import Limits
from service.endpoint.protocol import RequestError
from service.endpoint.routes import Endpoint
from service.endpoint.tickets import Ticket, Turns
from service.endpoint.workers import WorkerPool

RUNAWAY = "SELECT (COUNT(*) AS ?n) {" + "".join(f"VALUES ?x{i} {{ {'1 ' * 100} }}" for i in range(8)) + "}"
SWELLING = "SELECT (STRLEN(?x9) AS ?n) { BIND('abcdefghij' AS ?x0) " + " ".join(
    f"BIND(CONCAT({', '.join([f'?x{number}'] * 8)}) AS ?x{number + 1})" for number in range(9)
) + "}"  # fmt: skip
QUICK = "SELECT ?n { ?m sesaku:number ?n } ORDER BY ?n"


def get(text: str) -> tuple[str, str, dict[str, object]]:
    return "GET", "/sparql", {"params": {"query": text}}


def test_a_runaway_query_is_cancelled_and_costs_the_others_nothing(make_client: Callable[..., Client]) -> None:
    client = make_client(seconds=1, workers=2)
    runaway, *others = client.gather(get(RUNAWAY), *[get(QUICK)] * 20)
    assert (runaway.status_code, "limit of 1 seconds" in runaway.text) == (503, True)
    assert [rows_of(other) for other in others] == [[{"n": "17"}, {"n": "33"}]] * 20
    assert client.query(QUICK).status_code == 200


@pytest.mark.slow
def test_a_query_that_ends_its_worker(make_client: Callable[..., Client]) -> None:
    client = make_client(workers=1, memory_bytes=1024**3)
    assert client.post(SWELLING).status_code == 503
    assert client.query(QUICK).status_code == 200


def test_a_killed_worker_is_replaced(make_client: Callable[..., Client]) -> None:
    before = set(children(os.getpid()))
    client = make_client(workers=1)
    client.query(QUICK)
    (worker,) = set(children(os.getpid())) - before
    os.kill(worker, signal.SIGKILL)
    while worker in children(os.getpid()):
        time.sleep(0.01)
    statuses = [client.query(QUICK).status_code for _ in range(3)]
    assert statuses == [200, 200, 200]


def test_a_worker_that_ends_before_it_begins_costs_no_query(store_path: Path) -> None:
    before = set(children(os.getpid()))
    with closing(WorkerPool(lambda: store_path, Limits(workers=1))) as pool:
        pool.ask(Question(QUICK, QUICK))
        (worker,) = set(children(os.getpid())) - before
        os.kill(worker, signal.SIGSTOP)
        ticket = begin(pool, "client", QUICK)
        time.sleep(0.1)
        os.kill(worker, signal.SIGKILL)
        assert ticket.future.result(60).rows == 2


def children(parent: int) -> list[int]:
    """The workers among the processes that ``parent`` started (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            is_worker = b"endpoint.worker" in (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == parent and is_worker:
            found.append(int(entry.name))
    return found


@pytest.mark.slow
def test_a_full_queue_answers_at_once(make_client: Callable[..., Client]) -> None:
    client = make_client(seconds=0.3, workers=1, queue=1)
    responses = client.gather(*[get(RUNAWAY)] * 4)
    assert sorted(response.headers.get("retry-after", "") for response in responses) == ["", "", "5", "5"]
    assert {response.status_code for response in responses} == {503}


@pytest.mark.slow
def test_waiting_has_an_end(make_client: Callable[..., Client]) -> None:
    client = make_client(seconds=0.6, workers=1, queue_seconds=0.2)
    late = client.gather(get(RUNAWAY), get(QUICK))[1]
    assert (late.status_code, late.headers["retry-after"]) == (503, "5")


@pytest.mark.slow
def test_one_client_has_its_share(make_client: Callable[..., Client]) -> None:
    client = make_client(per_client=2)
    responses = client.gather(*[get(QUICK)] * 5)
    refused = [response for response in responses if response.status_code == 429]
    assert refused
    assert {response.headers["retry-after"] for response in refused} == {"5"}
    assert client.query(QUICK).status_code == 200


def test_a_client_that_hangs_up_frees_its_worker(store_path: Path) -> None:
    async def hang_up(endpoint: Endpoint) -> list[dict[str, object]]:
        sent: list[dict[str, object]] = []
        requests = iter([{"type": "http.request", "body": b""}])

        async def receive() -> dict[str, object]:
            if request := next(requests, None):
                return request
            await asyncio.sleep(0.2)
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        query = httpx.QueryParams({"query": RUNAWAY})
        scope = {
            "type": "http", "method": "GET", "path": "/sparql", "query_string": str(query).encode(), "headers": [],
            "server": ("localhost", 80), "client": ("127.0.0.1", 1), "scheme": "http",
        }  # fmt: skip
        await endpoint(scope, receive, send)  # type: ignore[arg-type]
        return sent

    with closing(Endpoint(lambda: store_path, limits=Limits(seconds=300, workers=1))) as endpoint:
        assert asyncio.run(hang_up(endpoint))[0]["status"] == 503
        assert Client(endpoint).query(QUICK).status_code == 200


def test_a_new_build_is_used_without_a_failed_request(tmp_path: Path) -> None:
    stores = [build_store(tmp_path / str(number), f"<urn:g> {{ <urn:s> <urn:n> {number} }}") for number in range(3)]
    current = stores[0]
    with closing(Endpoint(lambda: current, limits=Limits(workers=2))) as endpoint:
        client = Client(endpoint)
        seen = []
        for number, store in enumerate(stores):
            current = store
            if number:
                shutil.rmtree(stores[number - 1])
            responses = client.gather(*[get("SELECT ?n { ?s <urn:n> ?n }")] * 6)
            seen.append([rows_of(response) for response in responses])
    assert seen == [[[{"n": str(number)}]] * 6 for number in range(3)]


def test_without_a_store_the_answer_is_503(tmp_path: Path) -> None:
    with closing(Endpoint(lambda: tmp_path / "none")) as endpoint:
        response = Client(endpoint).query("ASK {}")
    assert (response.status_code, "sesaku build" in response.text) == (503, True)


def test_callers_that_can_wait_use_the_pool_directly(store_path: Path) -> None:
    with closing(WorkerPool(lambda: store_path, Limits(workers=1))) as pool:
        reply = pool.ask(Question(QUICK, QUICK))
    assert (reply.rows, reply.content_type) == (2, "application/sparql-results+json")


def test_closing_ends_all_processes(store_path: Path) -> None:
    before = set(children(os.getpid()))
    pool = WorkerPool(lambda: store_path, Limits(workers=2))
    pool.warm_up()
    assert len(set(children(os.getpid())) - before) == 2
    pool.close()
    assert set(children(os.getpid())) == before


def test_another_client_gets_a_worker_that_one_client_holds(store_path: Path) -> None:
    with closing(WorkerPool(lambda: store_path, Limits(seconds=300, queue_seconds=300))) as pool:
        older, younger = (begin(pool, "greedy") for _ in range(2))
        other = pool.submit(Question(QUICK, QUICK), "patient")
        pool.make_room(other)
        assert other.future.result(60).rows == 2
        with pytest.raises(RequestError, match="another client's query") as stopped:
            younger.future.result(60)
        assert (stopped.value.status, stopped.value.headers) == (503, {"Retry-After": "5"})
        assert older.future.running()
        older.cancel()


def test_no_query_is_stopped_for_its_own_client_or_while_two_share_the_workers(store_path: Path) -> None:
    with closing(WorkerPool(lambda: store_path, Limits(seconds=300, queue_seconds=300))) as pool:
        tickets = [begin(pool, "one"), begin(pool, "other")]
        waiting = pool.submit(Question(QUICK, QUICK), "third")
        pool.make_room(waiting)
        tickets.pop().cancel()
        assert waiting.future.result(60).rows == 2
        tickets.append(begin(pool, "one"))
        pool.make_room(pool.submit(Question(QUICK, QUICK), "one"))
        assert [ticket.is_evicted for ticket in tickets] == [False, False]
        for ticket in tickets:
            ticket.cancel()


def begin(pool: WorkerPool, client: str, text: str = RUNAWAY) -> Ticket:
    """A client's query, by default an endless one, once it is at work."""
    ticket = pool.submit(Question(text, text), client)
    while ticket.is_waiting:
        time.sleep(0.01)
    return ticket


def test_a_query_that_waits_makes_room_for_itself(make_client: Callable[..., Client]) -> None:
    endpoint = make_client(seconds=300, patience_seconds=0.05).endpoint
    held = [begin(endpoint.pool, "greedy") for _ in range(2)]
    assert Client(endpoint).query(QUICK).status_code == 200
    assert endpoint.pool.ask(Question(QUICK, QUICK), "page").rows == 2
    held[0].cancel()


def test_turns_go_to_the_client_with_the_fewest_at_work() -> None:
    turns, tickets = Turns(), [Ticket(Question(name, name), name[0], 0) for name in ("a1", "a2", "a3", "b1", "c1")]
    for ticket in tickets:
        turns.add(ticket)
    working: list[Ticket] = []
    for _ in tickets:
        working.append(turns.take(working))
    assert [ticket.job.text for ticket in working if isinstance(ticket.job, Question)] == ["a1", "b1", "c1", "a2", "a3"]

"""Many clients at once on loopback: errors, response times, throughput beside the engines called directly, memory.

    python benchmarks/load.py [--clients 50] [--seconds 60] [--requests 20000] [--write benchmarks/load.md]

Starts its own server on the build in use (SESAKU_HOME) and ends it. Clients run in a process of their own, on the same
machine: what they take is taken from the server. A response that is not 200 is an error.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import faiss
import httpx
import pyoxigraph as ox

from graph_builder.sparql import PREFIXES
from search.models import load_model
from search.searcher import Searcher
from service.workspace import open_workspace

SEED = 20230609
QUESTIONS = (
    "生成AIに関連する施策は？",
    "経済産業省が2024年度に行う標準化の取組は？",
    "stop counterfeits sold abroad",
    "大学発スタートアップの知財",
    "日本酒や和牛のブランドを守る",
    "データ流通の基盤",
    "著作権の権利処理を簡単にする",
    "人材育成",
    "地域の中小企業の知財経営",
    "digital archive",
    "特許審査を速くする",
    "国際標準を取る",
    "海賊版サイト",
    "クリエイターに対価を還元する",
    "ゲームの輸出",
)
QUERIES = (
    "SELECT ?m ?n { ?m a sesaku:Measure ; sesaku:number ?n } ORDER BY ?n LIMIT 50",
    "SELECT ?b (COUNT(DISTINCT ?m) AS ?c) { ?m sesaku:responsibleBody ?b } GROUP BY ?b ORDER BY DESC(?c)",
    "SELECT ?m ?t { ?m a sesaku:Measure ; dcterms:subject theme:standards ; rdfs:label ?t FILTER(LANG(?t) = 'ja') }",
    "SELECT ?y (COUNT(?s) AS ?c) { ?r sesaku:hasStep ?s . ?s sesaku:fiscalYear ?y } GROUP BY ?y ORDER BY ?y",
    "ASK { <https://w3id.org/sesaku/ip2023/measure/17> sesaku:hasRow ?row }",
    "SELECT ?t (COUNT(?m) AS ?c) { ?m a sesaku:Measure ; dcterms:subject ?t } GROUP BY ?t ORDER BY DESC(?c)",
)
PAGES = (
    "/",
    "/search?q=AI",
    "/ministry/meti",
    "/theme/content",
    "/overlap",
    "/fiscal-year/2024",
    "/queries",
    "/sparql",
)
MIX = ("search", "search", "SPARQL", "page")
KINDS = frozenset(MIX)
PYOXIGRAPH = "pyoxigraph, the same queries, answers as JSON"
SEARCHER = "the searcher, the same questions"
WARM_UP = 0.1
"""The share of the requests after which memory counts: caches have filled by then."""


@dataclass(frozen=True)
class Request:
    """One request and the kind that it is counted under."""

    kind: str
    path: str
    accept: str


@dataclass
class Tally:
    """Response times in seconds by kind, and errors in words."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Requests answered."""
        return sum(map(len, self.seconds.values()))


def make_request(source: random.Random, kinds: frozenset[str]) -> Request:
    """A request as the mix has it: two searches, a SPARQL query and a page in four, where ``kinds`` has them."""
    match source.choice([kind for kind in MIX if kind in kinds]):
        case "search":
            return Request("search", "/api/search?" + urlencode({"q": source.choice(QUESTIONS)}), "application/json")
        case "SPARQL":
            path = "/sparql?" + urlencode({"query": source.choice(QUERIES)})
            return Request("SPARQL", path, "application/sparql-results+json")
        case _:
            page = source.choice((*PAGES, f"/ip2023/measure/{source.randrange(1, 187)}"))
            return Request("page", page, "text/html")


async def send(client: httpx.AsyncClient, request: Request, tally: Tally) -> None:
    """Sends one request and notes how it went."""
    start = time.perf_counter()
    try:
        response = await client.get(request.path, headers={"accept": request.accept})
    except httpx.HTTPError as error:
        tally.errors.append(f"{request.path}: {error!r}")
        return
    if response.status_code == httpx.codes.OK:
        tally.seconds[request.kind].append(time.perf_counter() - start)
    else:
        tally.errors.append(f"{request.path}: {response.status_code} {response.text[:200]}")


async def press(
    base: str, clients: int, *, seconds: float = float("inf"), requests: int = 10**9, kinds: frozenset[str] = KINDS
) -> tuple[Tally, float]:
    """What ``clients`` see that send one request after the other for so long or so often, and how long it took."""
    tally, started = Tally(), time.perf_counter()
    remaining = iter(range(requests))

    async def run(number: int) -> None:
        source = random.Random(SEED + number)
        async with httpx.AsyncClient(base_url=base, timeout=120) as client:
            while time.perf_counter() - started < seconds and next(remaining, None) is not None:
                await send(client, make_request(source, kinds), tally)

    await asyncio.gather(*map(run, range(clients)))
    return tally, time.perf_counter() - started


@contextlib.contextmanager
def serve() -> Iterator[tuple[str, int]]:
    """A server of its own: its address and process id."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    code = "import sys; from service.cli.serve import command; command(sys.argv[1:])"
    process = subprocess.Popen([sys.executable, "-c", code, "--port", str(port)], stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base, process)
        yield base, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(base: str, process: "subprocess.Popen[bytes]") -> None:
    """Waits until the server answers a search. Raises RuntimeError when it has ended."""
    while process.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{base}/api/search?q=AI", timeout=120).is_success:
                return
        time.sleep(0.2)
    raise RuntimeError("the server has ended; try `sesaku serve` to see why")


def memory_of(pid: int) -> float:
    """The resident memory of a process and its children, MiB (Linux)."""
    own = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE") / 1024**2
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return own + sum(memory_of(int(child)) for found in children for child in found.read_text(encoding="ascii").split())


def rate(call: Callable[[Any], object], arguments: tuple[Any, ...], seconds: float) -> float:
    """Calls a second, one after the other, through all arguments in turn."""
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        call(arguments[count % len(arguments)])
        count += 1
    return count / (time.perf_counter() - start)


def measure_engines(seconds: float) -> dict[str, float]:
    """Calls a second of the engines in one thread of one process, with nothing around them."""
    build = open_workspace().current()
    if build is None:
        raise RuntimeError("no built data; run `sesaku build` first")
    store, searcher = ox.Store.read_only(str(build.store)), Searcher.open(build.index)

    def query(text: str) -> object:
        answer: Any = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        return answer.serialize(format=ox.QueryResultsFormat.JSON)

    model = load_model()
    vectors = model.encode_passages([passage.text for passage in searcher.index.passages])
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    probes = tuple(model.encode_queries([question])[0] for question in QUESTIONS)
    return {
        PYOXIGRAPH: rate(query, QUERIES, seconds),
        "FAISS, the same questions as vectors": rate(lambda probe: flat.search(probe[None], 50), probes, seconds),
        SEARCHER: rate(lambda text: searcher.search(text, 50), QUESTIONS, seconds),
    }


def in_own_process(function: Callable[..., Any], *values: object) -> Any:
    """What a function gives in a process of its own, so that the server's rivals share nothing."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, values)


def press_each(base: str, seconds: float) -> dict[str, float]:
    """Requests a second of each kind alone, from four clients."""
    found: dict[str, float] = {}
    for kind in sorted(KINDS):
        tally, taken = asyncio.run(press(base, 4, seconds=seconds, kinds=frozenset({kind})))
        found[f"{kind} over HTTP"] = tally.count / taken
    return found


def measure_memory(base: str, pid: int, clients: int, requests: int) -> list[float]:
    """Memory (MiB) before the requests and after each tenth of them."""
    readings = [memory_of(pid)]
    for _ in range(10):
        tally, _taken = asyncio.run(press(base, clients, requests=requests // 10))
        if tally.errors:
            raise RuntimeError(tally.errors[0])
        readings.append(memory_of(pid))
    return readings


def quantile(values: list[float], share: float) -> float:
    """The smallest value that ``share`` of the values do not exceed, in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def report(
    arguments: argparse.Namespace, tally: Tally, taken: float, rates: dict[str, dict[str, float]], memory: list[float]
) -> str:
    """The figures in Markdown."""
    settled = memory[max(1, round(len(memory) * WARM_UP)) :]
    every = [value for values in tally.seconds.values() for value in values]
    rows = [
        f"| {kind} | {len(values)} | {quantile(values, 0.5):.0f} | {quantile(values, 0.99):.0f} |"
        for kind, values in [*sorted(tally.seconds.items()), ("all", every)]
    ]
    lines = [
        "# Load",
        "",
        f"`python benchmarks/load.py`: {arguments.clients} clients for {taken:.0f} s on loopback, server and clients",
        f"on the same {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}).",
        "Two searches, a SPARQL query and a page in four; a client sends its next request when it has an answer.",
        "",
        f"**{len(tally.errors)} errors** in {tally.count} requests, {tally.count / taken:.0f} requests a second.",
        "",
        "| kind | requests | p50, ms | p99, ms |",
        "|---|---|---|---|",
        *rows,
        "",
        "Throughput of each kind alone (4 clients), beside the engines called directly in one thread without a server:",
        "",
        "| | a second |",
        "|---|---|",
        *(f"| {name} | {value:.0f} |" for found in rates.values() for name, value in found.items()),
        "",
        "Of the rate of what answers them, called directly, "
        f"SPARQL over HTTP reaches {rates['doors']['SPARQL over HTTP'] / rates['engines'][PYOXIGRAPH]:.0%} and "
        f"search over HTTP {rates['doors']['search over HTTP'] / rates['engines'][SEARCHER]:.0%}; "
        "pages come from the pages kept, where they were asked for before.",
        "",
        f"Memory of the server with its workers over {arguments.requests} requests, read after each tenth: "
        f"{', '.join(f'{value:.0f}' for value in memory)} MiB; from the first tenth on it moves by "
        f"{max(settled) - min(settled):.0f} MiB around a mean of {statistics.mean(settled):.0f} MiB.",
        "",
    ]
    return "\n".join(lines + [f"- {error}" for error in tally.errors[:10]])


def main() -> None:
    """Measures, prints, and writes the report where it is asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    share = arguments.seconds / 6
    engines = in_own_process(measure_engines, share)
    with serve() as (base, pid):
        in_own_process(press_each, base, share / 3)
        tally, taken = in_own_process(run_press, base, arguments.clients, arguments.seconds)
        doors = in_own_process(press_each, base, share)
        memory = in_own_process(measure_memory, base, pid, arguments.clients, arguments.requests)
    text = report(arguments, tally, taken, {"doors": doors, "engines": engines}, memory)
    print(text)
    if arguments.write:
        arguments.write.write_text(text, encoding="utf8")


def run_press(base: str, clients: int, seconds: float) -> tuple[Tally, float]:
    """``press`` for so many seconds, in a process that another one started."""
    tally, taken = asyncio.run(press(base, clients, seconds=seconds))
    return Tally(dict(tally.seconds), tally.errors), taken


if __name__ == "__main__":
    main()

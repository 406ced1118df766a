"""The one core behind every door: questions go in as plain values, answers come out as frozen records.

Every method answers from the workspace's build of the moment. Errors are SesakuErrors: NotFoundError for a thing that
the graph does not hold, QueryError for an unusable question, StoreError and ModelError for built data that is damaged.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from graph_builder.results import write_triples
from graph_builder.source import Bilingual
from graph_builder.sparql import Dataset
from ontology import BASE
from ontology.errors import QuerySyntaxError, SesakuError, StoreError
from service import browsing, downloads, library, linked_data
from service.dataset import iter_distributions
from service.drafts import Compared, compare_draft
from service.endpoint.answers import Question, Reply
from service.endpoint.limits import Limits
from service.endpoint.meaning import SearchRequest as MeaningRequest
from service.endpoint.meaning import SearchRow, expand_search, search_rows
from service.endpoint.routes import Endpoint
from service.endpoint.workers import busy
from service.judging import Opinion, group_verdicts, judge, list_verdicts, withdraw
from service.opened import OpenBuild
from service.overlaps import (
    OverlapAnswer,
    OverlapMatrix,
    OverlapPair,
    OverlapRequest,
    Verdicts,
    open_overlaps,
    read_matrix,
    read_pair,
    select_overlaps,
)
from service.searching import search
from service.views import (
    ConceptView,
    DataCatalogue,
    Description,
    FiscalYearView,
    MeasureSummary,
    MeasureView,
    MinistryView,
    Overview,
    PageView,
    QueryView,
    SearchAnswer,
    SearchRequest,
    SimilarMeasure,
    TableAnswer,
    Thing,
)
from service.workspace import Build, Workspace

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from search.models import EmbeddingModel
    from search.overlap.report import OverlapReport
    from search.overlap.verdicts import Verdict

_log = logging.getLogger(__name__)

SIMILAR = 6
"""Similar measures that an answer names unless asked for more."""


WAITING = 16
"""Threads that may wait for SPARQL at once, so that others stay free for everything else; the endpoint holds none."""


class Core:
    """The façade that all doors use. Thread-safe; close it at the end."""

    def __init__(
        self, workspace: Workspace, *, model: "EmbeddingModel | None" = None, limits: Limits | None = None
    ) -> None:
        self._builds = CurrentBuild(workspace, partial(OpenBuild, model=model))
        self._limits = limits or Limits()
        self._waiting = threading.BoundedSemaphore(WAITING)
        self._workspace = workspace
        self.endpoint = Endpoint(lambda: self.opened.build.store, self._search_by_meaning, self._limits, self._files_at)

    @property
    def opened(self) -> OpenBuild:
        """The build in use, opened. Raises StoreError when there is none."""
        return self._builds.get()

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Measures by meaning, with facets and reasons. Raises NotFoundError for an unknown ministry or theme."""
        return search(self.opened, request)

    def similar(self, number: int, limit: int = SIMILAR) -> tuple[SimilarMeasure, ...]:
        """Measures like the one of that number. Raises NotFoundError when there is none."""
        opened = self.opened
        found = opened.searcher.similar(number, limit)
        return tuple(SimilarMeasure(opened.summaries[likeness.number], likeness) for likeness in found)

    def compare_draft(
        self, text: str, limit: int = SIMILAR, own_ministry: str | None = None
    ) -> tuple[SimilarMeasure, ...]:
        """Measures like a draft; with ``own_ministry`` not those that are its alone. Raises NotFoundError."""
        opened = self.opened
        compared = Compared(opened.measures, opened.searcher, opened.page_starts)
        found = compare_draft(compared, text, own_ministry, limit)
        return tuple(
            SimilarMeasure(opened.summaries[one.likeness.number], one.likeness, one.passages, one.is_joint)
            for one in found
        )

    def measures(self) -> tuple[MeasureSummary, ...]:
        """Every measure by number."""
        return tuple(self.opened.summaries.values())

    def measure(self, number: int) -> MeasureView:
        """One measure with its timetable and sources."""
        return browsing.read_measure(self.opened, number)

    def ministry(self, slug: str) -> MinistryView:
        """One responsible body, such as ``meti``."""
        return browsing.read_ministry(self.opened, slug)

    def theme(self, slug: str) -> ConceptView:
        """One theme, such as ``generative-ai``."""
        return browsing.read_concept(self.opened, f"{BASE}theme/{slug}", "theme")

    def concept(self, slug: str) -> ConceptView:
        """One concept of the thesaurus."""
        return browsing.read_concept(self.opened, f"{BASE}concept/{slug}", "concept")

    def chapter(self, number: int, section: int | None = None) -> ConceptView:
        """One chapter or section of the document."""
        return browsing.read_chapter(self.opened, number, section)

    def term(self, slug: str) -> ConceptView:
        """One planning term: ``short``, ``medium`` or ``long``."""
        return browsing.read_concept(self.opened, f"{BASE}term/{slug}", "term")

    def fiscal_year(self, year: int) -> FiscalYearView:
        """One fiscal year with its steps."""
        return browsing.read_fiscal_year(self.opened, year)

    def page(self, number: int) -> PageView:
        """One page of the source."""
        return browsing.read_page(self.opened, number)

    def overview(self) -> Overview:
        """What is in the graph."""
        return self._builds.cached("overview", browsing.read_overview)

    def overlaps(self) -> "OverlapReport":
        """Overlap candidates, clusters and repetitions, the strongest first. Raises StoreError."""
        return self._builds.cached("overlaps", lambda opened: open_overlaps(opened.build))

    def find_overlaps(self, request: OverlapRequest) -> OverlapAnswer:
        """One page of candidates, each with its verdicts. Raises NotFoundError or QueryError."""
        return select_overlaps(self.opened, self.overlaps(), self._verdicts(), request)

    def overlap(self, left: int, right: int) -> OverlapPair:
        """The candidate of two measures with its verdicts. Raises NotFoundError when they are none."""
        return read_pair(self.opened, self.overlaps(), self._verdicts(), (left, right))

    def overlap_matrix(self) -> OverlapMatrix:
        """Who has how many candidates with whom, and how strong they are."""
        return self._builds.cached("overlap matrix", lambda _: read_matrix(self.overlaps()))

    def verdicts(self) -> "list[Verdict]":
        """People's verdicts on pairs of measures, as the graph of the build in use has them."""
        return list_verdicts(self._workspace)

    def judge(self, pair: tuple[int, int], opinion: Opinion) -> "Verdict":
        """Stores a verdict on a candidate. Raises NotFoundError for other pairs, VerdictError for an unusable one."""
        return judge(self._workspace, self.opened.build, pair, opinion)

    def withdraw(self, pair: tuple[int, int], by: str) -> None:
        """Takes back what a person found about two measures. Raises NotFoundError where there is no such verdict."""
        withdraw(self._workspace, self.opened.build, pair, by)

    def find_iri(self, path: str) -> str:
        """The IRI at ``path`` below the base. Raises NotFoundError when the graph does not hold it."""
        return linked_data.find_iri(self.opened, path)

    def find_concepts(self, text: str = "") -> tuple[Thing, ...]:
        """The concepts of the thesaurus with ``text`` in one of their labels; without a text the top ones."""
        return browsing.find_concepts(self.opened, text)

    def describe(self, path: str) -> Description:
        """What the graph says about the IRI at ``path`` below the base, such as ``ip2023/measure/17/row/1``."""
        opened = self.opened
        return linked_data.describe(opened, linked_data.find_iri(opened, path))

    def rdf(self, path: str, format_name: str, root: str = "") -> bytes:
        """The same as RDF: ``turtle``, ``ntriples``, ``jsonld`` or ``rdfxml``.

        For the dataset also its files, below ``root``, the address of the server.
        """
        opened = self.opened
        iri = linked_data.find_iri(opened, path)
        files = self._files_at(root) if iri == str(opened.iris.dataset) else ()
        return write_triples([*linked_data.triples_about(opened, iri), *files], format_name)

    def vocabulary(self) -> tuple[Description, ...]:
        """The terms of the sesaku vocabulary."""
        return self._builds.cached("vocabulary", linked_data.vocabulary_terms)

    def queries(self) -> tuple[QueryView, ...]:
        """The query library."""
        return library.list_queries()

    def query(self, name: str) -> QueryView:
        """One question of the library."""
        return library.read_query(name)

    def write_query(self, name: str, values: Mapping[str, str]) -> str:
        """One question of the library as SPARQL to run as it is, with those parameters or their defaults in it."""
        return library.write_query(self.opened, name, values)

    def run_query(self, name: str, values: Mapping[str, str]) -> TableAnswer:
        """The answer to one question of the library."""
        return library.run_query(self.opened, name, values)

    def query_notes(self, name: str, values: Mapping[str, str]) -> tuple[Bilingual, ...]:
        """What to know of the things that a question of the library asks for."""
        return library.notes_on(self.opened, name, values)

    def sparql(
        self,
        text: str,
        max_rows: int | None = None,
        client: str = "",
        *,
        dataset: Dataset | None = None,
        base: str | None = None,
    ) -> Reply:
        """The answer to a query within the endpoint's limits: SPARQL JSON results, or Turtle for a graph.

        ``client`` is the address it is asked from, with which it takes turns; ``dataset`` names the graphs it sees, and
        ``base`` resolves relative IRIs, which are refused without it.

        Waits for a worker; raises QuerySyntaxError with line and column, and QueryError at a limit.
        """
        expansion = expand_search(text, self._search_by_meaning, self._limits)
        if not self._waiting.acquire(blocking=False):
            raise busy()
        try:
            question = Question(expansion.text, text, base, dataset, max_rows=max_rows)
            return self.endpoint.pool.ask(question, client)
        except QuerySyntaxError as error:
            raise expansion.at_written_place(error) from error
        finally:
            self._waiting.release()

    def ask(
        self,
        text: str,
        max_rows: int | None = None,
        client: str = "",
        *,
        dataset: Dataset | None = None,
        base: str | None = None,
    ) -> TableAnswer:
        """The same as a table: yes or no, the rows of a SELECT, or the triples of a graph."""
        return library.as_table(self.opened, self.sparql(text, max_rows, client, dataset=dataset, base=base))

    def data(self) -> DataCatalogue:
        """The files to take away."""
        return self._builds.cached("data", downloads.read_catalogue)

    def data_file(self, name: str) -> tuple[bytes, str]:
        """One of them: its content and media type."""
        return downloads.read_file(self.opened, name)

    def close(self) -> None:
        """Ends the endpoint's worker processes."""
        self.endpoint.close()

    def _files_at(self, root: str) -> "tuple[Triple, ...]":
        """The files of the dataset as the server at ``root`` sends them."""
        return tuple(iter_distributions(self.data(), root))

    def _verdicts(self) -> Verdicts:
        return group_verdicts(self.verdicts(), self.opened.iris.slug)

    def _search_by_meaning(self, request: MeaningRequest) -> list[SearchRow]:
        """The answer to a SERVICE call inside SPARQL."""
        return search_rows(self.opened.searcher, request)


Answer = TypeVar("Answer")


class CurrentBuild:
    """Keeps the workspace's build of the moment open; while a new one is being opened, the old one answers."""

    def __init__(self, workspace: Workspace, open_build: Callable[[Build], OpenBuild]) -> None:
        self._workspace = workspace
        self._open = open_build
        self._lock = threading.Lock()
        self._opened: OpenBuild | None = None
        self._refused: Path | None = None
        self._answers: dict[str, tuple[OpenBuild, object]] = {}

    def get(self) -> OpenBuild:
        """The current build, opened; the last good one while that cannot be. Raises StoreError when there is none."""
        opened, build = self._opened, self._workspace.current()
        if opened and (build is None or build.directory in {opened.build.directory, self._refused}):
            return opened
        if not self._lock.acquire(blocking=opened is None) and opened:
            return opened
        try:
            return self._renew(build)
        finally:
            self._lock.release()

    def cached(self, name: str, read: Callable[[OpenBuild], Answer]) -> Answer:
        """What ``read`` says about the current build, asked once a build."""
        opened = self.get()
        owner, answer = self._answers.get(name, (None, None))
        if owner is not opened:
            answer = read(opened)
            self._answers[name] = (opened, answer)
        return answer  # type: ignore[return-value]

    def _renew(self, build: Build | None) -> OpenBuild:
        if build is None:
            raise StoreError("データがない / there is no built data. Run `sesaku build`.")
        if self._opened and self._opened.build.directory == build.directory:
            return self._opened
        try:
            self._opened = self._prepare(build)
        except (SesakuError, OSError, KeyError, ValueError) as error:
            if self._opened is None:
                raise StoreError(f"{build.directory}: damaged ({error}). Run `sesaku build`.") from error
            _log.error("%s cannot be opened, the build before it stays in use: %s", build.directory, error)
            self._refused = build.directory
        return self._opened

    def _prepare(self, build: Build) -> OpenBuild:
        """The build with all that the first request would otherwise wait for."""
        opened = self._open(build)
        with suppress(SesakuError):  # without search the other pages still answer
            _ = opened.searcher
        _ = opened.summaries
        return opened

"""The tools: each a question to the core, its answer bounded and cited, its errors in words."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Literal, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from ontology.errors import SesakuError
from search.bounds import LONGEST_DRAFT, LONGEST_QUESTION, MOST_IGNORED
from search.overlap.report import Kind
from service.api.parameters import Text
from service.citing import cite, cite_draft, cite_measure, cite_overlaps, cite_query, cite_search
from service.core import Core
from service.equivalents import Part, of_counts
from service.mcp import records
from service.opened import OpenBuild
from service.overlaps import OverlapRequest
from service.problems import words_of
from service.views import Counted, SearchAnswer, SearchRequest

LONGEST_SPARQL = 20_000

Asked = ParamSpec("Asked")
Answered = TypeVar("Answered")

Limit = Annotated[int, Field(ge=1, le=20, description="How many to answer with.")]
Offset = Annotated[int, Field(ge=0, le=10_000, description="How many to skip, for the next page.")]
Rows = Annotated[int, Field(ge=1, le=200, description="Rows to answer with.")]
Number = Annotated[int, Field(ge=1, le=100_000, description="A measure's number.")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Ministry = Annotated[Name | None, Field(description="A ministry's slug (meti) or any of its names (経産省, METI).")]
Theme = Annotated[Name | None, Field(description="A theme's slug (generative-ai) or any of its labels (生成AI).")]
Year = Annotated[int | None, Field(ge=1900, le=2999, description="Only measures with a step in that fiscal year.")]
Term = Annotated[Literal["short", "medium", "long"] | None, Field(description="Planning term.")]
Chapter = Annotated[int | None, Field(ge=1, le=1000, description="Only measures of that chapter.")]
Source = Annotated[Name | None, Field(description="Only what that document says, by its slug (ip2023).")]
Exact = Annotated[bool, Field(description="Only measures in which the words stand as given.")]
Ignore = Annotated[
    list[Name], Field(max_length=MOST_IGNORED, description="Kinds (ministry) or texts of filters not to read in it.")
]
Question = Annotated[str, Field(max_length=LONGEST_QUESTION, description="Japanese or English; empty lists measures.")]
Draft = Annotated[Text, Field(max_length=LONGEST_DRAFT, description="The draft; it is not kept.")]
Sparql = Annotated[str, Field(min_length=1, max_length=LONGEST_SPARQL, description="A SPARQL 1.1 query.")]
Values = Annotated[dict[Name, Annotated[str, Field(max_length=LONGEST_QUESTION)]], Field(max_length=20)]


def in_words(tool: Callable[Asked, Answered]) -> Callable[Asked, Answered]:
    """The tool, failing with words that an agent can act on."""

    @wraps(tool)
    def asked(*values: Asked.args, **named: Asked.kwargs) -> Answered:
        try:
            return tool(*values, **named)
        except SesakuError as error:
            raise ToolError(words_of(error)) from error

    return asked


class Tools:
    """The tools over a core; their docstrings are what an agent reads of them."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @in_words
    def search_measures(  # noqa: PLR0913
        self,
        question: Question,
        *,
        ministry: Ministry = None,
        fiscal_year: Year = None,
        theme: Theme = None,
        term: Term = None,
        chapter: Chapter = None,
        source: Source = None,
        exact: Exact = False,
        ignore: Ignore = [],  # noqa: B006 - only read
        limit: Limit = 8,
        offset: Offset = 0,
    ) -> records.SearchResult:
        """Finds policy measures (施策) by meaning, in Japanese or English, with the passage and reason for each.

        Ministries, fiscal years and themes named in the question become filters (see `filters`; `ignore` drops one that
        was misread). Scores compare
        within one answer only. is_off_topic says that the document does not speak of the question: do not guess then.
        """
        request = SearchRequest(
            text=question,
            ministry=ministry,
            fiscal_year=fiscal_year,
            theme=theme,
            term=term,
            chapter=chapter,
            source=source,
            exact=exact,
            ignore=tuple(ignore),
            limit=limit,
            offset=offset,
        )
        answer = self._core.search(request)
        return _make_result(self._core.opened, answer)

    @in_words
    def get_measure(self, number: Number) -> records.MeasureDetail:
        """Reads one measure: text, timetable by ministry and fiscal year, doubts, page and lines of every cell."""
        return records.make_detail(cite_measure(self._core.opened, self._core.measure(number)))

    @in_words
    def find_overlaps(  # noqa: PLR0913
        self,
        *,
        measure: Number | None = None,
        ministry: Ministry = None,
        partner: Ministry = None,
        theme: Theme = None,
        kind: Kind | None = None,
        across: Annotated[bool, Field(description="Only pairs in which ministries face each other.")] = False,
        limit: Annotated[int, Field(ge=1, le=10)] = 5,
        offset: Offset = 0,
    ) -> records.OverlapResult:
        """Finds pairs of measures that may be overlapping work, with aligned passages and counter-evidence.

        They are candidates for a person to judge, not findings; many are one ministry's own restatements, `across`
        leaves those out. `ministry` with `partner`: the two face each other in the nearest passages; with `across`: it
        faces another body there.
        """
        request = OverlapRequest(
            measure=measure,
            ministry=ministry,
            partner=partner,
            theme=theme,
            kind=kind,
            across=across,
            limit=limit,
            offset=offset,
        )
        answer = self._core.find_overlaps(request)
        return records.OverlapResult(
            **records.head_of(cite_overlaps(self._core.opened, answer, request)),
            total=answer.total,
            facing=answer.facing,
            next_offset=_next(offset, limit, answer.total),
            overlaps=[records.make_overlap(pair) for pair in answer.pairs],
        )

    @in_words
    def similar_to_draft(self, text: Draft, own_ministry: Ministry = None, limit: Limit = 6) -> records.SimilarResult:
        """Finds the measures nearest to a draft's text: whose they are, what both say, what only one deals with.

        With `own_ministry`, the draft's own, measures of it alone are left out; those held with others say `is_joint`.
        """
        opened = self._core.opened
        found = self._core.compare_draft(text, limit, own_ministry)
        head = records.head_of(cite_draft(opened, found, text, limit, own_ministry))
        return records.SimilarResult(**head, near=[records.make_near(one) for one in found])

    @in_words
    def list_ministries(self) -> records.Entries:
        """Lists the responsible bodies with their slugs; counts take in the bodies below each."""
        return self._list(self._core.overview().ministries, "measures-per-ministry")

    @in_words
    def list_themes(self) -> records.Entries:
        """Lists the themes with their slugs and numbers of measures."""
        return self._list(self._core.overview().themes, "measures-per-theme")

    @in_words
    def run_sparql(self, query: Sparql, max_rows: Rows = 50) -> records.Table:
        """Runs a read-only SPARQL 1.1 query; what it can ask is described in sparql.md, beside this module."""
        cited = cite(self._core.opened, self._core.ask(query, max_rows), {"sparql": query})
        return records.make_table(cited, max_rows)

    @in_words
    def run_library_query(self, name: Name, parameters: Values | None = None, max_rows: Rows = 50) -> records.Table:
        """Answers one of the ready-made questions of the library; parameters left out take their defaults."""
        values = parameters or {}
        answer = self._core.run_query(name, values)
        cited = cite_query(self._core.opened, answer, name, values, Part(max_rows, 0, len(answer.rows)))
        return records.make_table(cited, max_rows)

    def _list(self, counts: tuple[Counted, ...], query_name: str) -> records.Entries:
        """Things by the number of their measures, as the library's question of that name counts them."""
        head = cite(self._core.opened, None, of_counts(query_name, Part(len(counts), 0, len(counts))))
        return records.Entries(**records.head_of(head), entries=list(map(records.make_entry, counts)))


def _make_result(opened: OpenBuild, answer: SearchAnswer) -> records.SearchResult:
    request = answer.request
    return records.SearchResult(
        **records.head_of(cite_search(opened, answer)),
        total=answer.total,
        next_offset=_next(request.offset, request.limit, answer.total),
        is_off_topic=answer.is_off_topic,
        corrections=[f"{one.typed} → {one.meant}" for one in answer.corrections],
        relaxations=[f"without {one.dropped}: {one.remaining}" for one in answer.relaxations],
        hits=[records.make_hit(hit, opened.places) for hit in answer.hits],
    )


def _next(offset: int, limit: int, total: int) -> int | None:
    return offset + limit if offset + limit < total else None

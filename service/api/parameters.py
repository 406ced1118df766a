"""What requests may ask for, each value within its bounds."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from search.bounds import LONGEST_DRAFT, LONGEST_QUESTION, MOST_IGNORED
from search.overlap.report import Kind
from service.api.models import STRICT
from service.overlaps import OverlapRequest
from service.views import SearchRequest

MAX_PAGE = 100
MAX_SIMILAR = 50

OWN_MINISTRY = "The text's own ministry, by IRI ending or name: measures of its own alone are left out."

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Number = Annotated[int, Field(ge=1, le=100_000)]
Year = Annotated[int, Field(ge=1900, le=2999)]


class Paging(BaseModel):
    """Which part of a list, and as what."""

    limit: int = Field(20, ge=1, le=MAX_PAGE, description="Entries of one page.")
    offset: int = Field(0, ge=0, le=100_000, description="Entries before the page.")
    format: Literal["json", "csv"] | None = Field(None, description="Overrides the Accept header.")


class MeasureFilters(Paging):
    """Which measures: all conditions must hold."""

    ministry: Name | None = Field(None, description="Last part of a body's IRI, such as meti, or any of its names.")
    fiscal_year: Year | None = Field(None, description="Measures with a step in that fiscal year.")
    theme: Name | None = Field(None, description="Last part of a theme's IRI, or any of its labels.")
    term: Literal["short", "medium", "long", "短期", "中期", "長期"] | None = Field(None, description="Planning term.")
    chapter: Number | None = Field(None, description="Number of a chapter.")
    source: Name | None = Field(None, description="Last part of a document's IRI, such as ip2023.")

    def as_request(self) -> SearchRequest:
        """The question to the core."""
        return SearchRequest(**self.model_dump(exclude={"format", "q"}))


class SearchParameters(MeasureFilters):
    """A question in Japanese or English, and how to read it."""

    q: str = Field("", max_length=LONGEST_QUESTION, description="The question; empty for every measure.")
    exact: bool = Field(False, description="Only measures in which the words stand as given.")
    ignore: list[Name] = Field([], max_length=MOST_IGNORED, description="Kinds or texts of pieces that are no filters.")

    def as_request(self) -> SearchRequest:
        """The question to the core."""
        values = self.model_dump(exclude={"format", "q", "ignore"})
        return SearchRequest(text=self.q, ignore=tuple(self.ignore), **values)


class SimilarParameters(BaseModel):
    """A measure by number, or a text: one of the two."""

    number: Number | None = Field(None, description="A measure's number.")
    text: Text | None = Field(None, max_length=LONGEST_QUESTION, description="A short text; POST longer ones.")
    own_ministry: Name | None = Field(None, description=OWN_MINISTRY)
    limit: int = Field(10, ge=1, le=MAX_SIMILAR)
    format: Literal["json", "csv"] | None = Field(None, description="Overrides the Accept header.")


class Draft(BaseModel):
    """A draft to compare with the measures; it is not kept."""

    model_config = STRICT

    text: Text = Field(max_length=LONGEST_DRAFT)
    own_ministry: Name | None = Field(None, description=OWN_MINISTRY)
    limit: int = Field(10, ge=1, le=MAX_SIMILAR)


class OverlapParameters(Paging):
    """Which overlap candidates: all conditions must hold."""

    measure: Number | None = Field(None, description="Candidates with that measure.")
    ministry: Name | None = Field(None, description="Candidates with a measure of that body, by IRI ending or name.")
    partner: Name | None = Field(None, description="A body that faces the ministry, which it needs, in the candidates.")
    theme: Name | None = Field(None, description="Candidates with a measure on that theme, by IRI ending or label.")
    kind: Kind | None = Field(None, description="GAO's terms: fragmentation, overlap or duplication.")
    across: bool = Field(
        False, description="Only pairs in which ministries face each other; with `ministry`, in which it faces another."
    )

    def as_request(self) -> OverlapRequest:
        """The question to the core."""
        return OverlapRequest(**self.model_dump(exclude={"format"}))

"""The models of the OpenAPI document, derived from the core's records so that the two cannot part."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from graph_builder.records import LineRange
from graph_builder.source import Bilingual
from service.citing import Provenance
from service.views import Narrowing

STRICT = ConfigDict(extra="forbid")

LineSpan = Annotated[tuple[int, int], Field(description="First and last line of the source, 1-based.")]

REPEATED = frozenset({"request", "filters", "notes", "remarks", "equivalents"})
"""Fields of records that an answer carries beside its data, not in it."""


class Page(BaseModel):
    """The part of a list that an answer holds, and where the other parts are."""

    model_config = STRICT

    limit: int
    offset: int
    total: int
    links: dict[str, str] = Field(description="first, last, and where there are any previous and next.")


class FieldProblem(BaseModel):
    """One unusable value of a request."""

    where: str
    problem: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it; ``detail`` says what to do next."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None


@cache
def model_of(record: type) -> type[BaseModel]:
    """The model of a record's JSON form (see service.serialisation), without the fields in REPEATED."""
    hints = get_type_hints(record)
    kept = {field.name: (_convert(hints[field.name]), ...) for field in fields(record) if field.name not in REPEATED}
    made: type[BaseModel] = create_model(record.__name__, __config__=STRICT, __doc__=record.__doc__, **kept)  # type: ignore[call-overload]
    return made


@cache
def answer_of(record: type, *, is_list: bool = False, is_paged: bool = False) -> type[BaseModel]:
    """The model of an answer whose data is one record, or a list of them."""
    model: Any = model_of(record)
    page = {"page": (Page, ...)} if is_paged else {}
    made: type[BaseModel] = create_model(  # type: ignore[call-overload]
        f"{record.__name__}{'List' if is_list else ''}Answer",
        __config__=STRICT,
        __doc__="An answer with all that is needed to quote, check and repeat it.",
        data=(list[model] if is_list else model, ...),
        **page,
        filters=(list[model_of(Narrowing)], Field(description="The filters in force, and where each was read from.")),  # type: ignore[misc]
        notes=(list[model_of(Bilingual)], Field(description="What the data cannot say.")),  # type: ignore[misc]
        provenance=(model_of(Provenance), ...),
        equivalents=(dict[str, str], Field(description="The same question elsewhere, such as `cli` and `sparql`.")),
    )
    return made


def _convert(hint: Any) -> Any:
    """The type of a field's JSON form."""
    if hint is LineRange:
        return LineSpan
    if isinstance(hint, type) and is_dataclass(hint):
        return model_of(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return Union[tuple(part if part is NoneType else _convert(part) for part in parts)]  # noqa: UP007
    if origin is tuple:
        return list[_convert(parts[0])] if parts[-1] is Ellipsis else tuple[tuple(map(_convert, parts))]  # type: ignore[misc]
    if origin in {Mapping, dict}:
        return dict[str, _convert(parts[1])]  # type: ignore[misc]
    return hint

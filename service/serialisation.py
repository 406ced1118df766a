"""The one JSON form of the core's answers: field names as they are, tuples as arrays, texts in both languages."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from graph_builder.records import LineRange

PLAIN = frozenset({str, int, float, bool, type(None)})
"""Types whose values JSON writes as they are; most values are of these, so they are told first."""


def to_plain(value: Any) -> Any:
    """``value`` as dicts, lists, texts and numbers; a line range becomes ``[first, last]``."""
    kind: type = type(value)
    if kind in PLAIN:
        return value
    if kind is LineRange:
        return [value.first, value.last]
    names = _field_names(kind)
    if names is not None:
        return {name: to_plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_plain(item) for item in value]
    return value


def to_json(value: Any) -> str:
    """``value`` as one JSON document, Japanese unescaped."""
    return json.dumps(to_plain(value), ensure_ascii=False, indent=2) + "\n"


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """The names of a dataclass's fields, looked up once a class; None for any other class."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None

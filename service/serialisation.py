"""The one JSON form of the core's answers: field names as they are, tuples as arrays, texts in both languages."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def to_plain(value: Any) -> Any:
    """``value`` as dicts, lists, texts and numbers; a line range becomes ``[first, last]``."""
    from graph_builder.records import LineRange

    if isinstance(value, LineRange):
        return [value.first, value.last]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_plain(item) for item in value]
    return value


def to_json(value: Any) -> str:
    """``value`` as one JSON document, Japanese unescaped."""
    return json.dumps(to_plain(value), ensure_ascii=False, indent=2) + "\n"

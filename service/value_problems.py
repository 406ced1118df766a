"""What is wrong with a value that does not fit its description, in words, for REST and for agents."""

from collections.abc import Iterable, Mapping
from typing import Any

WORDS = {
    "bool_parsing": "true か false / true or false.",
    "bool_type": "true か false / true or false.",
    "dict_type": "名前と値の組で / names with values.",
    "extra_forbidden": "この項目はない / no such field; there are: {fields}.",
    "greater_than_equal": "{ge} 以上で / at least {ge}.",
    "int_from_float": "整数で / a whole number.",
    "int_parsing": "整数で / a whole number.",
    "int_type": "整数で / a whole number.",
    "json_invalid": "JSON として読めない / not readable as JSON.",
    "less_than_equal": "{le} 以下で / at most {le}.",
    "list_type": "並びで / a list.",
    "literal_error": "次のどれかで / one of {expected}.",
    "missing": "要る / required.",
    "missing_argument": "要る / required.",
    "model_attributes_type": "JSON のオブジェクトで / a JSON object.",
    "string_pattern_mismatch": "制御文字は使えない / no control characters.",
    "string_too_long": "{max_length} 字まで / at most {max_length} characters.",
    "string_too_short": "{min_length} 字以上で / at least {min_length} characters.",
    "string_type": "文字列で / a text.",
    "string_unicode": "文字の半分がある / halves of characters in it.",
    "too_long": "{max_length} 個まで / at most {max_length} values.",
}
"""What is wrong with a value, by pydantic's name for it."""


def words_of_value(problem: Mapping[str, Any], fields: Iterable[str] = ()) -> str:
    """What is wrong with one value, in both languages; as pydantic has it where that is not known here.

    ``fields`` are the names that there are, for one that there is not.
    """
    words = WORDS.get(problem["type"], "{msg}")
    return words.format(msg=problem["msg"], fields=", ".join(fields), **problem.get("ctx", {}))

"""What is wrong with what a program sent, in Chinese: pydantic's errors by their type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

WORDS: Mapping[str, str] = {
    "missing": "没有写 {field}",
    "extra_forbidden": "不认识 {field}",
    "string_type": "{field} 应为文字",
    "string_unicode": "{field} 里有不完整的字符",
    "string_too_long": "{field} 太长，至多{max_length}个字",
    "list_type": "{field} 应为列表",
    "too_long": "{field} 太多，至多{max_length}项",
    "int_type": "{field} 应为整数",
    "int_parsing": "{field} 应为整数",
    "int_parsing_size": "{field} 应为整数，且不能这么大",
    "int_from_float": "{field} 应为整数",
    "greater_than_equal": "{field} 至少是{ge}",
    "less_than_equal": "{field} 至多是{le}",
    "literal_error": "{field} 只能是下列之一：{expected}",
    "json_invalid": "内容不是 JSON",
    "model_type": "内容应为 JSON 对象",
    "model_attributes_type": "内容应为 JSON 对象，并写明 Content-Type: application/json",
    "dict_type": "内容应为 JSON 对象",
}
"""By pydantic's type of error; what it is about stands in braces."""
OTHER = "{field} 不合要求"
MOST = 3


def told(errors: Sequence[Mapping[str, Any]]) -> str:
    """The first few errors as one line.

    >>> told([{"type": "greater_than_equal", "loc": ("query", "limit"), "ctx": {"ge": 1}}])
    'limit 至少是1'
    """
    return "；".join(dict.fromkeys(_told(error) for error in errors[:MOST]))


def _told(error: Mapping[str, Any]) -> str:
    context = {name: _chinese(value) for name, value in error.get("ctx", {}).items()}
    words = WORDS.get(str(error["type"]), OTHER)
    return words.format_map(
        {"max_length": "", "ge": "", "le": "", "expected": "", **context, "field": _field(error["loc"])}
    )


def _field(location: Sequence[str | int]) -> str:
    """Where in what was sent: history 第2项.

    >>> _field(("body", "history", 1)), _field(("body",))
    ('history 第2项', '内容')
    """
    names = [part for part in location if part not in ("body", "query")]
    shown = " ".join(f"第{part + 1}项" if isinstance(part, int) else str(part)[:40] for part in names)
    return shown or "内容"


def _chinese(value: object) -> str:
    return str(value).replace("'", "").replace(" or ", "、").replace(", ", "、")

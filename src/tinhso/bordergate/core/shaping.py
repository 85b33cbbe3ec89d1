"""A reader of the small part of JSON Schema in which the shapes of events are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": Mapping,
    "array": (list, tuple),
    "string": str,
    "integer": int,
    "boolean": bool,
}


def problem_of(value: object, schema: Mapping[str, object], path: str) -> str | None:
    """The first thing in `value` that the schema does not allow, with its path; None where all is well."""
    if "const" in schema:
        return None if value == schema["const"] else f"{path} is not {schema['const']!r}"
    wanted = str(schema["type"])
    if not isinstance(value, _TYPES[wanted]) or (wanted == "integer" and isinstance(value, bool)):
        return f"{path} is not of type {wanted}"
    if isinstance(value, str):
        return _text_problem(value, schema, path)
    if isinstance(value, Mapping):
        return _object_problem(value, schema, path)
    if isinstance(value, list | tuple):
        return _list_problem(value, schema, path)
    if isinstance(value, int) and not isinstance(value, bool):
        return _number_problem(value, schema, path)
    return None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _text_problem(value: str, schema: Mapping[str, object], path: str) -> str | None:
    pattern, words = schema.get("pattern"), schema.get("enum")
    if pattern is not None and not _compiled(str(pattern)).fullmatch(value):
        return f"{path} does not have the form {pattern}"
    if words is not None and value not in cast(Sequence[str], words):
        return f"{path} is none of {', '.join(cast(Sequence[str], words))}"
    if len(value) > cast(int, schema.get("maxLength", len(value))):
        return f"{path} is longer than {schema['maxLength']}"
    return None


def _number_problem(value: int, schema: Mapping[str, object], path: str) -> str | None:
    least, most = cast(int, schema.get("minimum", value)), cast(int, schema.get("maximum", value))
    return None if least <= value <= most else f"{path} lies outside {least} to {most}"


def _object_problem(value: Mapping[str, object], schema: Mapping[str, object], path: str) -> str | None:
    fields = cast(Mapping[str, Mapping[str, object]], schema.get("properties", {}))
    for name in cast(Sequence[str], schema.get("required", ())):
        if name not in value:
            return f"{path}.{name} is missing"
    for name, inner in value.items():
        if name in fields:
            if (problem := problem_of(inner, fields[name], f"{path}.{name}")) is not None:
                return problem
        elif not schema.get("additionalProperties", True):
            return f"{path}.{name} is not known"
    return None


def _list_problem(value: Sequence[object], schema: Mapping[str, object], path: str) -> str | None:
    least, most = cast(int, schema.get("minItems", 0)), cast(int, schema.get("maxItems", len(value)))
    if not least <= len(value) <= most:
        return f"{path} has {len(value)} items"
    for place, inner in enumerate(value):
        problem = problem_of(inner, cast(Mapping[str, object], schema["items"]), f"{path}[{place}]")
        if problem is not None:
            return problem
    return None

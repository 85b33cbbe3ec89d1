"""The page for people who want to use the API: every operation, read from the OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.api.composition import api
from tinhso.api.description import UNSAFE


@dataclass(frozen=True)
class Parameter:
    """Something an operation is told: where it stands, what it may be."""

    name: str
    place: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    anchor: str
    summary: str
    description: str
    public: bool
    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> bool:
        """Whether the address can be opened as it stands."""
        return self.method == "GET" and "{" not in self.path and not any(p.required for p in self.parameters)


@dataclass(frozen=True)
class Group:
    """The operations under one heading."""

    name: str
    description: str
    operations: list[Operation] = field(default_factory=list)


def _resolved(schema: Mapping[str, Any], components: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference points to; anything else is itself."""
    if "$ref" not in schema:
        return schema
    kind, name = schema["$ref"].split("/")[-2:]
    found: Mapping[str, Any] = components[kind][name]
    return found


def _kind(schema: Mapping[str, Any], components: Mapping[str, Any]) -> str:
    """What a value may be, in a few words: `integer`, `date`, `a | b`."""
    schema = _resolved(schema, components)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "anyOf" in schema:
        kinds = (_kind(each, components) for each in schema["anyOf"])
        return " | ".join(dict.fromkeys(kind for kind in kinds if kind != "null"))
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}), components)}[]"
    return str(schema.get("format") or schema.get("type", ""))


def _words(text: str) -> str:
    """A docstring as one paragraph."""
    return " ".join(text.split())


def _parameters(told: Mapping[str, Any], components: Mapping[str, Any]) -> Iterator[Parameter]:
    """What stands in address and headers, then the fields of the body."""
    for each in told.get("parameters", ()):
        words = _words(each.get("description", ""))
        yield Parameter(each["name"], each["in"], _kind(each["schema"], components), each["required"], words)
    sent = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    body = _resolved(sent, components)
    for name, schema in body.get("properties", {}).items():
        words = _words(schema.get("description", ""))
        required = name in body.get("required", ())
        yield Parameter(name, "body", _kind(schema, components), required, words)


def _operation(path: str, method: str, told: Mapping[str, Any], components: Mapping[str, Any]) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        anchor=told["operationId"],
        summary=told.get("summary", ""),
        description=_words(told.get("description", "")),
        public={} in told["security"],
        parameters=tuple(_parameters(told, components)),
        answers=tuple(
            (str(status), str(_resolved(each, components)["description"]))
            for status, each in told["responses"].items()
        ),
    )


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            yield (told.get("tags") or ["other"])[0], _operation(path, method, told, schema["components"])


def groups() -> list[Group]:
    """Every operation of the API under the heading of its first tag."""
    schema = api.get_openapi_schema()
    found = {tag["name"]: Group(tag["name"], tag["description"]) for tag in schema["tags"]}
    for tag, operation in _operations(schema):
        found.setdefault(tag, Group(tag, "")).operations.append(operation)
    return list(found.values())


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The list of operations (danh mục giao diện lập trình)."""
    listed = groups()
    operations = [operation for group in listed for operation in group.operations]
    return render(
        request,
        "api/reference.html",
        {
            "title": _("Giao diện lập trình (API)"),
            "groups": listed,
            "total": len(operations),
            "writing": sum(operation.method.lower() in UNSAFE for operation in operations),
        },
    )

"""The OpenAPI document: complete, unambiguous, and listed for people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.meta.test_routes import OPEN
from tinhso.api.composition import api
from tinhso.api.description import REFUSALS, OwnNames

SCHEMA = api.get_openapi_schema()
OPERATIONS = [
    (path, method, operation)
    for path, operations in SCHEMA["paths"].items()
    for method, operation in operations.items()
]
CALCULATE = {route.described for route, _method in OPEN}
"""Addresses that calculate with what is sent and keep nothing: open to anybody."""
SIGNED = {"/api/v1/gates/events"}
"""Addresses that believe what devices signed, and ask nobody to sign in."""


def _refs(told: Any) -> set[str]:
    if isinstance(told, dict):
        own = {told["$ref"]} if isinstance(told.get("$ref"), str) else set()
        return own.union(*map(_refs, told.values()))
    return set().union(*map(_refs, told)) if isinstance(told, list) else set()


def test_every_reference_leads_somewhere() -> None:
    for ref in _refs(SCHEMA):
        _hash, components, kind, name = ref.split("/")
        assert (_hash, components) == ("#", "components")
        assert name in SCHEMA["components"][kind], ref


def test_no_two_classes_share_a_name() -> None:
    """Their definitions would overwrite each other: a field would be described by another room's words."""
    known: dict[str, object] = {}
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                told = [
                    model for model in operation.response_models.values() if hasattr(model, "model_fields")
                ]
                for model in told:
                    schema = model.model_json_schema(schema_generator=OwnNames, mode="serialization")
                    for name, definition in schema.get("$defs", {}).items():
                        assert known.setdefault(name, definition) == definition, name


def test_operations_have_names_of_their_own_and_words() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(names) == len(set(names))
    for path, method, operation in OPERATIONS:
        assert operation["summary"], (path, method)
        assert operation["description"], (path, method)
        assert operation["tags"], (path, method)


def test_every_group_has_words() -> None:
    described = {tag["name"] for tag in SCHEMA["tags"] if tag["description"]}
    assert {tag for _, _, operation in OPERATIONS for tag in operation["tags"]} == described


def test_every_operation_says_how_it_refuses_and_who_may_come_in() -> None:
    refusals = {name for name, _words in REFUSALS.values()}
    for path, method, operation in OPERATIONS:
        told = {each["$ref"].rpartition("/")[2] for each in operation["responses"].values() if "$ref" in each}
        assert told <= refusals
        if path not in SIGNED:
            assert {"NotSignedIn"} <= told, (path, method)
        if "{" in path:
            assert "NotFound" in told, (path, method)
        if method != "get" and path not in SIGNED:
            assert {"NotAllowed", "Conflict", "Invalid"} <= told, (path, method)
            doors = [{"Key": []}, {"Session": []}]
            assert operation["security"] == ([{}, *doors] if path in CALCULATE else doors)


def test_doors_are_described() -> None:
    doors = SCHEMA["components"]["securitySchemes"]
    assert doors["Key"]["scheme"] == "bearer"
    assert doors["Session"]["name"] == "sessionid"


@pytest.mark.django_db
def test_people_find_every_operation_on_one_page(client: Client) -> None:
    page = client.get("/api/").content.decode()
    for path, method, operation in OPERATIONS:
        assert f'id="{operation["operationId"]}"' in page
        assert f"{method.upper()}</b> {path}<" in page
    assert "https://" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_the_document_itself_is_sent_as_json(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == set(SCHEMA["paths"])

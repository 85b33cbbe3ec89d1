"""Every address × every role × every method, against the table: who is let in, who is kept out.

The addresses come from the URL resolver and the OpenAPI document, so a new one without a line fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.meta.expectations import METHODS, UNSAFE, Line
from tests.meta.route_table import ROUTES
from tests.meta.world import ALL_SCOPES, NO_SCOPES, ROLES, World
from tinhso.api.composition import api
from tinhso.people.capabilities import SCOPES
from tinhso.people.models import Role

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
CALLERS: tuple[Role | None, ...] = (None, *ROLES)
NEVER = (Role.ADMINISTRATOR, Role.STANDING_OFFICE, None)
"""Callers that try the methods which do not exist: the mightiest, and nobody."""


@dataclass(frozen=True)
class Route:
    """An address: its full name, or its template where it has none."""

    name: str
    template: str

    @property
    def described(self) -> str:
        """The template as the description for machines writes it."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", self.template)

    def address(self, world: World) -> str:
        """The template filled with the line's arguments."""
        args = dict(ROUTES[self.name].args(world))
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(args[found[1]]), self.template)
        return "/" + filled


def _walk(patterns: list[Any], prefix: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for each in patterns:
        template = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from _walk(each.url_patterns, template, inner)
        elif isinstance(each, URLPattern):
            yield Route(":".join((*namespaces, each.name)) if each.name else template, template)


ALL = list(_walk(get_resolver().url_patterns))
KNOWN = [route for route in ALL if route.name in ROUTES]
CASES = [(route, method) for route in KNOWN for method in ROUTES[route.name].methods]
UNSAFE_CASES = [(route, method) for route, method in CASES if method in UNSAFE]
SENT_TO_API = [(route, method) for route, method in UNSAFE_CASES if route.name.startswith("api:")]
IN_API = [(route, method) for route, method in SENT_TO_API if not ROUTES[route.name].keeps_nothing]
OPEN = [(route, method) for route, method in SENT_TO_API if ROUTES[route.name].keeps_nothing]


def _case(value: object) -> str | None:
    return value.name if isinstance(value, Route) else str(value)


@pytest.fixture(autouse=True)
def _demo_mode_is_off(settings: Any) -> None:
    settings.DEMO = False


def _client(world: World, role: Role | None, *, key: str | None = None, strict: bool = False) -> Client:
    headers = {"Authorization": f"Bearer {key}"} if key else None
    client = Client(enforce_csrf_checks=strict, raise_request_exception=False, headers=headers)
    if role and key is None:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    return client


def _send(client: Client, world: World, route: Route, method: str) -> HttpResponseBase:
    line = ROUTES[route.name]
    address = route.address(world)
    if method == "GET":
        return client.get(address, dict(line.query(world)))
    send = getattr(client, method.lower())
    body = dict(line.body(world))
    as_json = route.name.startswith("api:") or method != "POST"
    response: HttpResponseBase = (
        send(address, body, content_type="application/json") if as_json else send(address, body)
    )
    return response


def _kept_out(response: HttpResponseBase) -> bool:
    """Refused, or sent to sign in first and come back."""
    door = f"{resolve_url(settings.LOGIN_URL)}?next="
    sent_away = response.status_code == 302 and response.headers["Location"].startswith(door)
    return response.status_code in {401, 403} or sent_away


def _told(response: HttpResponseBase) -> str:
    where = response.headers.get("Location", "")
    said = getattr(response, "content", b"").decode(errors="replace")
    title = re.search('<title>(.*?) ·|"message": "(.*?)"', said)
    return f"{response.status_code} {where} {title[0] if title else said[:100]}"


def test_every_address_has_a_line() -> None:
    missing = sorted({f"{route.name} ({route.template})" for route in ALL if route.name not in ROUTES})
    assert not missing, f"say in tests/meta/route_table.py who is let in: {missing}"


def test_every_line_has_an_address() -> None:
    assert not set(ROUTES) - {route.name for route in ALL}


def test_the_description_and_the_table_name_the_same_operations() -> None:
    described = {
        (re.sub(r"{(\w+)}", r"<\1>", path).lstrip("/"), method.upper())
        for path, operations in api.get_openapi_schema()["paths"].items()
        for method in operations
    }
    plain = {"api:openapi-json", "api:api-root"}
    tabled = {
        (re.sub(r"<\w+:(\w+)>", r"<\1>", route.template), method)
        for route, method in CASES
        if route.name.startswith("api:") and route.name not in plain
    }
    assert described == tabled


def test_operations_without_a_door_are_reads_or_keep_nothing() -> None:
    calculate = {(route.described, method.lower()) for route, method in OPEN}
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            if {} in operation["security"] and (path, method) not in calculate:
                assert method == "get", f"{method} {path} asks for no door"


@pytest.mark.parametrize(("route", "method"), CASES, ids=_case)
def test_lets_in_exactly_those_of_the_table(world: World, route: Route, method: str) -> None:
    audience = ROUTES[route.name].audience(method)
    assert audience is not None
    wrong = []
    for role in CALLERS:
        response = _send(_client(world, role), world, route, method)
        expected = role in audience
        if response.status_code >= 500 and route.name != "api:health":
            wrong.append(f"{role}: broke: {_told(response)}")
        elif not expected and response.status_code == 404 and ROUTES[route.name].hides:
            continue
        elif response.status_code == 405 or _kept_out(response) is expected:
            wrong.append(f"{role}: expected {'in' if expected else 'out'}: {_told(response)}")
        elif expected and response.status_code == 404 and not ROUTES[route.name].finds_nothing:
            wrong.append(f"{role}: found nothing: give the line arguments: {_told(response)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", KNOWN, ids=_case)
def test_other_methods_do_not_exist(world: World, route: Route) -> None:
    line: Line = ROUTES[route.name]
    for method in METHODS:
        if method in line.methods:
            continue
        for role in NEVER:
            response = _send(_client(world, role), world, route, method)
            assert response.status_code == 405 or _kept_out(response), (
                f"{method} as {role}: {_told(response)}"
            )


@pytest.mark.parametrize(("route", "method"), UNSAFE_CASES, ids=_case)
def test_unsafe_methods_need_the_forms_token(world: World, route: Route, method: str) -> None:
    line = ROUTES[route.name]
    audience = line.audience(method) or frozenset()
    role = next((each for each in (*ROLES, None) if each in audience), Role.ADMINISTRATOR)
    response = _send(_client(world, role, strict=True), world, route, method)
    if line.without_form_token:
        assert not _kept_out(response)
    else:
        assert response.status_code == 403, _told(response)
        assert b"csrf" in response.content or b"stale_form" in response.content  # type: ignore[attr-defined]  # a whole answer, never a stream


@pytest.mark.parametrize(("route", "method"), UNSAFE_CASES, ids=_case)
def test_pages_take_no_keys(world: World, route: Route, method: str) -> None:
    """A key is for the API: a form sent with one lacks the form's token."""
    if route.name.startswith("api:") or ROUTES[route.name].without_form_token:
        pytest.skip("an address of the API, or without a form's token")
    for scope in SCOPES:
        key = world.keys[Role.STANDING_OFFICE, frozenset({scope})]
        response = _send(_client(world, None, key=key, strict=True), world, route, method)
        assert response.status_code == 403, _told(response)


@pytest.mark.parametrize(("route", "method"), IN_API, ids=_case)
def test_keys_open_only_what_their_scopes_say(world: World, route: Route, method: str) -> None:
    line = ROUTES[route.name]
    audience = line.audience(method) or frozenset()
    assert line.scope in SCOPES, "an unsafe operation of the API names the scope that opens it"
    for role in ROLES:
        for scopes in (ALL_SCOPES, ALL_SCOPES - {line.scope}, NO_SCOPES):
            client = _client(world, None, key=world.keys[role, scopes], strict=True)
            response = _send(client, world, route, method)
            expected = role in audience and scopes == ALL_SCOPES
            assert _kept_out(response) is not expected, f"{role} with {sorted(scopes)}: {_told(response)}"


@pytest.mark.parametrize(("route", "method"), OPEN, ids=_case)
def test_what_keeps_nothing_answers_every_key(world: World, route: Route, method: str) -> None:
    """Whatever its scopes."""
    for scopes in (ALL_SCOPES, NO_SCOPES):
        key = world.keys[Role.STANDING_OFFICE, scopes]
        response = _send(_client(world, None, key=key, strict=True), world, route, method)
        assert response.status_code == 200, _told(response)


@pytest.mark.parametrize("route", [route for route in KNOWN if route.name.startswith("api:")], ids=_case)
def test_a_wrong_key_is_refused_everywhere(world: World, route: Route) -> None:
    for method in ROUTES[route.name].methods:
        response = _send(_client(world, None, key="tso_unknown"), world, route, method)
        assert response.status_code == 401, _told(response)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")

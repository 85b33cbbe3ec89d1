"""Whatever stands in the address of a page: an answer, never a mistake of the server's own.

Every page is asked, lists and others: a new one is found by the table of routes.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as site
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.meta.route_table import ROUTES
from tests.meta.test_routes import KNOWN, Route
from tests.meta.world import World
from tinhso.people.models import Role

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
PAGES = [route for route in KNOWN if ROUTES[route.name].get]
ODD = (
    "page=-1", "page=9999999999999", "page=%EF%BC%91&limit=1001", "sort=khong-co&hide=%2C%2C",
    "format=khong-co", "format=json&page=x", "format=csv&sort=x", "q=%FF%FE", "q=%ED%A0%80",
    "q=%25%5F%5C&day=x&wall=x", "q=" + "a" * 5000, "as_of=0001-01-01", "as_of=9999-12-31",
    "as_of=31/02/2026&from=x&to=y", "plan=x&pillar=y&lead=z&kind=w&status=v&role=u&level=t",
)  # fmt: skip
KEYS = (
    "q", "page", "limit", "sort", "hide", "format", "as_of", "known_at", "from",
    "to", "kind", "level", "within", "plan", "lead", "pillar", "status", "state",
    "role", "period", "place", "indicator", "source", "agency", "type", "issuer", "person",
    "stream", "verb", "day", "all_days", "illustrative", "retired", "next", "wall", "month",
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.dates().map(str),
    st.sampled_from(["json", "csv", "xlsx", "html", "1", "2026-Q1", "-name", "\0", "2026-13-41", "%", "\\"]),
)


def _client(world: World, route: Route) -> Client:
    """Signed in as somebody who is let in; nobody where everybody is."""
    client = Client(raise_request_exception=False)
    audience = ROUTES[route.name].get or frozenset()
    role = None if None in audience else next((each for each in Role if each in audience), None)
    if role:
        client.cookies[site.SESSION_COOKIE_NAME] = world.sessions[role]
    return client


def _name(route: Route) -> str:
    return route.name


@pytest.mark.parametrize("route", PAGES, ids=_name)
def test_a_character_that_no_text_holds_is_refused_calmly(world: World, route: Route) -> None:
    client = _client(world, route)
    for query in ("q=%00", "format=json&q=%00", "%00=1"):
        response = client.get(f"{route.address(world)}?{query}")
        assert response.status_code == 400, query
        assert "NUL" in response.content.decode()


@pytest.mark.parametrize("route", PAGES, ids=_name)
def test_odd_questions_are_answered(world: World, route: Route) -> None:
    client = _client(world, route)
    broken = [
        query for query in ODD if client.get(f"{route.address(world)}?{query}").status_code in range(500, 503)
    ]
    assert not broken


@pytest.mark.parametrize("route", PAGES, ids=_name)
@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(asked=st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=4))
def test_chance_questions_are_answered(world: World, route: Route, asked: dict[str, str]) -> None:
    query = urlencode(asked, quote_via=quote, errors="surrogatepass")
    response = _client(world, route).get(f"{route.address(world)}?{query}")
    assert response.status_code < 500 or response.status_code == 503, query

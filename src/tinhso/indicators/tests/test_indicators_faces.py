"""Pages and API: what they show, what they leave out, how much they ask of the database."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tinhso.indicators import actions
from tinhso.indicators.models import Observation, State
from tinhso.indicators.tests.conftest import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure(world: World) -> Observation:
    """A printed figure whose percentage was cut off."""
    draft = world.draft(
        period="2022",
        percent_printed=Decimal("89.5"),
        text="1.761/1.966 = 89,5%",
        subject="Dịch vụ công trực tuyến toàn trình",
        document="247-kh-ubnd",
        locator="Phần I",
        agency="",
    )
    return actions.record_observation(world.office, draft, State.CONFIRMED)


def _get(client: Client, path: str, status: int = 200, **query: object) -> Any:
    response = client.get(f"/api/v1{path}", {key: str(value) for key, value in query.items()})
    assert response.status_code == status, response.content
    return response.json()


def _page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_figure_as_the_api_tells_it(client: Client, figure: Observation) -> None:
    (item,) = _get(client, "/figures")["items"]
    exact = {name: item[name] for name in ("kind", "numerator", "denominator", "value", "text", "unit")}
    assert exact == {
        "kind": "ratio",
        "numerator": "1761",
        "denominator": "1966",
        "value": None,
        "text": "1.761/1.966 = 89,5%",
        "unit": "thủ tục",
    }
    assert (item["percent_printed"], item["percent_computed"]) == ("89.5", "89.572737")
    assert (item["place"], item["period"], item["is_target"], item["id"]) == (
        "20",
        "2022",
        False,
        str(figure.pk),
    )
    assert item["source"] == {
        "document": "247/KH-UBND",
        "title": "Kế hoạch",
        "date": "2022-12-14",
        "locator": "Phần I",
        "slug": "247-kh-ubnd",
        "href": "/documents/247-kh-ubnd/",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "dich vu cong"}, 1),
        ({"q": "thu tuc truc tuyen"}, 1),
        ({"q": "1.761"}, 1),
        ({"q": "1761"}, 1),
        ({"q": "bien gioi"}, 0),
        ({"place": "20"}, 1),
        ({"place": "15"}, 0),
        ({"period": "2022"}, 1),
        ({"period": "2021..2025"}, 1),
        ({"period": "2022-Q1"}, 0),
        ({"source": "247-kh-ubnd"}, 1),
        ({"source": "247/KH-UBND"}, 1),
        ({"source": "khac"}, 0),
        ({"kind": "rank"}, 0),
        ({"indicator": "dvctt"}, 1),
        ({"as_of": "2022-12-30"}, 0),
        ({"known_at": "2026-11-01T00:00:00Z"}, 0),
    ],
)
@pytest.mark.usefixtures("figure")
def test_figures_are_found_by_words_place_period_and_source(
    client: Client, query: dict[str, object], found: int
) -> None:
    assert _get(client, "/figures", 200, **query)["total"] == found


@pytest.mark.usefixtures("figure")
def test_bad_questions_are_answered_at_their_field(client: Client) -> None:
    assert _get(client, "/figures", 422, period="2022-Q9")["field"] == "period"
    assert _get(client, "/figures", 422, kind="no")["field"] == "kind"
    assert _get(client, "/figures", 422, limit=1001)["field"] == "limit"
    assert _get(client, "/indicators/dvct", 404)["near"] == ["dvctt"]


def test_illustrative_figures_only_when_asked_for(client: Client, world: World) -> None:
    actions.record_observation(world.office, world.draft(), State.CONFIRMED, illustrative=True)
    assert _get(client, "/figures")["total"] == 0
    (item,) = _get(client, "/figures", illustrative=1)["items"]
    assert item["illustrative"] is True
    assert _get(client, "/indicators/dvctt")["total"] == 0
    page = _page(client, "/figures/")
    assert "Dữ liệu minh hoạ" in page[page.index("<tbody>") :]
    assert "Không có mục nào khớp bộ lọc." in _page(client, "/figures/?published=1")


def test_one_figure_shows_source_comparison_and_versions(
    client: Client, world: World, figure: Observation
) -> None:
    newer = actions.correct(
        world.office,
        figure,
        world.draft(period="2022", numerator=1762, agency="", document="247-kh-ubnd"),
        "văn bản đính chính",
    )
    page = _page(client, newer.get_absolute_url())
    assert "1.762" in page
    assert "văn bản đính chính" in page
    old = _page(client, figure.get_absolute_url())
    assert "Đây là bản cũ" in old
    assert "cắt bớt phần lẻ" in old
    assert re.search(r"89,5\s%", old)
    assert 'href="/documents/247-kh-ubnd/"' in old


def test_what_is_not_confirmed_is_not_public(client: Client, world: World) -> None:
    sent = actions.record_observation(world.officer, world.draft())
    _page(client, sent.get_absolute_url(), 404)
    confirmed = actions.confirm(world.office, sent)
    page = _page(client, confirmed.get_absolute_url())
    assert "Đã gửi" not in page


def test_an_indicator_shows_its_series_and_sources(client: Client, world: World) -> None:
    for year, numerator in (("2023", 1800), ("2024", 1850), ("2025", 1900)):
        draft = world.draft(period=year, numerator=numerator)
        actions.record_observation(world.office, draft, State.CONFIRMED)
    page = _page(client, "/indicators/dvctt/")
    assert "data-chart" in page
    assert "01/07/2025" in page
    assert "Tổng tử số trên tổng mẫu số" in page
    assert page.count("<tr data-href") == 3
    answer = _get(client, "/indicators/dvctt")
    assert [item["period"] for item in answer["figures"]] == ["2025", "2024", "2023"]


@pytest.mark.parametrize("rows", [1, 12])
def test_queries_do_not_grow_with_rows(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for month in range(1, rows + 1):
        draft = world.draft(period=f"2025-{month:02}", document="247-kh-ubnd")
        last = actions.record_observation(world.office, draft, State.CONFIRMED)
    for address, most in (
        ("/figures/", 3),
        ("/figures/?q=dich+vu&place=20&period=2025", 3),
        (last.get_absolute_url(), 7),
        ("/indicators/", 4),
        ("/indicators/dvctt/", 7),
        ("/api/v1/figures", 2),
        ("/api/v1/indicators/dvctt", 3),
        ("/documents/247-kh-ubnd/", 6),
    ):
        with django_assert_max_num_queries(most):
            page = _page(client, address)
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


@pytest.mark.usefixtures("figure")
def test_every_list_has_its_twins(client: Client) -> None:
    answer = client.get("/figures/?format=json").json()
    assert answer["items"][0]["numerator"] == "1761"
    lines = b"".join(client.get("/figures/?format=csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a streamed answer
    assert len(lines) == 2
    assert "247/KH-UBND, Phần I" in lines[1]
    assert client.get("/indicators/dvctt/?format=xlsx").content.startswith(b"PK")

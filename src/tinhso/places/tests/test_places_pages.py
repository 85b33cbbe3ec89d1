"""Pages: what they show, how much they ask of the database, and what they must not contain."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]


def _page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_list_begins_with_the_provinces(client: Client) -> None:
    page = _page(client, "/places/")
    assert "34 mục" in page
    assert "Tỉnh Lạng Sơn" in page


def test_namesakes_show_their_parents(client: Client) -> None:
    page = _page(client, "/places/?q=hong+phong&within=20&all_days=1")
    assert "Huyện Bình Gia, Tỉnh Lạng Sơn" in page
    assert "Huyện Cao Lộc, Tỉnh Lạng Sơn" in page
    assert page.count("06079") >= 2


@pytest.mark.usefixtures("lang_son")
def test_a_province_shows_its_communes_on_a_map_and_in_a_table(client: Client) -> None:
    page = _page(client, "/places/20")
    assert page.count('class="map__area') == 65
    assert page.count("<title>Xã ") == 61
    assert 'aria-label="Phường Kỳ Lừa"' in page
    assert "NXB Tài nguyên" in page
    assert "as_of=2025-06-30" in page
    assert page.count("<tr data-href") == 65
    svg = page[page.index('<svg class="map__sheet') : page.index("</svg>", page.index("map__sheet"))]
    assert re.search(r'viewBox="-?\d+ -?\d+ \d+ \d+"', svg)
    assert re.search(r"scale\(0\.9\d+ 1\)", svg)


@pytest.mark.usefixtures("lang_son")
@pytest.mark.parametrize(
    "address",
    [
        "/places/",
        "/places/?q=tan&level=commune",
        "/places/20",
        "/places/06187",
        "/places/178?as_of=2025-06-30",
    ],
)
def test_pages_ask_little_and_carry_no_inline_style_or_script(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    with django_assert_max_num_queries(12):
        page = _page(client, address)
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_unit_that_ended_says_so_and_leads_on(client: Client) -> None:
    page = _page(client, "/places/06205?as_of=2025-06-30")
    assert "có hiệu lực đến 30/06/2025" in page
    assert 'href="/places/06184"' in page
    assert "Nay là:" in page


def test_split_parts_are_told_as_unknown(client: Client) -> None:
    page = _page(client, "/places/06625")
    assert page.count("một phần, chưa rõ tỷ lệ") == 2
    assert "100\N{NO-BREAK SPACE}%" in page


def test_an_old_code_without_a_day_leads_to_its_followers(client: Client) -> None:
    page = _page(client, "/places/10", 404)
    assert "Tỉnh Lào Cai (15)" in page


def test_a_day_that_is_none_is_refused(client: Client) -> None:
    assert "as_of" in _page(client, "/places/20?as_of=hom-qua&format=json", 422)


def test_every_page_has_its_twins(client: Client) -> None:
    assert client.get("/places/20?format=json").json()["children"] == {"commune": 65}
    lines = b"".join(client.get("/places/20?format=csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a streamed answer
    assert len(lines) == 66
    assert client.get("/places/?format=json&level=province").json()["total"] == 34
    assert client.get("/places/?format=xlsx").content.startswith(b"PK")

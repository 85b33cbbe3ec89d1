"""Agencies: identifiers, history, pages, lists, API."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotFound
from tinhso.base.web.panels import Panel
from tinhso.people import identifiers, queries
from tinhso.people.models import Agency, Role, Succession
from tinhso.people.tests.conftest import House

END, START = date(2025, 2, 28), date(2025, 3, 1)


@pytest.mark.parametrize("code", ["H37", "A00", "Y99", "H37.01", "H37.1.0A.Z9", "", " H37.01 "])
def test_identifiers_of_the_decision_pass(code: str) -> None:
    assert identifiers.checked(code) == code.strip()


@pytest.mark.parametrize(
    "code",
    ["Z37", "h37", "H3", "H37.", "H37..1", "H37.a", "H37-01", "37", "Đ37", "H37." + "1" * 32, "H37\n.1"],
)
def test_others_are_refused_beside_their_field(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        identifiers.checked(code, "identifier")
    assert refused.value.field == "identifier"


groups = st.lists(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=4), max_size=6)


@given(letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXY"), number=st.integers(0, 99), rest=groups)
def test_hierarchy_reads_from_left_to_right(letter: str, number: int, rest: list[str]) -> None:
    code = ".".join([f"{letter}{number:02}", *rest])
    assert identifiers.checked(code) == code
    assert identifiers.level(code) == len(rest) + 1
    assert identifiers.above(code) == ".".join([f"{letter}{number:02}", *rest][:-1])


@pytest.fixture
def merged(house: House) -> dict[str, Agency]:
    """Sở TTTT went into Sở KH&CN on 01/03/2025."""
    old = house.agency("so-tttt", "Sở Thông tin và Truyền thông", valid_to=END)
    new = house.agency("so-khcn", "Sở Khoa học và Công nghệ", short_name="Sở KH&CN", identifier="H37.05")
    part = house.agency("cong-an", "Công an tỉnh")
    Succession.objects.create(
        predecessor=old, successor=new, kind=Succession.Kind.MERGED, on=START, document="12/NQ-HĐND"
    )
    return {"old": old, "new": new, "part": part}


@pytest.mark.django_db
def test_who_carries_an_agency_on(merged: dict[str, Agency]) -> None:
    old, new = merged["old"], merged["new"]
    assert queries.successors(old, END) == [old]
    assert queries.successors(old, START) == [new]
    assert queries.current_agency(old) == new
    assert queries.current_agency(new) == new
    Succession.objects.create(
        predecessor=old, successor=merged["part"], kind=Succession.Kind.TRANSFERRED, on=START
    )
    assert {row.code for row in queries.successors(old)} == {"so-khcn", "cong-an"}
    assert queries.current_agency(old) is None, "two carry it on: nobody chooses for the reader"


@pytest.mark.django_db
def test_an_agency_that_ended_without_heirs_has_none(house: House) -> None:
    gone = house.agency("x", valid_to=END)
    assert queries.successors(gone) == []


@pytest.mark.django_db
def test_a_circle_of_successions_ends(house: House) -> None:
    one, two = house.agency("x", valid_to=END), house.agency("y", valid_to=END)
    for first, second in ((one, two), (two, one)):
        Succession.objects.create(predecessor=first, successor=second, kind="renamed", on=START)
    assert queries.successors(one) == []


@pytest.mark.django_db
def test_unknown_codes_tell_what_is_near(merged: dict[str, Agency]) -> None:
    with pytest.raises(NotFound) as refused:
        queries.agency_by_code("so-khcm")
    assert refused.value.near[0] == "Sở Khoa học và Công nghệ (so-khcn)"


def panel(request: HttpRequest, agency: Agency) -> Panel | None:
    """A panel of a room above."""
    if agency.code != "so-khcn":
        return None
    return Panel("targets", "Chỉ tiêu", "web/parts/empty.html", {"title": "ba chỉ tiêu"})


@pytest.mark.django_db
def test_pages(
    client: Client,
    merged: dict[str, Agency],
    house: House,
    settings: Settings,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.TINHSO_AGENCY_PANELS = [f"{__name__}.panel"]
    house.post(house.person("Lê Thị Bình"), Role.HEAD_OF_AGENCY, "so-khcn")
    with django_assert_max_num_queries(12):
        page = client.get("/agencies/so-khcn/").content.decode()
    assert "Sở Thông tin và Truyền thông" in page
    assert "12/NQ-HĐND" in page
    assert "H37.05" in page
    assert "ba chỉ tiêu" in page
    assert "Thủ trưởng đơn vị" in page
    assert "Lê Thị Bình" not in page, "names are for those who signed in"
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    ended = client.get("/agencies/so-tttt/").content.decode()
    assert "hoạt động đến 28/02/2025" in ended
    assert 'href="/agencies/so-khcn/"' in ended
    assert "ba chỉ tiêu" not in ended
    client.force_login(house.account("an"), "tinhso.people.backends.Passwords")
    assert "Lê Thị Bình" in client.get("/agencies/so-khcn/").content.decode()


@pytest.mark.django_db
def test_the_list_and_its_twins(client: Client, merged: dict[str, Agency]) -> None:
    def codes(query: str) -> set[str]:
        answer = client.get(f"/agencies/?format=json&{query}").json()
        return {item["code"] for item in answer["items"]}

    assert codes("") == {"so-khcn", "cong-an"}
    assert codes("as_of=2025-02-28") == {"so-tttt", "so-khcn", "cong-an"}
    assert codes("all_days=1&q=thong tin") == {"so-tttt"}
    assert codes("q=H37") == {"so-khcn"}
    assert client.get("/agencies/?format=xlsx").content.startswith(b"PK")
    assert client.get("/agencies/").status_code == 200


@pytest.mark.django_db
def test_the_api(client: Client, merged: dict[str, Agency]) -> None:
    def get(path: str, status: int = 200) -> Any:
        response = client.get(f"/api/test{path}")
        assert response.status_code == status
        return response.json()

    assert get("/agencies")["total"] == 2
    assert get("/agencies?limit=1")["next"]
    old = get("/agencies/so-tttt")
    assert old["today"] == [{"code": "so-khcn", "name": "Sở Khoa học và Công nghệ"}]
    assert old["successors"][0]["kind"] == "merged"
    assert get("/agencies/so-khcn")["predecessors"][0]["agency"]["code"] == "so-tttt"
    missing = get("/agencies/so-khcm", 404)
    assert missing["code"] == "not_found"
    assert missing["near"]


def test_a_day_is_today_by_default() -> None:
    assert clock.today() == date(2026, 11, 21)

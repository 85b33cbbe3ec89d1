"""The Explore page: tidy addresses, twins, refusals in words, few statements however many places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import Settings

from tinhso.base import clock
from tinhso.exploration.drawing import FORMS
from tinhso.exploration.maps.tests.scene import Land, land, years
from tinhso.exploration.spec import Form
from tinhso.indicators.models import Adding, Kind, Observation, PersonalData
from tinhso.indicators.tests.conftest import TODAY, indicator
from tinhso.warehouse.tests.door_scene import tell

pytestmark = pytest.mark.django_db
VIEW = "/explore/?m=phu-song&level=commune&within=20"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def told(count: int = 4, periods: int = 2) -> Land:
    """Communes with figures of the last years."""
    found = land(count)
    years(found, **{f"y{2026 - n}": [(place, 300) for place in range(count)] for n in range(periods)})
    return found


def test_the_page_opens_with_a_question_and_questions_that_are_ready(client: Client) -> None:
    told()
    page = client.get("/explore/").content.decode()
    assert "Bạn muốn xem số liệu gì?" in page
    hrefs = [one.replace("&amp;", "&") for one in re.findall(r'list__main" href="([^"]+)"', page)]
    assert any("where=phu-song~lt~100" in one.replace("%7E", "~") for one in hrefs)
    assert [client.get(one).status_code for one in hrefs] == [200] * len(hrefs)


def test_nothing_to_explore_yet_says_so(client: Client) -> None:
    assert "Chưa có số liệu nào để khám phá." in client.get("/explore/").content.decode()


def test_words_without_tones_find_an_indicator_and_open_it_at_home(client: Client) -> None:
    told()
    page = client.get("/explore/", {"q": "duoc phu"}).content.decode()
    assert "1 chỉ số khớp" in page
    href = re.search(r'list__main" href="(/explore/\?m=phu-song[^"]*)"', page)
    assert href is not None
    led = client.get(href[1].replace("&amp;", "&"))
    assert led.status_code == 302
    assert "level=commune" in led["Location"]
    assert client.get(led["Location"]).status_code == 200


def test_a_form_s_fields_become_one_tidy_address(client: Client) -> None:
    told()
    sent = {
        "m": "phu-song", "level": "commune", "within": "20", "on": "30/06/2025", "told_at": "",
        "where_measure": "phu-song", "where_op": "lt", "where_number": "99,5",
    }  # fmt: skip
    led = client.get("/explore/", sent)
    assert led["Location"] == (
        "/explore/?m=phu-song&level=commune&within=20&on=2025-06-30&where=phu-song~lt~99.5"
    )
    assert client.get(led["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ("on=31/02/2025", "on"),
        ("where=phu-song~lt~abc", "where"),
        ("form=pie", "form"),
        ("where_measure=phu-song&where_op=lt&where_number=nhiều", "where_number"),
        ("first=2025-01-01&last=2024-01-01", "first"),
        ("m=" + "&m=".join(f"a{n}" for n in range(60)), "measures"),
    ],
)
def test_what_cannot_be_read_is_named(client: Client, wrong: str, field: str) -> None:
    answer = client.get(f"{VIEW}&{wrong}&format=json")
    assert answer.status_code == 422
    assert answer.json()["field"] == field


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_is_a_page_and_its_twins_say_the_same(client: Client, form: Form) -> None:
    told()
    view = f"{VIEW}&form={form}"
    assert client.get(view).status_code == 200
    found = client.get(f"{view}&format=json").json()
    csv = b"".join(client.get(f"{view}&format=csv")).decode()
    assert len(csv.strip().splitlines()) == len(found["items"]) + 1
    sheet = load_workbook(BytesIO(client.get(f"{view}&format=xlsx").content)).active
    assert sheet is not None
    assert sheet.max_row == len(found["items"]) + 1
    picture = ET.fromstring(client.get(f"{view}&format=svg").content)
    assert picture.tag.endswith("svg")
    text = "".join(picture.itertext())
    assert "Hộ được phủ sóng" in text
    assert "Số liệu lúc" in text or form in {Form.MAP, Form.SYMBOLS}


def test_a_format_that_is_not_offered_is_refused(client: Client) -> None:
    told()
    assert client.get(f"{VIEW}&format=pdf").status_code == 422


def test_what_the_warehouse_refuses_is_said_with_what_can_be_asked(client: Client) -> None:
    found = told()
    rank = indicator("hang", "Xếp hạng tỉnh", Kind.RANK, Adding.NONE)
    tell([(rank, found.province, "2025", 5)])
    page = client.get("/explore/?m=hang&level=commune&within=20").content.decode()
    assert "Xếp hạng tỉnh" in page
    assert "Có thể xem:" in page
    offer = re.search(r'Có thể xem:\s*<a href="([^"]+)"', page)
    assert offer is not None
    assert client.get(offer[1].replace("&amp;", "&")).status_code == 200


def test_unknown_indicators_and_places_are_not_found(client: Client) -> None:
    told()
    assert client.get("/explore/?m=khong-co&level=commune&within=20").status_code == 404
    assert client.get("/explore/?m=phu-song&level=commune&within=99999").status_code == 404


def test_figures_of_persons_are_not_shown_to_everybody(client: Client) -> None:
    found = told()
    found.covered.personal_data = PersonalData.SENSITIVE
    found.covered.save()
    assert client.get(VIEW).status_code in {302, 403}
    assert "phu-song" not in client.get("/explore/", {"q": "phu"}).content.decode()


@pytest.mark.parametrize("form", list(FORMS))
def test_statements_do_not_grow_with_places_and_periods(client: Client, form: Form) -> None:
    counts = []
    found = told(4, 1)
    for more in (1, 2):
        client.get(f"{VIEW}&form={form}")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(f"{VIEW}&form={form}")
        counts.append(len(seen))
        if more == 1:
            years(found, **{f"y{year}": [(1, 3)] * 4 for year in (2022, 2023, 2024)})
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_the_facts_of_a_figure_lead_to_each_observation(client: Client) -> None:
    told()
    page = client.get("/explore/facts/?m=phu-song&place=06001&period=2026").content.decode()
    row = Observation.objects.get(place__code="06001", period="2026")
    assert f"/figures/{row.pk}/" in page
    assert "Xã Số 002" in page
    found = json.loads(client.get("/explore/facts/?m=phu-song&place=06001&period=2026&format=json").content)
    assert found["total"] == 1


def test_the_facts_of_a_whole_name_who_is_missing(client: Client) -> None:
    found = land(3)
    years(found, y2025=[(1, 2), (3, 4), None])
    page = client.get("/explore/facts/?m=phu-song&place=20&period=2025").content.decode()
    assert "Còn thiếu số liệu của:" in page
    assert "Xã Số 003" in page


@pytest.mark.parametrize("wrong", ["period=abc", "period=2025&on=abc", "period=2025&told_at=abc"])
def test_facts_of_what_cannot_be_read_are_refused(client: Client, wrong: str) -> None:
    told()
    assert client.get(f"/explore/facts/?m=phu-song&place=06001&{wrong}").status_code == 422


def test_a_demonstration_shows_its_figures_unless_asked_not_to(client: Client, settings: Settings) -> None:
    told()
    settings.DEMO = True
    assert "illustrative=1" in client.get("/explore/?m=phu-song")["Location"]
    page = client.get(f"{VIEW}&illustrative=0").content.decode()
    assert "illustrative=1" in page, "a switch turns them on"

"""Pages, inbox, dashboards and API of watches."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.exploration.watching import actions, evaluating, inbox
from tinhso.exploration.watching.jobs import SUBSCRIBERS
from tinhso.exploration.watching.models import Alert, Watch
from tinhso.exploration.watching.tests.conftest import TODAY, account_of, draft
from tinhso.indicators.models import Indicator
from tinhso.people.models import Account
from tinhso.people.principals import Principal
from tinhso.warehouse.questions import Op
from tinhso.warehouse.tests.door_scene import Scene, tell

pytestmark = pytest.mark.django_db
LIST = "/explore/watches/"


@pytest.fixture
def client(me: Principal) -> Client:
    """The officer at the desk."""
    found = Client()
    found.force_login(Account.objects.get(pk=account_of(me)), "tinhso.people.backends.Passwords")
    return found


@pytest.fixture
def crossed(scene: Scene, me: Principal) -> Watch:
    """A watch with one alert that was not read."""
    tell(
        [
            (scene.covered, scene.first, "2026-Q1", (90, 100)),
            (scene.covered, scene.second, "2026-Q1", (95, 100)),
        ]
    )
    watch = actions.add_watch(me, draft("phu-song"))
    tell([(scene.covered, scene.first, "2026-Q2", (70, 100))])
    with clock.standing_at(TODAY + timedelta(days=1)):
        evaluating.evaluate()
    return watch


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:400]
    return answer.content.decode()


def test_the_list_tells_what_is_watched_and_what_crossed(client: Client, crossed: Watch) -> None:
    page = _page(client, LIST)
    assert "Xã Mới: 70" in page
    assert "Chạm ngưỡng" in page
    assert "1 trong 2 xã, phường đang chạm ngưỡng" in page
    assert "90,0 %" in page, "what stood there before"
    assert "/explore/facts/?m=phu-song&amp;place=06011&amp;period=2026-Q2" in page
    told = client.get(f"{LIST}?format=json").json()["items"]
    assert [one["unread"] for one in told] == [1]


def test_my_work_and_its_count_tell_of_alerts_until_they_are_read(
    client: Client, crossed: Watch, me: Principal
) -> None:
    assert [line.note.split(" · ")[0] for line in inbox.lines(me)] == ["1 cảnh báo mới"]
    page = _page(client, "/my-work/")
    assert "1 cảnh báo mới" in page
    assert '<span class="count">1<' in page
    with clock.standing_at(TODAY + timedelta(days=2)):
        assert client.post("/explore/alerts/seen").status_code == 302
    page = _page(client, "/my-work/")
    assert "cảnh báo mới" not in page
    assert '<span class="count">' not in page


def test_the_page_of_a_watch_names_places_and_does_what_its_buttons_say(
    client: Client, crossed: Watch
) -> None:
    address = crossed.get_absolute_url()
    page = _page(client, address)
    assert "Xã Mới" in page
    for do, found in (("pause", False), ("resume", True)):
        client.post(address, {"do": do})
        crossed.refresh_from_db()
        assert crossed.active is found
    answer = client.post(address, {"do": "remove"})
    assert answer["Location"] == f"{LIST}?removed={crossed.pk}"
    assert "Hoàn tác" in _page(client, answer["Location"])
    client.post(address, {"do": "restore"})
    crossed.refresh_from_db()
    assert crossed.removed_at is None
    sent = {
        "measure": "phu-song",
        "within": "20",
        "level": "commune",
        "op": "lt",
        "threshold": "92,5",
        "kind": "told",
    }
    client.post(address, {"do": "change", "name": "Vùng lõm", **sent})
    crossed.refresh_from_db()
    assert (crossed.name, f"{crossed.threshold:.1f}") == ("Vùng lõm", "92.5")


def test_a_watch_from_an_indicator_holds_the_threshold_of_its_legend(client: Client, scene: Scene) -> None:
    legend = [
        {"to": 80, "tone": "late", "vi": "Thấp", "en": "Low"},
        {"from": 80, "to": 95, "tone": "push", "vi": "Vừa", "en": "Middle"},
        {"from": 95, "tone": "met", "vi": "Cao", "en": "High"},
    ]
    Indicator.objects.filter(pk=scene.covered.pk).update(legend=legend)
    tell([(scene.covered, scene.first, "2026-Q1", (90, 100))])
    page = _page(client, "/explore/watches/new/?m=phu-song")
    assert 'value="95"' in page
    assert "Ngưỡng lấy theo chú giải" in page
    page = _page(client, "/explore/watches/new/?m=phu-song&where=phu-song~lt~100&level=commune&within=20")
    assert 'value="100"' in page


def test_what_is_typed_wrong_comes_back_with_a_word(client: Client, scene: Scene) -> None:
    tell([(scene.covered, scene.first, "2026-Q1", (90, 100))])
    sent: dict[str, Any] = {
        "measure": "phu-song",
        "within": "20",
        "level": "commune",
        "op": "lt",
        "kind": "told",
    }
    answer = client.post(f"{LIST}new/", {**sent, "threshold": "chín mươi"})
    assert answer.status_code == 422 or answer.status_code == 400
    assert "Nhập một số" in answer.content.decode()
    assert "chín mươi" in answer.content.decode()
    assert not Watch.objects.exists()


def test_pages_ask_little_however_many_watches_there_are(
    client: Client, crossed: Watch, me: Principal
) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            _page(client, address)
        return len(caught)

    addresses = (LIST, "/explore/alerts/", "/my-work/")
    few = [asked(address) for address in addresses]
    for number in range(5):
        actions.add_watch(me, draft("phu-song", Op.ABOVE, str(number)))
    assert [asked(address) for address in addresses] == few
    assert few[0] <= 12


def test_the_api(client: Client, scene: Scene) -> None:
    tell([(scene.covered, scene.first, "2026-Q1", (90, 100))])
    told = {"measure": "phu-song", "level": "commune", "within": "20", "op": "lt", "threshold": "80"}
    made = client.post("/api/v1/watches", told, content_type="application/json")
    assert made.status_code == 201, made.content
    assert (made.json()["told"], made.json()["inside"]) == (1, 0)
    tell([(scene.covered, scene.first, "2026-Q2", (70, 100))])
    with clock.standing_at(date(2026, 11, 22)):
        evaluating.evaluate()
    alerts = client.get("/api/v1/alerts?unread=1").json()
    assert [(one["place"], one["period"], one["entered"]) for one in alerts["items"]] == [
        ("06011", "2026-Q2", True)
    ]
    assert client.get("/api/v1/watches").json()["items"][0]["unread"] == 1
    assert client.delete(f"/api/v1/watches/{made.json()['id']}").status_code == 204
    assert client.get("/api/v1/watches").json() == {"items": [], "total": 0}
    wrong = client.post("/api/v1/watches", {**told, "op": "near"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "op")


def test_the_events_that_move_figures_are_followed(scene: Scene, crossed: Watch) -> None:
    assert {one.event.name for one in SUBSCRIBERS} == {
        "warehouse.published", "indicators.confirmed", "indicators.withdrawn", "indicators.batch_confirmed",
    }  # fmt: skip
    assert Alert.objects.filter(watch=crossed).values_list("place__code", flat=True).get() == "06011"
    assert isinstance(crossed.pk, UUID)

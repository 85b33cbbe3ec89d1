"""Pages and the API of notices: one's own and nobody else's; what managers see and change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tinhso.base import clock
from tinhso.notify.choices import DeliveryState, Route
from tinhso.notify.models import Delivery, Preference, Switch, TemplateText
from tinhso.notify.sending import To
from tinhso.notify.tests.conftest import MONDAY, House, Recorded, notice, persons, tell
from tinhso.people.models import Account, Person, Role
from tinhso.people.steps import BACKEND

pytestmark = pytest.mark.django_db


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person), BACKEND)
    return client


@pytest.fixture
def reader(house: House) -> Person:
    return house.person(Role.REPORTING_OFFICER)


@pytest.fixture
def manager(house: House) -> Client:
    return client_of(house.person(Role.ADMINISTRATOR))


def test_the_inbox_has_ones_own_and_says_what_is_new(house: House, reader: Person) -> None:
    other = house.person()
    tell(notice(persons(reader)), notice(persons(other), kind="test.task"))
    page = client_of(reader).get(reverse("notify:inbox")).content.decode()
    assert "Báo cáo Quý I bị trả lại" in page
    assert "Nhiệm vụ Quý I" not in page
    assert '<span class="count">1<' in page


def test_marking_all_and_taking_it_back(house: House, reader: Person) -> None:
    tell(notice(persons(reader)), notice(persons(reader), kind="test.task"))
    client = client_of(reader)
    before = client.post(reverse("notify:read"), {"group": "tasks", "next": "/notices/?unread=1"})
    assert Delivery.objects.filter(read_at=None).count() == 1
    assert before["Location"].startswith("/notices/?unread=1&marked=")
    undo = client.get(before["Location"])
    assert undo.context["undo"] is not None
    client.post(reverse("notify:unread"), {"at": undo.context["undo"].isoformat()})
    assert Delivery.objects.filter(read_at=None).count() == 2


def test_opening_marks_and_leads_on(reader: Person) -> None:
    tell(notice(persons(reader), href="/tasks/?late=1"))
    row = Delivery.objects.get()
    client = client_of(reader)
    assert client.get(reverse("notify:notice", args=[row.pk])).status_code == 200
    assert Delivery.objects.filter(read_at=None).exists(), "looking changes nothing"
    assert (
        client.post(reverse("notify:notice", args=[row.pk]), {"do": "open"})["Location"] == "/tasks/?late=1"
    )
    assert not Delivery.objects.filter(read_at=None).exists()
    client.post(reverse("notify:notice", args=[row.pk]), {"do": "unread"})
    assert Delivery.objects.filter(read_at=None).exists()


def test_nobody_reads_or_marks_anothers(house: House, reader: Person) -> None:
    tell(notice(persons(reader)))
    row = Delivery.objects.get()
    other = client_of(house.person())
    assert other.get(reverse("notify:notice", args=[row.pk])).status_code == 404
    other.post(reverse("notify:read"), {"key": str(row.pk)})
    assert Delivery.objects.get().read_at is None


def test_back_leads_home_only(reader: Person) -> None:
    tell(notice(persons(reader)))
    for out in ("https://elsewhere.example/", "//elsewhere.example/notices/", "/notices/\\evil"):
        answer = client_of(reader).post(reverse("notify:read"), {"next": out})
        assert answer["Location"].startswith("/notices/")


def test_pages_of_many_notices_ask_as_often_as_of_one(house: House, reader: Person) -> None:
    client = client_of(reader)
    asked = []
    for more in (1, 20):
        tell(*(notice(persons(reader)) for _ in range(more)))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("notify:inbox")).status_code == 200
        asked.append(len(queries))
    assert asked[1] <= asked[0] <= 12


def test_what_one_wishes_is_kept_and_forgotten(reader: Person) -> None:
    client = client_of(reader)
    sent = {
        "way": ["reports:email", "reports:sms"],
        "rhythm": "weekly",
        "digest_at": "07:15",
        "weekday": "3",
        "quiet_from": "20:00",
        "quiet_to": "07:00",
        "language": "en",
    }
    assert client.post(reverse("notify:settings"), sent).status_code == 302
    row = Preference.objects.get()
    assert row.routes["reports"] == ["email", "sms"]
    assert row.routes["tasks"] == []
    assert (row.rhythm, row.weekday, row.urgent_passes, row.language) == ("weekly", 3, False, "en")
    page = client.get(reverse("notify:settings")).content.decode()
    assert 'value="reports:sms" checked' in page
    client.post(reverse("notify:settings"), {"do": "usual"})
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("digest_at", "8 giờ"), ("quiet_to", ""), ("rhythm", "hourly"), ("weekday", "9")]
)
def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(reader: Person, field: str, value: str) -> None:
    sent: dict[str, Any] = {"rhythm": "daily", "digest_at": "07:15", "weekday": "0", "quiet_from": "20:00"}
    sent |= {"quiet_to": "06:00", "language": "vi", "way": "tasks:zalo"} | {field: value}
    answer = client_of(reader).post(reverse("notify:settings"), sent)
    assert answer.status_code == 422
    assert 'value="tasks:zalo" checked' in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_group_may_be_turned_off_outside_the_inbox(reader: Person, mail: type[Recorded]) -> None:
    Preference.objects.create(account=Account.objects.get(person=reader).pk, routes={"reports": []})
    tell(notice(persons(reader)), notice(persons(reader), kind="test.task"))
    assert list(Delivery.objects.filter(route=Route.EMAIL).values_list("group", flat=True)) == ["tasks"]
    assert Delivery.objects.filter(route=Route.INAPP).count() == 2


def test_templates_are_changed_previewed_and_restored(manager: Client, reader: Person) -> None:
    with clock.standing_at(MONDAY - timedelta(minutes=1)):
        tell(notice(persons(reader), key="before"))
    url = reverse("notify:template", args=["test.returned"])
    assert manager.get(reverse("notify:templates")).status_code == 200
    previewed = manager.post(
        url, {"do": "preview", "language": "vi", "subject": "Xem lại {title}", "body": "{reason}"}
    )
    assert "Xem lại [title]" in previewed.content.decode()
    assert not TemplateText.objects.exists()
    manager.post(url, {"language": "vi", "subject": "Xem lại {title}", "body": "Vì {reason}"})
    with clock.standing_at(MONDAY + timedelta(minutes=1)):
        tell(notice(persons(reader), key="after"))
    page = client_of(reader).get(reverse("notify:inbox")).content.decode()
    assert "Xem lại Quý I" in page
    assert "Báo cáo Quý I bị trả lại" in page, "what was told before keeps its words"
    manager.post(url, {"language": "vi", "do": "shipped"})
    assert TemplateText.objects.count() == 2


def test_an_unknown_place_is_named_with_near_ones(manager: Client) -> None:
    url = reverse("notify:template", args=["test.returned"])
    answer = manager.post(url, {"language": "vi", "subject": "{titel}", "body": "{reason.__class__} {"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "{titel}" in page
    assert "{title}" in page
    assert "ngoặc nhọn" in page
    assert not TemplateText.objects.exists()


def test_channels_are_closed_and_opened(manager: Client, reader: Person, mail: type[Recorded]) -> None:
    url = reverse("notify:channels")
    assert manager.get(url).status_code == 200
    manager.post(url, {"route": "email", "do": "off"})
    tell(notice(persons(reader)))
    assert not Delivery.objects.filter(route=Route.EMAIL).exists()
    manager.post(url, {"route": "email", "do": "on"})
    assert Switch.objects.get().on
    manager.post(url, {"route": "email", "do": "try"})
    assert [parcel.subject for parcel in mail.taken] == ["Thử kênh gửi thông báo"]


def test_managers_see_masked_addresses_and_send_again(
    manager: Client, house: House, mail: type[Recorded]
) -> None:
    person, without = house.person(email="nguoi.nhan@example.vn"), house.person(email="")
    tell(notice(persons(person, without)))
    page = manager.get(reverse("notify:deliveries")).content.decode()
    assert "n…@example.vn" in page
    assert "nguoi.nhan" not in page
    assert "Không có địa chỉ" in page
    for wanted in ("csv", "json"):
        told = manager.get(reverse("notify:deliveries"), {"format": wanted})
        content = b"".join(told) if told.streaming else told.content
        assert b"nguoi.nhan" not in content
    row = Delivery.objects.get(recipient=person.pk, route=Route.EMAIL)
    assert manager.get(reverse("notify:delivery", args=[row.pk])).status_code == 200
    manager.post(reverse("notify:delivery", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == DeliveryState.WAITING


def test_the_api_tells_ones_own_and_marks(house: House, reader: Person) -> None:
    tell(notice(persons(reader)), notice(To(persons=(house.person().pk,))))
    client = client_of(reader)
    told = client.get("/api/v1/notices").json()
    assert [one["subject"] for one in told["items"]] == ["Báo cáo Quý I bị trả lại"]
    at = client.post("/api/v1/notices/read", {}, content_type="application/json").json()["at"]
    assert client.get("/api/v1/notices", {"unread": 1}).json()["total"] == 0
    back = client.post("/api/v1/notices/unread", {"at": at}, content_type="application/json").json()
    assert back == {"unread": 1}
    assert client.get("/api/v1/notices/deliveries").status_code == 403

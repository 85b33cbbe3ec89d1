"""The second leaders' screen: every number is the length of the list behind it, in few queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.documents.models import Document
from tinhso.exploration.actions import dashboards
from tinhso.exploration.models import Sharing
from tinhso.exploration.schemas import CardDraft, WholeDraft
from tinhso.indicators.models import Reminder
from tinhso.people import queries as people
from tinhso.steering.models import Report, TaskRequest
from tinhso.steering.tests import scene
from tinhso.urging.models import Letter

pytestmark = pytest.mark.django_db
MOST_QUERIES = 24


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def made() -> scene.Scene:
    """Tasks, requests, a report that waits, letters without answer, figures that are missing."""
    found = scene.make(targets=6, tasks=30)
    with acting(scene.ROBOT, "test"):
        for number, task in enumerate(found.tasks[1:5]):
            TaskRequest.objects.create(
                task=task,
                kind="return" if number % 2 else "extension",
                agency=found.agencies[0],
                grounds="Lý do",
                asked_at=clock.now(),
            )
        Report.objects.create(
            task=found.tasks[2], agency=found.agencies[2], period="2026-11", dated=scene.TODAY,
            submitted_at=clock.now(),
        )  # fmt: skip
        for late, agency in ((3, found.agencies[2]), (-3, found.agencies[3])):
            Letter.objects.create(
                agency=agency,
                issuer=found.agencies[0],
                state="issued",
                subject="đôn đốc",
                as_of=scene.TODAY,
                answer_by=scene.TODAY - timedelta(days=late),
                document=_document(found, late),
                made_at=clock.now(),
                issued_at=clock.now(),
            )
        Reminder.objects.create(
            agency=found.agencies[2], period="2026-10", due_on=scene.TODAY - timedelta(days=5), owed=4,
            reminded_at=clock.now(),
        )  # fmt: skip
    return found


def _document(found: scene.Scene, number: int) -> Document:
    return Document.objects.create(
        slug=f"cv-{number}", type="CV", title="đôn đốc", issuer=found.agencies[0], date=scene.TODAY,
        notation=f"{number + 10}/SKHCN",
    )  # fmt: skip


def _signed(client: Client, name: str = "lanhdao") -> Client:
    client.force_login(scene.account(name), backend="tinhso.people.backends.Passwords")
    return client


def _total(client: Client, href: str) -> int:
    sep = "&" if "?" in href else "?"
    answer = client.get(f"{href.replace('&amp;', '&')}{sep}format=json")
    assert answer.status_code == 200, href
    total: int = answer.json()["total"]
    return total


def test_every_decision_is_as_many_as_its_list(client: Client, made: scene.Scene) -> None:
    page = _signed(client).get("/today/").content.decode()
    found = re.findall(r'<a href="(/today/waiting/\w+/)"><strong class="num">(\d+)', page)
    assert dict(found) == {
        "/today/waiting/extensions/": "3",
        "/today/waiting/returns/": "2",
        "/today/waiting/reports/": "1",
        "/today/waiting/letters/": "1",
        "/today/waiting/issue/": "0",
    }
    for href, number in found:
        assert _total(client, href) == int(number), href


def test_every_debt_is_as_many_as_its_list(client: Client, made: scene.Scene) -> None:
    page = _signed(client).get("/today/").content.decode()
    table = page[page.index("today__debtors") :]
    found = re.findall(r'<td class="num"><a href="([^"]+)">([\d.]+)</a>', table)
    assert len(found) >= 8
    for href, number in found:
        assert _total(client, href) == int(number.replace(".", "")), href
    assert {href.split("?")[0] for href, _number in found} == {
        "/urging/late/", "/today/owed/reports/", "/today/owed/figures/", "/urging/letters/",
    }  # fmt: skip


def test_few_queries_whatever_there_is(client: Client, made: scene.Scene) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/today/").status_code == 200
        return len(seen)

    _signed(client)
    few = queries()
    assert few <= MOST_QUERIES
    with acting(scene.ROBOT, "test"):
        scene.more_items(made, targets=20, tasks=60)
    assert queries() == few


def test_nobody_outside_sees_any_of_it(client: Client, made: scene.Scene) -> None:
    for address in ("/today/", "/today/waiting/extensions/", "/today/owed/reports/"):
        answer = client.get(address)
        assert answer.status_code in (302, 401) and "Sở" not in answer.content.decode()
    page = client.get("/").content.decode()
    assert 'href="/today/"' not in page


def test_an_officer_sees_the_own_agency_only(client: Client, made: scene.Scene) -> None:
    page = _signed(client, "baocao").get("/today/").content.decode()
    table = page[page.index("today__debtors") :]
    assert "Sở Công Thương" in table and "Sở Nội vụ" not in table
    assert client.get("/today/waiting/extensions/").status_code == 403


def test_leaders_reach_it_from_their_screen_and_the_wall(client: Client, made: scene.Scene) -> None:
    assert 'href="/today/"' in _signed(client).get("/").content.decode()
    draft = WholeDraft(
        name="Điều hành hôm nay",
        sharing=Sharing.OFFICIALS,
        on_wall=True,
        order=15,
        cards=(CardDraft(part="desk.waiting"), CardDraft(part="desk.debtors")),
    )
    office = people.principal_for(scene.account("thuongtruc"))
    dashboards.create_dashboard(office, draft, code="dieu-hanh-hom-nay")
    assert "board=dieu-hanh-hom-nay" in client.get("/wall/").content.decode()
    shown = client.get("/wall/?board=dieu-hanh-hom-nay").content.decode()
    assert "today__waiting" in shown and "<button" not in shown
    client.logout()
    assert "dieu-hanh-hom-nay" not in client.get("/wall/").content.decode()


def test_an_unknown_list_says_what_there_is(client: Client, made: scene.Scene) -> None:
    answer = _signed(client).get("/today/waiting/khong-co/")
    assert answer.status_code == 404 and "/today/waiting/extensions/" in answer.content.decode()

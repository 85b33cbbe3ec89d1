"""Parts of joint agencies: counted for the lead and for themselves; what an agency's page says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.people.models import Agency
from tinhso.people.steps import BACKEND
from tinhso.steering import queries
from tinhso.steering.models import Handover, JointAgency
from tinhso.steering.tests import factories as make
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def test_parts_of_joint_agencies_are_counted_for_the_lead_and_for_themselves() -> None:
    lead, along, elder = make.agency(), make.agency(), make.agency()
    make.succession(elder, along)
    plan = make.plan()
    open_task, third = (make.task(plan, lead=lead, state=state) for state in ("in_progress", "not_started"))
    done_task = make.task(plan, lead=lead, state="done", done_on=TODAY)
    said = [
        (open_task, along, "agreed"),
        (open_task, make.agency(), "asked"),
        (open_task, make.agency(), "declined"),
        (third, elder, "asked"),
        (third, make.agency(), "done"),
        (done_task, along, "asked"),
    ]
    for task, agency, part in said:
        JointAgency.objects.create(task=task, agency=agency, part=part)
    JointAgency.objects.create(task=third, agency=make.agency(), part="asked", illustrative=True)
    panel = queries.agency_panel(lead)
    told = panel.of_others
    assert (told.total, told.confirmed, told.done, told.outstanding, told.declined) == (5, 2, 1, 2, 1)
    assert set(panel.parts) == {open_task.pk, third.pk}, "a task that ended waits for nobody"
    assert (panel.parts[third.pk].confirmed, panel.parts[third.pk].outstanding) == (1, 1)
    assert not panel.own_parts
    own = queries.agency_panel(along)
    assert (own.of_its_own.confirmed, own.of_its_own.outstanding) == (1, 1), "an elder's part is its own"
    assert not own.parts
    shown = queries.agency_panel(lead, with_illustrative=True)
    assert shown.of_others.outstanding == 3


def test_an_agencys_panel_asks_as_often_however_much_it_holds(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    lead, plan = make.agency(), make.plan()

    def grow(count: int) -> None:
        for _n in range(count):
            task = make.task(plan, lead=lead)
            JointAgency.objects.create(task=task, agency=make.agency())
            JointAgency.objects.create(task=make.task(plan), agency=lead)

    grow(1)
    with CaptureQueriesContext(connection) as few:
        queries.agency_panel(lead)
    grow(5)
    with django_assert_num_queries(len(few)):
        queries.agency_panel(lead)


@pytest.fixture
def office(client: Client) -> Client:
    scene.make(targets=0, tasks=0)
    client.force_login(scene.account("thuongtruc"), backend=BACKEND)
    return client


def page(client: Client, agency: Agency) -> str:
    return " ".join(client.get(f"/agencies/{agency.code}/").content.decode().split())


def test_both_pages_tell_how_many_parts_are_confirmed_and_outstanding(office: Client) -> None:
    with acting(scene.ROBOT, "test"):
        lead, along, plan = make.agency("chu-tri"), make.agency("phoi-hop"), make.plan()
        for part in ("asked", "agreed"):
            JointAgency.objects.create(task=make.task(plan, lead=lead), agency=along, part=part)
    told = page(office, lead)
    assert "1/2 phần việc đã xác nhận" in told and "1 chưa trả lời" in told
    assert "phối hợp 0/1, 1 chưa trả lời" in told and "phối hợp 1/1" in told
    own = page(office, along)
    assert "Phần việc của đơn vị: 1/2 phần việc đã xác nhận" in own and "Nhận phối hợp" in own
    assert own.index("Chưa trả lời") < own.index("Nhận phối hợp"), "what waits stands first"


def test_whoever_hands_over_finds_the_way_from_the_page_of_an_agency_that_ended(office: Client) -> None:
    with acting(scene.ROBOT, "test"):
        new, old = make.agency("moi"), make.agency("cu")
        make.succession(old, new)
        made = Handover.objects.create(predecessor=old, dated=TODAY, made_at=clock.now())
    assert f"/handovers/{old.code}" in page(office, old), "though nothing is open there"
    assert f"/handovers/done/{made.pk}" in page(office, old)
    with acting(scene.ROBOT, "test"):
        make.collector(make.target(), old)
    assert "còn 1 việc đang mở" in page(office, old), "a part of a target is work too"
    assert "/handovers/" not in page(office, new)
    office.force_login(scene.account("baocao"), backend=BACKEND)
    assert "/handovers/" not in page(office, old)

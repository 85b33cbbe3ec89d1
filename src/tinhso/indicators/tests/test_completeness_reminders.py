"""Reminders: one an agency and period before its term, gone when nothing is owed, back when something is."""

from __future__ import annotations

from typing import Any

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.indicators import actions
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.completeness.reminders import open_reminders, remind
from tinhso.indicators.models import Reminder, State
from tinhso.indicators.tests.conftest import World
from tinhso.indicators.tests.test_completeness import at, lay_down, send
from tinhso.notify.models import Message
from tinhso.people.models import Person, Position, Post, Role


def of(world: World) -> list[tuple[str, int]]:
    return [(row.period, row.owed) for row in open_reminders({world.agency.pk})]


def test_one_reminder_so_many_days_before_the_term(world: World, settings: Any) -> None:
    lay_down(world.procedures, due_days=10, reporters={"agencies": ["so-khcn"]})
    settings.REPORTING_REMIND_DAYS = 3
    with clock.standing_at(at(6)):
        remind()
        assert [period for period, _owed in of(world)] == ["2026-09"], "due on 12/10, lately past"
    with clock.standing_at(at(7)):
        assert remind() == 1
        assert remind() == 0
        assert of(world) == [("2026-09", 1), ("2026-10", 1)]
    assert remind() == 0
    assert Reminder.objects.count() == 2
    assert chain.verify().broken is None


def test_the_agency_is_told_once_a_period(world: World) -> None:
    lay_down(world.procedures, reporters={"agencies": ["so-khcn"]})
    person = Person.objects.create(code="can-bo", full_name="Cán bộ")
    position = Position.objects.create(agency=world.agency, title="Cán bộ", role=Role.REPORTING_OFFICER)
    Post.objects.create(person=person, position=position)
    with clock.standing_at(at(4)):
        remind()
        remind()
    told = Message.objects.filter(kind="indicators.owed", key__endswith=":2026-10")
    assert list(told.values_list("recipient", "agency")) == [(person.pk, world.agency.pk)]
    assert told.get().values["count"] == "1"


def test_it_goes_with_the_last_figure_and_comes_back_with_a_returned_one(world: World) -> None:
    lay_down(world.procedures, reporters={"agencies": ["so-khcn"]})
    lay_down(world.teams, reporters={"agencies": ["so-khcn"]})
    with clock.standing_at(at(4)):
        remind()
    october = Reminder.objects.get(period="2026-10")
    assert (october.owed, october.due_on) == (2, at(5).date())
    sent = send(world, "so-khcn", at(5))
    dispatch_waiting()
    october.refresh_from_db()
    assert (october.owed, october.settled_at) == (1, None)
    row = RowDraft(indicator="to-cnscd", place="20", agency="so-khcn", period="2026-10", value=7)
    bulk.write(world.office, [row], submit=True)
    dispatch_waiting()
    october.refresh_from_db()
    assert october.owed == 0
    assert october.settled_at is not None
    actions.return_(world.office, sent, "Sai số")
    dispatch_waiting()
    october.refresh_from_db()
    assert open_reminders({world.agency.pk}).filter(pk=october.pk, owed=1).exists()
    again = world.draft(period="2026-10", numerator=1700)
    actions.correct(world.officer, sent.superseded_by, again, "Đã sửa", state=State.SUBMITTED)
    dispatch_waiting()
    assert not [period for period, _owed in of(world) if period == "2026-10"]
    assert remind() == 0


def test_what_has_no_term_is_reminded_of_by_nobody(world: World) -> None:
    lay_down(world.procedures, due_days=None)
    assert remind() == 0

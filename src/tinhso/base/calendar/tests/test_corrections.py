"""Corrections as rows: who may outweigh whom, what is written down, what the database itself refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.calendar import DayKind, national_calendar
from tinhso.base.calendar.actions import activate_correction, add_correction, deactivate_correction
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.calendar.queries import corrections, current_calendar
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.events.models import OutboxEvent

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 7, 6)
SATURDAY = date(2026, 7, 11)
PAPER = "01/QĐ-UBND ngày 01/07/2026"


@dataclass(frozen=True)
class Officer:
    """Somebody who acts."""

    actor_id: UUID | None
    actor_label: str = "Nguyễn Văn A · Văn phòng UBND"


BY = Officer(uuid4())


def off(day: date = MONDAY, *, pack: str = "", active: bool = True) -> CalendarCorrection:
    """A day off entered for the tests."""
    return add_correction(
        BY, day=day, kind=DayKind.DAY_OFF, reason="Nghỉ do bão", document=PAPER, pack=pack, active=active
    )


def test_an_empty_table_leaves_the_national_calendar() -> None:
    calendar = current_calendar()
    assert calendar.corrections == national_calendar().corrections
    assert not calendar.is_working(date(2026, 1, 2))
    assert calendar.is_working(date(2026, 1, 10))
    assert calendar.is_working(date(2026, 11, 24))


def test_a_correction_is_in_force_at_once_with_its_trail() -> None:
    assert current_calendar().is_working(MONDAY)
    row = off()
    assert current_calendar().day_off_reason(MONDAY) == "Nghỉ do bão"
    entry = AuditEntry.objects.get(stream="calendar")
    assert (entry.verb, entry.actor, entry.reason) == ("calendar.add", BY.actor_id, PAPER)
    assert entry.data["date"] == "2026-07-06"
    event = OutboxEvent.objects.get()
    assert event.name == "calendar.changed"
    assert event.payload == {"correction": str(row.pk), "date": "2026-07-06", "working": False}
    assert History.objects.get(table_name="base_calendarcorrection").actor == BY.actor_id
    assert chain.verify().broken is None


def test_the_history_carries_the_moment_of_a_standing_clock() -> None:
    moment = datetime(2026, 7, 1, 9, tzinfo=clock.TZ)
    with clock.standing_at(moment):
        row = off()
    assert History.objects.get(row_id=str(row.pk)).at == moment
    deactivate_correction(BY, row.pk, reason="Bão đổi hướng")
    assert History.objects.get(row_id=str(row.pk), operation="U").at != moment


def test_a_swap_of_days() -> None:
    off()
    add_correction(BY, day=SATURDAY, kind="working_day", reason="Làm bù", document=PAPER)
    calendar = current_calendar()
    assert calendar.working_days(MONDAY, SATURDAY).count == 5
    assert calendar.add_working_days(date(2026, 7, 3), 5) == SATURDAY


def test_reading_the_calendar_is_one_query_and_the_same_object_until_a_row_changes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    off()
    with django_assert_num_queries(1):
        first = current_calendar()
        first.working_days(date(2022, 1, 1), date(2026, 12, 31))
    assert current_calendar() is first
    row = corrections().get()
    CalendarCorrection.objects.filter(pk=row.pk).update(active=False)
    assert current_calendar().is_working(MONDAY)


def test_a_person_outweighs_the_pack_and_other_packs_do_not_count(settings: Settings) -> None:
    settings.HOME_PACK = "langson"
    off(pack="laocai")
    assert current_calendar().is_working(MONDAY)
    assert not current_calendar(pack="laocai").is_working(MONDAY)
    off(pack="langson")
    assert not current_calendar().is_working(MONDAY)
    add_correction(BY, day=MONDAY, kind=DayKind.WORKING_DAY, reason="Vẫn làm việc", document=PAPER)
    assert current_calendar().is_working(MONDAY)


def test_office_hours_are_configuration(settings: Settings) -> None:
    settings.OFFICE_HOURS = "07:30-11:30,13:30-16:30"
    assert current_calendar().due(MONDAY, days=1).due == datetime(2026, 7, 7, 16, 30, tzinfo=clock.TZ)
    settings.OFFICE_HOURS = "08:00-12:00,13:00-17:00"
    assert current_calendar().due(MONDAY, days=1).due == datetime(2026, 7, 7, 17, tzinfo=clock.TZ)


def test_a_person_may_outweigh_the_national_corrections() -> None:
    add_correction(BY, day=date(2026, 11, 24), kind=DayKind.DAY_OFF, reason="Ngày Văn hóa", document=PAPER)
    assert not current_calendar().is_working(date(2026, 11, 24))
    assert current_calendar().is_working(date(2027, 11, 24))


def test_a_waiting_correction_is_put_in_force_by_its_document() -> None:
    row = add_correction(BY, day=MONDAY, kind=DayKind.DAY_OFF, reason="Nghỉ do bão", active=False)
    assert current_calendar().is_working(MONDAY)
    assert not OutboxEvent.objects.exists(), "nothing changed yet"
    with pytest.raises(Invalid) as refused:
        activate_correction(BY, row.pk, document=" ")
    assert refused.value.field == "document"
    activate_correction(BY, row.pk, document=PAPER)
    assert not current_calendar().is_working(MONDAY)
    deactivate_correction(BY, row.pk, reason="Bão đổi hướng")
    assert current_calendar().is_working(MONDAY)
    assert [event.payload["working"] for event in OutboxEvent.objects.order_by("id")] == [False, True]
    assert [entry.verb for entry in AuditEntry.objects.order_by("sequence")] == [
        "calendar.add",
        "calendar.activate",
        "calendar.deactivate",
    ]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("reason", {"reason": " "}),
        ("document", {"document": ""}),
        ("kind", {"kind": "holiday"}),
        ("date", {"day": date(2101, 1, 1)}),
    ],
)
def test_bad_input_names_its_field_and_leaves_nothing(field: str, change: dict[str, object]) -> None:
    given: dict[str, object] = {"day": MONDAY, "kind": "day_off", "reason": "Bão", "document": PAPER} | change
    with pytest.raises(Invalid) as refused:
        add_correction(BY, **given)  # type: ignore[arg-type]  # some of the values are the wrong ones on purpose
    assert refused.value.field == field
    assert not CalendarCorrection.objects.exists()
    assert not AuditEntry.objects.exists()


def test_one_word_a_day() -> None:
    first = off()
    with pytest.raises(Conflict) as refused:
        off()
    assert refused.value.field == "date"
    assert "06/07/2026" in str(refused.value)
    waiting = off(active=False)
    with pytest.raises(Conflict):
        activate_correction(BY, waiting.pk, document=PAPER)
    deactivate_correction(BY, first.pk, reason="Nhập nhầm")
    activate_correction(BY, waiting.pk, document=PAPER)
    assert corrections().filter(active=True).get() == waiting


def test_doing_it_twice_or_to_nothing_is_refused() -> None:
    row = off()
    with pytest.raises(Conflict):
        activate_correction(BY, row.pk, document=PAPER)
    with pytest.raises(Invalid) as refused:
        deactivate_correction(BY, row.pk, reason="")
    assert refused.value.field == "reason"
    deactivate_correction(BY, row.pk, reason="Nhập nhầm")
    with pytest.raises(Conflict):
        deactivate_correction(BY, row.pk, reason="Nhập nhầm")
    with pytest.raises(NotFound):
        activate_correction(BY, uuid4(), document=PAPER)


@pytest.mark.parametrize("change", [{"kind": "holiday"}, {"document": ""}])
def test_the_database_keeps_the_rules_too(change: dict[str, str]) -> None:
    row = off()
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarCorrection.objects.filter(pk=row.pk).update(**change)

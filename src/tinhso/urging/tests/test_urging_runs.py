"""Runs: one notice a person, each step once, whatever happens to tasks, people and the calendar meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.models import AuditEntry
from tinhso.base.calendar import actions as calendar
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.errors import Invalid, NotAllowed
from tinhso.notify.models import Message
from tinhso.people.models import Agency, Role, Succession
from tinhso.steering.models import Task
from tinhso.steering.tests import scene
from tinhso.urging.models import Run, Urge
from tinhso.urging.running.running import CLOCK, preview, run, run_by_clock
from tinhso.urging.tests.conftest import TODAY, Urged, office, person, person_of, signed

pytestmark = pytest.mark.django_db


def _messages() -> list[Message]:
    return list(Message.objects.filter(kind="urging.digest").order_by("recorded_at"))


def _steps(task: Task) -> list[tuple[str, int]]:
    return list(
        Urge.objects.filter(subject=task.pk).order_by("recorded_at", "track").values_list("track", "rank")
    )


def _change(task: Task, **told: Any) -> None:
    with acting(scene.ROBOT, "test"):
        for name, value in told.items():
            setattr(task, name, value)
        task.save()


def test_many_late_tasks_are_one_notice_a_person(urged: Urged) -> None:
    for number in range(30):
        urged.task(f"cham-{number:02d}", TODAY - timedelta(days=30 + number))
    urged.task("hom-nay", TODAY)
    urged.task("sap-toi", TODAY + timedelta(days=3))
    made = run(office())
    told = {message.recipient: message.values for message in _messages()}
    officer, head, leader = (person_of(name) for name in ("baocao", "thutruong", "lanhdao"))
    assert told.keys() == {officer, head, leader}
    assert told[officer]["counts"] == "30 việc quá hạn, 1 việc đến hạn hôm nay, 1 việc sắp đến hạn"
    assert "… và 10 việc khác" in told[officer]["lines"] and "hom-nay" in told[officer]["lines"]
    assert "cham-" not in told[head]["lines"] and "30 việc quá hạn" in told[head]["lines"]
    assert told[leader]["counts"] == "30 việc quá hạn"
    assert made.told == 3 and made.looked_at == 32
    assert Urge.objects.count() == made.steps == 32 + 30 + 30


def test_a_second_run_tells_nobody_again(urged: Urged) -> None:
    task = urged.task("cham", TODAY - timedelta(days=40))
    run(office())
    steps = _steps(task)
    again = run(office())
    assert again.steps == 0 and again.told == 0
    assert _steps(task) == steps and len(_messages()) == 3


def test_days_without_a_run_are_caught_up_with_one_word(urged: Urged) -> None:
    task = urged.task("cham", TODAY + timedelta(days=5))
    run(office())
    assert _steps(task) == [("officer", -5)]
    with clock.standing_at(date(2026, 12, 14)):
        run(office())
    steps = _steps(task)[1:]
    assert steps == [("deputy", 10), ("head", 5), ("officer", 10)]


def test_what_is_paused_done_or_retired_is_left_alone(urged: Urged) -> None:
    for state in ("paused", "dropped"):
        urged.task(state, TODAY - timedelta(days=30), state=state)
    done = urged.task("xong", TODAY - timedelta(days=30))
    _change(done, state="done", done_on=TODAY)
    retired = urged.task("thoi", TODAY - timedelta(days=30))
    _change(retired, retired_on=TODAY)
    assert run(office()).steps == 0 and _messages() == []


def test_more_time_begins_the_ladder_anew(urged: Urged) -> None:
    task = urged.task("cham", TODAY - timedelta(days=30))
    run(office())
    before = len(_steps(task))
    _change(task, deadline=TODAY + timedelta(days=3))
    run(office())
    assert _steps(task)[before:] == [("officer", -1)]
    _change(task, deadline=TODAY - timedelta(days=30))
    assert run(office()).steps == 0, "back at the old deadline nothing is repeated"


def test_handing_over_tells_the_new_agency_and_leaves_the_old_one(urged: Urged) -> None:
    other = person("moi", urged.made.agencies[3], Role.REPORTING_OFFICER)
    task = urged.task("giao-lai", TODAY - timedelta(days=3))
    run(office())
    _change(task, lead=urged.made.agencies[3])
    run(office())
    told = [message.recipient for message in _messages()]
    assert told == [scene.account("baocao").person_id, other.person_id]


def test_a_changed_calendar_moves_the_steps(urged: Urged) -> None:
    task = urged.task("tet", date(2026, 11, 30))
    assert preview(TODAY).reached == [], "six working days are left"
    calendar.add_correction(
        scene.ROBOT, day=date(2026, 11, 25), kind="day_off", reason="nghỉ", document="1/TB"
    )
    assert [call.step.name for call, _demo in preview(TODAY).reached] == ["before:5"]
    run(office())
    calendar.deactivate_correction(scene.ROBOT, CalendarCorrection.objects.get().pk, reason="văn bản thu hồi")
    assert run(office()).steps == 0 and _steps(task) == [("officer", -5)]


def test_the_clock_runs_once_on_working_days_after_its_hour(urged: Urged) -> None:
    urged.task("cham", TODAY - timedelta(days=30))
    at = datetime(2026, 11, 20, 7, 59, tzinfo=clock.TZ)
    with clock.standing_at(at):
        assert run_by_clock() is None
    with clock.standing_at(at.replace(hour=10)):
        assert run_by_clock() is not None
        assert run_by_clock() is None
    with clock.standing_at(at.replace(day=22, hour=9)):
        assert run_by_clock() is None, "a Sunday"
    assert Run.objects.filter(automatic=True).count() == 1


def test_a_swapped_saturday_is_worked(urged: Urged) -> None:
    with clock.standing_at(datetime(2026, 1, 10, 9, tzinfo=clock.TZ)):
        assert run_by_clock() is not None
    with clock.standing_at(datetime(2026, 1, 2, 9, tzinfo=clock.TZ)):
        assert run_by_clock() is None


def test_by_hand_only_on_working_days_and_only_by_the_standing_office(urged: Urged) -> None:
    with pytest.raises(NotAllowed):
        run(signed("baocao"))
    with clock.standing_at(date(2026, 11, 22)), pytest.raises(Invalid):
        run(office())


def test_an_agency_without_people_is_listed_and_told_when_it_has_some(urged: Urged) -> None:
    task = urged.task("khong-nguoi", TODAY - timedelta(days=2), lead=urged.made.agencies[3])
    made = run(office())
    assert made.missing == [{"agency": "langson-snv", "track": "officer", "count": 1}] and not _steps(task)
    who = person("moi", urged.made.agencies[3], Role.REPORTING_OFFICER)
    run(office())
    assert [message.recipient for message in _messages()] == [who.person_id]


def test_who_carries_on_for_a_merged_agency_is_told(urged: Urged) -> None:
    old = Agency.objects.create(
        code="cu", name="Sở cũ", kind="department", pack="langson", valid_to=date(2025, 6, 30)
    )
    Succession.objects.create(predecessor=old, successor=urged.industry, kind="merged", on=date(2025, 7, 1))
    urged.task("de-lai", TODAY, lead=old)
    run(office())
    assert [message.recipient for message in _messages()] == [scene.account("baocao").person_id]


def test_demo_tasks_are_told_demo_people_only(urged: Urged) -> None:
    person("that", urged.made.agencies[3], Role.REPORTING_OFFICER)
    demo = person("mau", urged.made.agencies[3], Role.REPORTING_OFFICER, illustrative=True)
    task = urged.task("minh-hoa", TODAY, lead=urged.made.agencies[3])
    _change(task, illustrative=True)
    run(office())
    assert [message.recipient for message in _messages()] == [demo.person_id]
    assert Urge.objects.get().illustrative and Run.objects.get().illustrative


def test_one_person_of_two_agencies_has_one_notice(urged: Urged) -> None:
    who = person("hai-noi", urged.made.agencies[3], Role.REPORTING_OFFICER)
    position = urged.made.agencies[4].positions.create(title="Kiêm nhiệm", role=Role.REPORTING_OFFICER)
    assert who.person is not None
    position.posts.create(person=who.person)
    urged.task("mot", TODAY, lead=urged.made.agencies[3])
    urged.task("hai", TODAY, lead=urged.made.agencies[4])
    run(office())
    assert [message.recipient for message in _messages()] == [who.person_id]
    assert "mot" in _messages()[0].values["lines"] and "hai" in _messages()[0].values["lines"]


def test_a_run_is_sealed_in_the_trail(urged: Urged) -> None:
    urged.task("cham", TODAY - timedelta(days=3))
    made = run(CLOCK, automatic=True)
    entry = AuditEntry.objects.filter(verb="urging.run").get()
    assert f"urging.Run:{made.pk}" in str(entry.data) or str(made.pk) in str(entry.data)

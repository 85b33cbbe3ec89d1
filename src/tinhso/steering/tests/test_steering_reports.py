"""A report from its sending to the status on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotSignedIn
from tinhso.base.events.models import OutboxEvent
from tinhso.indicators.models import Observation, State
from tinhso.people.models import Role, Succession
from tinhso.people.principals import ANONYMOUS
from tinhso.steering import actions
from tinhso.steering.errors import StaleForm
from tinhso.steering.models import IllustrativeState, Report, Target, TargetState, TaskState
from tinhso.steering.schemas import ReportDraft
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def draft(value: str = "75", period: str = "2026-10", **rest: object) -> ReportDraft:
    return ReportDraft(value=Decimal(value), period=period, done="Đã làm", **rest)


def status(target: Target) -> str:
    return TargetState.objects.get(target=target).status


def test_a_figure_counts_when_it_is_confirmed() -> None:
    target = make.target(due="80")
    officer, office = make.officer(target.lead), make.office()
    report = actions.submit_report(officer, target, draft("81.5"))
    assert report.state == Report.State.SUBMITTED
    assert not TargetState.objects.filter(target=target).exists()
    confirmed = actions.confirm_report(office, report.pk, version=report.version)
    assert confirmed.observation is not None
    assert confirmed.observation.state == State.CONFIRMED
    state = TargetState.objects.get(target=target)
    assert (state.status, state.value, state.dated) == ("exceeded", Decimal("81.5"), date(2026, 10, 31))
    stream = f"plan:{target.plan.full_slug}"
    assert list(AuditEntry.objects.filter(stream=stream).values_list("verb", flat=True)) == [
        "report.submit",
        "report.confirm",
    ]
    names = set(OutboxEvent.objects.values_list("name", flat=True))
    assert {"steering.reported", "steering.confirmed", "indicators.confirmed"} <= names
    assert chain.verify().broken is None


def test_returned_mended_and_confirmed() -> None:
    target = make.target(due="80")
    officer, office = make.officer(target.lead), make.office()
    report = actions.submit_report(officer, target, draft("8"))
    with pytest.raises(Invalid) as refused:
        actions.return_report(office, report.pk, reason=" ")
    assert refused.value.field == "reason"
    returned = actions.return_report(office, report.pk, reason="Thiếu một số 0")
    assert returned.decision_note == "Thiếu một số 0"
    with pytest.raises(Conflict):
        actions.confirm_report(office, report.pk)
    again = actions.resubmit(officer, report.pk, draft("80"), version=returned.version)
    actions.confirm_report(office, again.pk)
    assert status(target) == "met"
    states = Observation.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["submitted", "returned", "submitted", "confirmed"]


def test_the_same_key_is_the_same_report() -> None:
    target = make.target()
    officer = make.officer(target.lead)
    first = actions.submit_report(officer, target, draft(), idempotency_key="k1")
    second = actions.submit_report(officer, target, draft(), idempotency_key="k1")
    assert first.pk == second.pk
    assert Report.objects.count() == Observation.objects.count() == 1
    with pytest.raises(Conflict) as refused:
        actions.submit_report(officer, target, draft("76"), idempotency_key="k1")
    assert refused.value.field == "idempotency_key"
    with pytest.raises(Conflict):
        actions.submit_report(officer, make.target(lead=target.lead), draft(), idempotency_key="k1")


def test_one_report_of_a_period_waits_at_a_time() -> None:
    target = make.target()
    officer = make.officer(target.lead)
    actions.submit_report(officer, target, draft())
    with pytest.raises(Conflict) as refused:
        actions.submit_report(officer, target, draft("79"))
    assert refused.value.field == "period"


def test_somebody_elses_target() -> None:
    target = make.target()
    with pytest.raises(NotAllowed) as refused:
        actions.submit_report(make.officer(), target, draft())
    assert target.lead is not None
    assert target.lead.short_name in str(refused.value.hint)
    with pytest.raises(NotSignedIn):
        actions.submit_report(ANONYMOUS, target, draft())


def test_the_successor_reports_for_an_agency_that_ended() -> None:
    old, new = make.agency(valid_to=date(2025, 2, 28)), make.agency(valid_from=date(2025, 3, 1))
    Succession.objects.create(predecessor=old, successor=new, kind="merged", on=date(2025, 3, 1))
    report = actions.submit_report(make.officer(new), make.target(lead=old), draft())
    assert report.agency == new


def test_heads_confirm_inside_their_own_agency() -> None:
    target = make.target()
    report = actions.submit_report(make.officer(target.lead), target, draft())
    with pytest.raises(NotAllowed):
        actions.confirm_report(make.principal(Role.HEAD_OF_AGENCY), report.pk)
    with pytest.raises(NotAllowed):
        actions.confirm_report(make.officer(target.lead), report.pk)
    assert target.lead is not None
    actions.confirm_report(make.principal(Role.HEAD_OF_AGENCY, target.lead), report.pk)
    assert status(target) == "not_met"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"numerator": Decimal(12), "denominator": Decimal(10)}, "numerator"),
        ({"numerator": Decimal(-1), "denominator": Decimal(10)}, "numerator"),
        ({"period": "2026-13", "numerator": Decimal(1), "denominator": Decimal(10)}, "period"),
        ({"period": "", "numerator": Decimal(1), "denominator": Decimal(10)}, "period"),
        ({"dated": date(2026, 12, 1), "numerator": Decimal(1), "denominator": Decimal(10)}, "dated"),
        ({}, "numerator"),
    ],
)
def test_every_refusal_names_its_field(values: dict[str, object], field: str) -> None:
    target = make.target(indicator=make.indicator(kind="ratio"))
    with pytest.raises(Invalid) as refused:
        actions.submit_report(
            make.officer(target.lead), target, ReportDraft(**{"period": "2026-10", **values})
        )
    assert field in {problem.field for problem in refused.value.problems}
    assert not Report.objects.exists()


def test_a_plan_of_another_province_is_only_read() -> None:
    target = make.target(make.plan(pack="laocai"))
    with pytest.raises(Conflict):
        actions.submit_report(make.officer(target.lead), target, draft())


def test_a_stale_decision_is_refused() -> None:
    target = make.target()
    officer, office = make.officer(target.lead), make.office()
    report = actions.submit_report(officer, target, draft())
    seen = report.version
    actions.return_report(office, report.pk, reason="Sửa")
    actions.resubmit(officer, report.pk, draft("70"))
    with pytest.raises(StaleForm):
        actions.confirm_report(office, report.pk, version=seen)


def test_parts_of_a_collected_target_add_up_when_all_are_in() -> None:
    target = make.target(
        due="30", indicator=make.indicator(kind="count", adding="sum", decimals=0, unit="tổ")
    )
    communes = [make.place(f"0600{n}", "commune") for n in range(3)]
    agencies = [make.collector(target, at=commune) for commune in communes]
    office = make.office()
    for number, agency in enumerate(agencies):
        report = actions.submit_report(make.officer(agency), target, draft("10"))
        actions.confirm_report(office, report.pk)
        state = TargetState.objects.get(target=target)
        assert (state.reported, state.expected) == (number + 1, 3)
        assert state.status == ("met" if number == 2 else "unknown")
    report = actions.submit_report(make.officer(agencies[0]), target, draft("20", period="2026-11"))
    actions.confirm_report(office, report.pk)
    state = TargetState.objects.get(target=target)
    assert (state.status, state.value, state.reported) == ("met", Decimal(30), 1)


def test_what_a_demo_account_reports_never_counts() -> None:
    target = make.target(due="80")
    report = actions.submit_report(make.officer(target.lead, illustrative=True), target, draft("90"))
    actions.confirm_report(make.office(illustrative=True), report.pk)
    assert report.illustrative
    assert status(target) == "unknown"
    shown = IllustrativeState.objects.get(target=target)
    assert (shown.status, shown.illustrative) == ("exceeded", True)
    assert AuditEntry.objects.filter(stream=f"demo:plan:{target.plan.full_slug}").exists()


def test_a_task_changes_when_its_report_is_confirmed() -> None:
    task = make.task(deadline=date(2026, 10, 1))
    officer, office = make.officer(task.lead), make.office()
    with pytest.raises(Invalid) as refused:
        actions.submit_report(
            officer, task, ReportDraft(task_state=TaskState.DONE, task_done_on=date(2026, 12, 1))
        )
    assert {problem.field for problem in refused.value.problems} == {"task_done_on", "done"}
    sent = ReportDraft(task_state=TaskState.DONE, task_done_on=date(2026, 9, 30), done="Xong")
    report = actions.submit_report(officer, task, sent)
    task.refresh_from_db()
    assert task.state == TaskState.NOT_STARTED
    actions.confirm_report(office, report.pk)
    task.refresh_from_db()
    assert (task.state, task.done_on, task.progress) == (TaskState.DONE, date(2026, 9, 30), 100)
    assert task.events.get().state == TaskState.DONE


def test_a_demo_report_leaves_a_real_task_as_it_is() -> None:
    task = make.task()
    sent = ReportDraft(task_state=TaskState.IN_PROGRESS, done="Đang làm")
    report = actions.submit_report(make.officer(task.lead, illustrative=True), task, sent)
    actions.confirm_report(make.office(illustrative=True), report.pk)
    task.refresh_from_db()
    assert task.state == TaskState.NOT_STARTED
    assert task.events.get().illustrative

"""Confirming and returning reports."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.models import Fact
from tinhso.base.errors import Conflict, Invalid
from tinhso.indicators import actions as indicators
from tinhso.people.principals import Principal
from tinhso.steering import policies, state
from tinhso.steering.actions.reporting import lock_report
from tinhso.steering.actions.streams import stream
from tinhso.steering.actions.task_events import Change, apply
from tinhso.steering.depth import delivering, telling
from tinhso.steering.errors import StaleForm
from tinhso.steering.events import ReportConfirmed, ReportReturned
from tinhso.steering.models import Report, Task, TaskEvent, TaskState
from tinhso.steering.policies import Subject


def confirm_report(by: Principal, report_id: UUID, *, version: int | None = None, note: str = "") -> Report:
    """Confirm a report (xác nhận báo cáo): its figure is in force, or the task's state changes.

    The current state is brought up to date in the same transaction. Where levels of approval are laid down
    for the figure, this is the word of the level whose turn it is: before the last one the report goes on
    waiting. Raises NotAllowed naming who may; StaleForm when the report was sent again meanwhile; Conflict
    when it was decided already; Invalid (`reason`) ahead of a level without a note.
    """
    if _goes_on(by, report_id, note):
        return _pass_on(by, report_id, version, note)
    with acting(by, "report.confirm", reason=note.strip()) as act:
        report = _decidable(by, report_id, version)
        facts: list[Fact] = []
        if report.observation is not None:
            state.lock_measured(report.observation.indicator_id)
            decides = policies.decides_as(by, report)
            report.observation = indicators.confirm(decides, report.observation, note.strip())
            facts.append(report.observation)
        _decide(by, act, report, Report.State.CONFIRMED, note)
        if report.observation is not None:
            state.refresh_for(report.observation)
        if report.task_id:
            facts.append(_task_changes(act, report))
        _tell(act, report, facts)
        act.emit(
            ReportConfirmed(
                report=report.pk, agency=report.agency_id, target=report.target_id, task=report.task_id
            )
        )
    return report


def _task_changes(act: Act, report: Report) -> TaskEvent:
    """The task becomes what the report says. Raises Conflict while a required deliverable is not accepted."""
    task = _locked_task(report)
    if report.task_state == TaskState.DONE:
        delivering.require_accepted(task)
    event = apply(act, task, _change(report))
    telling.changed(act, task, event)
    return event


def _goes_on(by: Principal, report_id: UUID, note: str) -> bool:
    """Whether the word of this person leaves the report's figure waiting for another level."""
    report = Report.objects.select_related("agency", "observation").filter(pk=report_id).first()
    if report is None or report.observation is None or report.state != Report.State.SUBMITTED:
        return False
    decides = policies.decides_as(by, report)
    return decides is by and indicators.passes_on(decides, report.observation, note)


def _pass_on(by: Principal, report_id: UUID, version: int | None, note: str) -> Report:
    """The level whose turn it is approves the figure; the report waits for the next."""
    with acting(by, "report.approve", reason=note.strip()) as act:
        report = _decidable(by, report_id, version)
        figure = report.observation
        if figure is None:
            raise Conflict(_("Báo cáo này không có số liệu để duyệt."))
        report.observation = indicators.approve(by, figure, note.strip())
        report.version += 1
        report.save()
        _tell(act, report, [report.observation])
    return report


def return_report(by: Principal, report_id: UUID, *, reason: str, version: int | None = None) -> Report:
    """Return a report with what to mend (trả lại). Raises Invalid (`reason`), and as `confirm_report`."""
    if not reason.strip():
        raise Invalid(_("Nêu lý do trả lại để đơn vị biết cần sửa gì."), code="missing", field="reason")
    with acting(by, "report.return", reason=reason.strip()) as act:
        report = _decidable(by, report_id, version)
        facts: list[Fact] = []
        if report.observation is not None:
            decides = policies.decides_as(by, report)
            report.observation = indicators.return_(decides, report.observation, reason.strip())
            facts.append(report.observation)
        _decide(by, act, report, Report.State.RETURNED, reason)
        _tell(act, report, facts)
        act.emit(
            ReportReturned(
                report=report.pk, agency=report.agency_id, target=report.target_id, task=report.task_id
            )
        )
    return report


def _decidable(by: Principal, report_id: UUID, version: int | None) -> Report:
    report = lock_report(report_id)
    policies.require_confirm(by, report)
    if version is not None and version != report.version:
        raise StaleForm(report.version, {"version": report.version}, {"version": version})
    if report.state != Report.State.SUBMITTED:
        raise Conflict(
            _("Báo cáo này đã được xử lý: %(state)s bởi %(who)s.")
            % {"state": Report.State(report.state).label, "who": report.decided_label or "—"},
            hint=_("Tải lại trang để xem bản mới nhất."),
        )
    return report


def _decide(by: Principal, act: Act, report: Report, outcome: Report.State, note: str) -> None:
    report.state, report.decided_at, report.decision_note = outcome, act.now, note.strip()
    report.decided_by, report.decided_label = by.account_id, by.actor_label
    report.version += 1
    report.save()


def _locked_task(report: Report) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("plan").get(reports=report)


def _change(report: Report) -> Change:
    return Change(
        state=TaskState(report.task_state),
        dated=report.task_done_on or report.dated,
        done_on=report.task_done_on,
        progress=report.progress,
        note=report.done,
        illustrative=report.illustrative,
    )


def _tell(act: Act, report: Report, facts: list[Fact]) -> None:
    subject: Subject = report.target or report.task  # type: ignore[assignment]  # the database keeps one of them
    told = {"subject": subject.code, "period": report.period, "state": report.state}
    act.record(stream(subject.plan, illustrative=report.illustrative), subject=report, data=told, facts=facts)

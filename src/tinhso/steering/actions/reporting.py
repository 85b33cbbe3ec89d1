"""Sending reports: an envelope of words around a figure, or around a task's state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.hashing import label
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.files import actions as files_actions
from tinhso.base.files.models import StoredFile
from tinhso.indicators import actions as indicators
from tinhso.indicators.models import Observation, State
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.steering import policies
from tinhso.steering.actions import envelopes
from tinhso.steering.actions.streams import stream
from tinhso.steering.errors import require_fresh
from tinhso.steering.events import TargetReported
from tinhso.steering.models import Evidence, Report, Target, Task
from tinhso.steering.policies import Subject
from tinhso.steering.schemas import ReportDraft

_WORDS = ("done", "difficulties", "causes", "proposals")
_SUBMIT = "report.submit"


def submit_report(
    by: Principal,
    subject: Subject,
    draft: ReportDraft,
    *,
    idempotency_key: str = "",
    files: Sequence[File[Any]] = (),
) -> Report:
    """Send a report on a target or a task (gửi báo cáo); the figure is written as submitted.

    The same key by the same account answers with the same report; other content under it is a Conflict.
    Raises NotAllowed naming who may report; Invalid with every problem at its field; Conflict where the
    period's report waits for confirmation already, or the subject is retired.
    """
    try:
        with acting(by, _SUBMIT) as act:
            locked = _lock(subject)
            digest = envelopes.content_digest(locked, draft, [upload.name or "" for upload in files])
            return _sent_before(by, idempotency_key, digest) or _submit(
                act, by, locked, draft, idempotency_key, digest, files
            )
    except IntegrityError as error:
        if "report_idempotent" not in str(error):
            raise
        raise _other_content() from error


def _lock(subject: Subject) -> Subject:
    """The target or task, locked: reports on one thing are sent one after the other."""
    model = type(subject)
    found: Subject | None = (
        model._default_manager.select_for_update(of=("self",))
        .select_related("plan")
        .filter(pk=subject.pk)
        .first()
    )
    if found is None:
        raise NotFound(_("Không còn chỉ tiêu hoặc nhiệm vụ này."))
    return found


def _sent_before(by: Principal, key: str, digest: str) -> Report | None:
    """The report this key was used for. Raises Conflict when something else was sent."""
    if not key or not by.is_signed_in:
        return None
    found = Report.objects.filter(submitted_by=by.account_id, idempotency_key=key).first()
    if found is None:
        return None
    entry = AuditEntry.objects.filter(subject=label(found), verb=_SUBMIT).order_by("id").first()
    if entry is None or entry.data.get("content") != digest:
        raise _other_content()
    return found


def _other_content() -> Conflict:
    return Conflict(
        _("Mã gửi này đã dùng cho một báo cáo có nội dung khác."),
        code="idempotency",
        field="idempotency_key",
        hint=_("Tải lại trang rồi gửi lại để có mã mới."),
    )


def _submit(
    act: Act,
    by: Principal,
    subject: Subject,
    draft: ReportDraft,
    key: str,
    digest: str,
    files: Sequence[File[Any]],
) -> Report:
    agency = _agency(by, subject, draft)
    envelopes.require_open(subject)
    envelopes.require_told(subject, draft)
    _require_none_waiting(subject, agency, envelopes.period_of(draft))
    illustrative = by.illustrative or subject.illustrative
    figure = _figure(by, subject, draft, agency, illustrative=illustrative)
    report = Report(
        target=subject if isinstance(subject, Target) else None,
        task=subject if isinstance(subject, Task) else None,
        agency=agency,
        idempotency_key=key,
        illustrative=illustrative,
    )
    _fill(report, by, subject, draft, figure, act)
    report.save(force_insert=True)
    _attach(by, report, draft, files)
    _tell(act, subject, report, {"content": digest})
    return report


def _agency(by: Principal, subject: Subject, draft: ReportDraft) -> Agency:
    """The agency reported for: the one named, else the only one that can be meant."""
    allowed = policies.require_report(by, subject, policies.reporters(subject))
    if draft.agency:
        chosen = [agency for agency in allowed if agency.code == draft.agency]
        if not chosen:
            policies.require_report(by, subject, ())
        return chosen[0]
    acting_for = by.acting.agency_id if by.acting else None
    chosen = [agency for agency in allowed if agency.pk == acting_for] or allowed
    if len(chosen) > 1 and chosen == allowed and isinstance(subject, Target):
        raise Invalid(
            _("Chọn đơn vị mà báo cáo này nói tới."),
            field="agency",
            hint=", ".join(str(agency) for agency in allowed),
        )
    return chosen[0]


def _require_none_waiting(subject: Subject, agency: Agency, period: str) -> None:
    waiting = subject.reports.filter(agency=agency, period=period, state=Report.State.SUBMITTED)
    if waiting.exists():
        raise Conflict(
            _("%(agency)s đã gửi báo cáo kỳ này và đang chờ xác nhận.") % {"agency": agency},
            code="waiting",
            field="period",
            hint=_("Chờ xác nhận, hoặc đề nghị trả lại để sửa."),
        )


def _figure(
    by: Principal, subject: Subject, draft: ReportDraft, agency: Agency, *, illustrative: bool
) -> Observation | None:
    if not isinstance(subject, Target) or subject.indicator_id is None:
        return None
    wanted = envelopes.figure_of(subject, draft, agency)
    return indicators.record_observation(policies.on_behalf(by), wanted, illustrative=illustrative)


def _fill(
    report: Report, by: Principal, subject: Subject, draft: ReportDraft, figure: Observation | None, act: Act
) -> None:
    report.period = figure.period if figure else envelopes.period_of(draft)
    report.dated = figure.dated if figure else envelopes.own_date(subject, draft)
    report.observation = figure
    for name, value in envelopes.task_columns(subject, draft).items():
        setattr(report, name, value)
    for name in _WORDS:
        setattr(report, name, getattr(draft, name))
    report.state = Report.State.SUBMITTED
    report.submitted_at = act.now
    report.submitted_by, report.submitted_label = by.account_id, by.actor_label


def _sent_by(by: Principal, report: Report, draft: ReportDraft) -> list[StoredFile]:
    """The files that the draft names: the sender's own, or proof of this report already. Raises Invalid."""
    known = Evidence.objects.filter(report=report).values("file")
    own = Q(actor=by.account_id, actor__isnull=False) | Q(pk__in=known)
    stored = list(StoredFile.objects.filter(own, pk__in=draft.evidence))
    if len(stored) != len(set(draft.evidence)):
        raise Invalid(
            _("Không có tệp minh chứng này."),
            field="evidence",
            hint=_("Chỉ đính kèm được tệp do chính tài khoản này gửi."),
        )
    return stored


def _attach(by: Principal, report: Report, draft: ReportDraft, files: Sequence[File[Any]]) -> None:
    """Link the files stored before and keep the ones sent along. Raises Invalid (field `file`)."""
    stored = _sent_by(by, report, draft)
    for upload in files:
        if upload.file is not None:
            kept = files_actions.store(
                by, cast(BinaryIO, upload.file), name=upload.name or "", illustrative=report.illustrative
            )
            stored.append(kept)
    Evidence.objects.bulk_create(
        [Evidence(report=report, file=file, illustrative=report.illustrative) for file in stored],
        ignore_conflicts=True,
    )


def _tell(act: Act, subject: Subject, report: Report, data: dict[str, object]) -> None:
    facts = [report.observation] if report.observation else []
    told = {"subject": subject.code, "period": report.period, "state": report.state, **data}
    act.record(stream(subject.plan, illustrative=report.illustrative), subject=report, data=told, facts=facts)
    act.emit(
        TargetReported(
            report=report.pk, agency=report.agency_id, target=report.target_id, task=report.task_id
        )
    )


def resubmit(
    by: Principal,
    report_id: UUID,
    draft: ReportDraft,
    *,
    version: int | None = None,
    files: Sequence[File[Any]] = (),
) -> Report:
    """Send a returned report again, mended (gửi lại). Raises as `submit_report`, and StaleForm."""
    with acting(by, "report.resubmit") as act:
        report = lock_report(report_id)
        subject: Subject = report.target or report.task  # type: ignore[assignment]  # the database keeps one
        policies.require_report(by, subject, [report.agency])
        words = {name: getattr(report, name) for name in _WORDS}
        require_fresh(version, report.version, words, draft.model_dump(include=set(_WORDS)))
        if report.state != Report.State.RETURNED:
            raise Conflict(_("Chỉ báo cáo bị trả lại mới gửi lại được."), hint=_("Tải lại trang."))
        envelopes.require_open(subject)
        envelopes.require_told(subject, draft)
        figure = _mended(by, report, subject, draft)
        _fill(report, by, subject, draft, figure, act)
        report.version += 1
        report.save()
        _attach(by, report, draft, files)
        _tell(act, subject, report, {"version": report.version})
    return report


def _mended(by: Principal, report: Report, subject: Subject, draft: ReportDraft) -> Observation | None:
    """The figure sent again: it supersedes the returned one, unless it is of another period."""
    before = report.observation
    if before is None or not isinstance(subject, Target) or before.period != draft.period:
        return _figure(by, subject, draft, report.agency, illustrative=report.illustrative)
    wanted = envelopes.figure_of(subject, draft, report.agency)
    reason = _("Sửa theo yêu cầu khi bị trả lại: %(note)s") % {"note": report.decision_note}
    return indicators.correct(policies.on_behalf(by), before, wanted, reason, state=State.SUBMITTED)


def lock_report(report_id: UUID) -> Report:
    """The report, locked, with what it is about. Raises NotFound."""
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "target__plan", "task__plan", "agency", "observation"
    )
    found = rows.filter(pk=report_id).first()
    if found is None:
        raise NotFound(_("Không có báo cáo này."), field="report")
    return found

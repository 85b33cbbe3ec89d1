"""Pinning a report to a moment, and opening it again before it is issued."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Problem
from tinhso.papers.frozen import to_data
from tinhso.reports import policies, printing, queries
from tinhso.reports.actions.common import locked, reason_given, stream
from tinhso.reports.events import PeriodicReportFrozen
from tinhso.reports.figures.composing import Composition
from tinhso.reports.models import Contribution, Frozen, PeriodicReport, State


def lacking(row: PeriodicReport, found: Composition) -> list[Problem]:
    """What is not there: figures and who owes them, agencies that sent nothing, open proposals."""
    told = [
        Problem(
            "missing",
            f"{found.names.get(one.key, one.key)}: {one.missing}",
            one.key,
            _("Cần: %(agencies)s.") % {"agencies": ", ".join(one.owed)} if one.owed else one.remedy or None,
        )
        for one in found.missing
    ]
    waiting = (Contribution.State.WAITING, Contribution.State.RETURNED)
    for part in queries.contributions(row):
        if part.state in waiting:
            words = _("%(agency)s chưa gửi phần “%(part)s”.")
            told.append(
                Problem("waiting", words % {"agency": part.agency, "part": part.asks or part.slot}, part.slot)
            )
    for block in found.blocks:
        if block.kind == "proposal" and block.paragraphs:
            told.append(Problem("proposal", _("Còn một đoạn đề xuất chưa chấp nhận hoặc bỏ."), "body"))
    return told


def freeze(by: Actor, key: UUID, *, knowingly: bool = False, version: int | None = None) -> Frozen:
    """Pin every figure (chốt báo cáo). Raises NotAllowed; Conflict with what misses unless `knowingly`."""
    policies.require_compose(by)
    with acting(by, "reports.freeze") as act:
        row = locked(key, queries.ON_THE_WAY, version)
        return freeze_within(act, row, knowingly=knowingly)


def freeze_within(act: Act, row: PeriodicReport, *, knowingly: bool) -> Frozen:
    """The same inside another action's transaction."""
    found = printing.composition(row, act.now)
    missing = lacking(row, found)
    if missing and not knowingly:
        raise Conflict(
            _("Còn %(count)d mục chưa đủ; xem danh sách rồi chốt nếu vẫn cần.") % {"count": len(missing)},
            code="lacking",
            problems=missing,
        )
    content = {
        "paper": to_data(printing.live(row, found, draft=False)),
        "figures": [answer.as_json() | {"name": found.names[key]} for key, answer in found.answers.items()],
    }
    last = Frozen(
        report=row,
        as_of=row.as_of,
        known_at=act.now,
        missing=[{"what": str(one.message), "hint": str(one.hint or "")} for one in missing],
        digest=printing.digest(content),
        illustrative=row.illustrative,
        **content,
    )
    last.save(force_insert=True)
    row.state = State.FROZEN
    row.version += 1
    row.save(update_fields=["state", "version"])
    act.record(stream(row), subject=row, data={"digest": last.digest, "missing": len(missing)}, facts=[last])
    act.emit(PeriodicReportFrozen(report=row.pk, frozen=last.pk))
    return last


def thaw(by: Actor, key: UUID, *, reason: str) -> PeriodicReport:
    """Open a frozen report again (mở lại) before it is issued; what was pinned stays in its history."""
    policies.require_compose(by)
    told = reason_given(reason)
    with acting(by, "reports.thaw", reason=told) as act:
        row = locked(key, (State.FROZEN,))
        row.state = State.ASSEMBLING
        row.version += 1
        row.save(update_fields=["state", "version"])
        act.record(stream(row), subject=row, data={"state": row.state})
    return row

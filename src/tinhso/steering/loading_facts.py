"""Writing what packs publish about plans: reported totals, statements, and the demo's reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tinhso.base.actions import Act
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.packs.info import PackInfo
from tinhso.documents.loading import document_ids
from tinhso.indicators.loading import figure_ids
from tinhso.people.loading import account_labels, agency_ids
from tinhso.steering.actions.streams import stream
from tinhso.steering.loading import plan_rows, target_rows, task_rows
from tinhso.steering.models import Report, ReportedTotal, Statement, TaskRequest
from tinhso.steering.pack_items import ReportItem, RequestItem, StatementItem, TotalItem


def month_of(day: date) -> str:
    """The code of the month a report without a period is about."""
    return Period.of(PeriodKind.MONTH, day).code


def put_totals(pack: PackInfo, items: Sequence[TotalItem], act: Act, *, illustrative: bool = False) -> None:
    """Append reported totals; one of the same plan and date is superseded."""
    plans = plan_rows(item.plan for item in items)
    documents = document_ids(item.document for item in items)
    figures = figure_ids(pack.code, (item.observation for item in items))
    by_plan: dict[str, list[ReportedTotal]] = defaultdict(list)
    for item in items:
        plan = plans[item.plan]
        before = plan.reported_totals.filter(dated=item.dated, superseded_by=None).first()
        row = ReportedTotal(
            **item.model_dump(exclude={"plan", "document", "observation"}),
            plan=plan,
            document_id=documents[item.document],
            observation_id=figures.get(item.observation),
            supersedes=before,
            illustrative=illustrative,
        )
        row.save(force_insert=True)
        by_plan[item.plan].append(row)
    for slug, rows in by_plan.items():
        told = stream(plans[slug], illustrative=illustrative)
        act.record(told, subject="reported totals", data={"pack": pack.code}, facts=rows)


def put_statements(
    pack: PackInfo, items: Sequence[StatementItem], act: Act, *, illustrative: bool = False
) -> None:
    """Append statements; the newest of a date speaks."""
    targets = target_rows(item.target for item in items)
    documents = document_ids(item.document for item in items)
    rows = [
        Statement(
            target=targets[item.target],
            status=item.status,
            dated=item.dated,
            note=item.note,
            document_id=documents.get(item.document),
            illustrative=illustrative,
        )
        for item in items
    ]
    Statement.objects.bulk_create(rows)
    act.record(f"pack:{pack.code}", subject="statements", data={"written": len(rows)}, facts=rows)


def put_reports(pack: PackInfo, items: Sequence[ReportItem], act: Act, *, illustrative: bool = False) -> None:
    """Write reports as if they had been sent and decided by those accounts."""
    targets, tasks = target_rows(item.target for item in items), task_rows(item.task for item in items)
    agencies = agency_ids(item.agency for item in items)
    figures = figure_ids(pack.code, (item.observation for item in items))
    accounts = account_labels(name for item in items for name in (item.submitted_by, item.decided_by))
    nobody: tuple[UUID | None, str] = (None, "")
    nested = {"code", "target", "task", "agency", "observation", "submitted_by", "decided_by"}
    for item in items:
        sender, decider = accounts.get(item.submitted_by, nobody), accounts.get(item.decided_by, nobody)
        Report.objects.update_or_create(
            submitted_by=sender[0],
            idempotency_key=f"pack:{pack.code}:{item.code}",
            defaults={
                **item.model_dump(exclude=nested),
                "period": item.period or month_of(item.dated),
                "task_state": item.task_state or "",
                "target": targets.get(item.target),
                "task": tasks.get(item.task),
                "agency_id": agencies[item.agency],
                "observation_id": figures.get(item.observation),
                "submitted_label": sender[1],
                "decided_by": decider[0],
                "decided_label": decider[1],
                "illustrative": illustrative,
            },
        )
    act.record(f"pack:{pack.code}", subject="reports", data={"written": len(items)})


def put_requests(
    pack: PackInfo, items: Sequence[RequestItem], act: Act, *, illustrative: bool = False
) -> None:
    """Write open requests; one of a kind a task."""
    tasks, agencies = task_rows(item.task for item in items), agency_ids(item.agency for item in items)
    accounts = account_labels(item.asked_by for item in items)
    for item in items:
        TaskRequest.objects.update_or_create(
            task=tasks[item.task],
            kind=item.kind,
            decision=TaskRequest.Decision.OPEN,
            defaults={
                **item.model_dump(include={"until", "grounds", "asked_at"}),
                "agency_id": agencies[item.agency],
                "asked_by": accounts[item.asked_by][0],
                "illustrative": illustrative,
            },
        )
    act.record(f"pack:{pack.code}", subject="requests", data={"written": len(items)})

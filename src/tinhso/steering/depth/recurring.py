"""Work that comes back: laying patterns down, and making the next task ahead of time (nhiệm vụ định kỳ)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Invalid, NotFound
from tinhso.base.text import near_matches
from tinhso.people.principals import Principal
from tinhso.steering.actions import naming
from tinhso.steering.actions.editing import lock_plan
from tinhso.steering.actions.streams import stream
from tinhso.steering.actions.task_events import Change, apply
from tinhso.steering.depth import spans, telling
from tinhso.steering.depth.drafts import RecurrenceDraft
from tinhso.steering.errors import require_fresh
from tinhso.steering.events import PlanChanged
from tinhso.steering.models import (
    Deliverable,
    JointAgency,
    Plan,
    Recurrence,
    RecurrenceJoint,
    Task,
    TaskState,
)

_LINKS = {"lead", "joint", "goal", "pillar"}


def find(code: str) -> Recurrence:
    """The pattern of that code. Raises NotFound with near ones."""
    rows = Recurrence.objects.select_related("plan", "lead", "goal", "pillar")
    found = rows.filter(code=code).first()
    if found is None:
        near = near_matches(code, Recurrence.objects.values_list("code", flat=True), 3)
        raise NotFound(_("Không có nhiệm vụ định kỳ “%(code)s”.") % {"code": code}, near=near, field="code")
    return found


def draft_of(row: Recurrence) -> RecurrenceDraft:
    """A pattern as one would have to type it."""
    return RecurrenceDraft(
        **{name: getattr(row, name) for name in RecurrenceDraft.model_fields.keys() - _LINKS},
        lead=row.lead.code if row.lead else "",
        goal=row.goal.code if row.goal else "",
        pillar=row.pillar.code if row.pillar else "",
        joint=tuple(sorted(link.agency.code for link in row.joint_links.select_related("agency"))),
    )


def create(by: Principal, plan_id: UUID, draft: RecurrenceDraft) -> Recurrence:
    """Lay a pattern down (thêm nhiệm vụ định kỳ); the tasks already due to be made are made at once.

    Raises NotAllowed, Conflict (`code` taken), Invalid.
    """
    with acting(by, "recurrence.create") as act:
        plan = lock_plan(by, plan_id)
        naming.require_new(Recurrence.objects.all(), "code", draft.code)
        row = Recurrence(plan=plan, illustrative=plan.illustrative or by.illustrative)
        _fill(row, plan, draft)
        _told(act, row, draft.model_dump(mode="json"))
        make_due(act, row, clock.today())
    return row


def edit(by: Principal, row_id: UUID, draft: RecurrenceDraft, *, version: int | None) -> Recurrence:
    """Change a pattern; tasks made before stay as they are (sửa nhiệm vụ định kỳ). Raises StaleForm."""
    with acting(by, "recurrence.edit") as act:
        plan, row = _locked(by, row_id)
        require_fresh(version, row.version, dict(draft_of(row)), dict(draft))
        if draft.code != row.code:
            raise Invalid(_("Mã không đổi được: các nhiệm vụ đã tạo mang mã này."), field="code")
        if draft.every != row.every and row.tasks.exists():
            raise Invalid(
                _("Chu kỳ không đổi được khi đã có nhiệm vụ."),
                field="every",
                hint=_("Đặt ngày kết thúc cho mẫu này rồi lập mẫu mới."),
            )
        row.version += 1
        _fill(row, plan, draft)
        _told(act, row, draft.model_dump(mode="json"))
        make_due(act, row, clock.today())
    return row


def stop(by: Principal, row_id: UUID, day: date) -> Recurrence:
    """Make no task for turns that begin after `day` (dừng). Raises NotAllowed, Invalid (`ends_on`)."""
    with acting(by, "recurrence.stop") as act:
        _plan, row = _locked(by, row_id)
        if day < row.starts_on:
            raise Invalid(_("Ngày dừng đứng trước ngày bắt đầu."), field="ends_on")
        row.ends_on = day
        row.version += 1
        row.save()
        _told(act, row, {"ends_on": day})
    return row


def _locked(by: Principal, row_id: UUID) -> tuple[Plan, Recurrence]:
    found = Recurrence.objects.filter(pk=row_id).values_list("plan_id", flat=True).first()
    if found is None:
        raise NotFound(_("Không có nhiệm vụ định kỳ này."), field="recurrence")
    plan = lock_plan(by, found)
    row = Recurrence.objects.select_for_update(of=("self",)).get(pk=row_id)
    return plan, row


def _fill(row: Recurrence, plan: Plan, draft: RecurrenceDraft) -> None:
    for name, value in draft.model_dump(exclude=_LINKS).items():
        setattr(row, name, value)
    row.goal, row.pillar = naming.goal(plan, draft.goal), naming.pillar(plan, draft.pillar)
    row.lead = naming.agency(draft.lead)
    joint = naming.agencies(draft.joint, "joint")
    if row.lead in joint:
        raise Invalid(_("Đơn vị chủ trì không đồng thời là đơn vị phối hợp."), field="joint")
    row.save()
    row.joint_links.exclude(agency__in=joint).delete()
    for agency in joint:
        RecurrenceJoint.objects.get_or_create(
            recurrence=row, agency=agency, defaults={"illustrative": row.illustrative}
        )


def _told(act: Act, row: Recurrence, data: dict[str, object]) -> None:
    chain = stream(row.plan, illustrative=row.illustrative)
    act.record(chain, subject=row, data={"pattern": row.code, **data})
    act.emit(PlanChanged(plan=row.plan_id))


def wanted(row: Recurrence, today: date, since: date | None = None) -> Iterator[spans.Span]:
    """The turns whose tasks must exist by today and do not: after the last made, none left out.

    The first is the turn that holds the pattern's first day, or `since` where that is later.
    """
    last = row.tasks.order_by("-occurs").values_list("occurs", flat=True).first()
    if last is not None:
        span = spans.after(row.every, spans.read(row.every, last))
    else:
        span = spans.span_of(row.every, max(row.starts_on, since or row.starts_on))
    ahead = timedelta(days=row.ahead_days)
    until = min(row.ends_on or row.plan.ends_on, row.plan.ends_on)
    while span.start - ahead <= today and span.start <= until:
        yield span
        span = spans.after(row.every, span)


def make_due(act: Act, row: Recurrence, since: date | None = None) -> list[Task]:
    """Make the tasks of a locked pattern that are due to be made; making them again makes none.

    Of the turn in which the pattern begins none is made where it would have been due before that day.
    """
    calendar, today = current_calendar(), clock.today()
    order = Task.objects.filter(plan=row.plan_id).aggregate(last=Max("order"))["last"] or 0
    made = []
    for number, span in enumerate(list(wanted(row, today, since)), start=1):
        deadline = spans.due_on(calendar, row, span)
        if deadline < row.starts_on:
            continue
        task = Task.objects.create(
            plan=row.plan,
            goal=row.goal,
            pillar=row.pillar,
            recurrence=row,
            occurs=span.code,
            code=f"{row.code}-{span.code.lower()}",
            title=f"{row.title} ({span.label})",
            lead=row.lead,
            deliverable=row.deliverable,
            starts_on=span.start,
            deadline=deadline,
            order=min(order + number, 32767),
            illustrative=row.illustrative,
        )
        for link in row.joint_links.all():
            JointAgency.objects.create(task=task, agency_id=link.agency_id, illustrative=row.illustrative)
        if row.deliverable:
            Deliverable.objects.create(task=task, title=row.deliverable, illustrative=row.illustrative)
        apply(act, task, Change(TaskState.NOT_STARTED, min(span.start, today)))
        made.append(task)
    if made:
        _told(act, row, {"made": [task.code for task in made]})
        telling.given(act, made)
    return made


def make_all() -> int:
    """Make what is due of every running pattern of the home province; one transaction a pattern."""
    today, made = clock.today(), 0
    running = Recurrence.objects.filter(plan__pack=settings.HOME_PACK, plan__ends_on__gte=today)
    for key in running.values_list("pk", flat=True):
        with acting(SystemActor(_("Lịch công việc định kỳ")), "recurrence.make") as act:
            row = Recurrence.objects.select_for_update(of=("self",)).select_related("plan").get(pk=key)
            made += len(make_due(act, row))
    return made

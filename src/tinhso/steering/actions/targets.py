"""Adding and changing targets."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Invalid
from tinhso.people.principals import Principal
from tinhso.steering import state
from tinhso.steering.actions import items, naming
from tinhso.steering.actions.editing import lock_plan
from tinhso.steering.models import Collector, Plan, Target, TargetValue
from tinhso.steering.schemas import DueDraft, TargetDraft

_LINKS = {"goal", "pillar", "indicator", "place", "lead", "values", "collectors"}


def create_target(by: Principal, plan_id: UUID, draft: TargetDraft) -> Target:
    """Add a target (thêm chỉ tiêu). Raises NotAllowed, Conflict (`code` taken), Invalid at its field."""
    with acting(by, "target.create") as act:
        plan, target = lock_plan(by, plan_id), Target()
        items.begin(by, plan, target)
        _save(plan, target, draft)
        items.told(act, target, {"target": draft.model_dump(mode="json")})
    return target


def edit_target(by: Principal, target_id: UUID, draft: TargetDraft, *, version: int | None) -> Target:
    """Change a target (sửa chỉ tiêu); its state follows. Raises StaleForm with both versions."""
    with acting(by, "target.edit") as act:
        plan, target = items.locked(by, Target, target_id)
        changed = items.revise(target, draft, draft_of(target), version)
        _save(plan, target, draft)
        items.told(act, target, changed)
    return target


def draft_of(target: Target) -> TargetDraft:
    """A target as one would have to type it."""
    return TargetDraft(
        **{name: getattr(target, name) for name in TargetDraft.model_fields.keys() - _LINKS},
        **items.headed(target),
        indicator=target.indicator.code if target.indicator else "",
        place=target.place.code if target.place_id != target.plan.place_id else "",
        values=tuple(
            DueDraft(due_on=row.due_on, value=row.value, text=row.text) for row in target.values.all()
        ),
        collectors=tuple(sorted(row.agency.code for row in target.collectors.select_related("agency"))),
    )


def _save(plan: Plan, target: Target, draft: TargetDraft) -> None:
    _require_sensible(plan, draft)
    items.fill(plan, target, draft, links=_LINKS)
    target.indicator = naming.indicator(draft.indicator)
    target.place = naming.place(draft.place, min(plan.ends_on, clock.today())) or plan.place
    target.save()
    _put_values(target, draft)
    _put_collectors(target, draft)
    state.refresh([target])


def _require_sensible(plan: Plan, draft: TargetDraft) -> None:
    days = [due.due_on for due in draft.values]
    if len(set(days)) != len(days):
        raise Invalid(_("Mỗi ngày chỉ có một giá trị phải đạt."), field="values")
    if any(day < plan.starts_on for day in days):
        raise Invalid(
            _("Giá trị phải đạt đứng trước ngày bắt đầu của kế hoạch (%(day)s).")
            % {"day": f"{plan.starts_on:%d/%m/%Y}"},
            field="values",
        )
    if draft.baseline_on and draft.baseline is None:
        raise Invalid(_("Có ngày mà chưa có giá trị đầu kỳ."), field="baseline")


def _put_values(target: Target, draft: TargetDraft) -> None:
    """Values due as typed: changed in place, so that their history stays one line."""
    stored = {row.due_on: row for row in target.values.all()}
    for due in draft.values:
        row = stored.pop(due.due_on, None) or TargetValue(target=target, due_on=due.due_on)
        if row._state.adding or (row.value, row.text) != (due.value, due.text):
            row.value, row.text, row.illustrative = due.value, due.text, target.illustrative
            row.save()
    for row in stored.values():
        row.delete()


def _put_collectors(target: Target, draft: TargetDraft) -> None:
    wanted = {agency.pk: agency for agency in naming.agencies(draft.collectors, "collectors")}
    target.collectors.exclude(agency__in=wanted).delete()
    there = set(target.collectors.values_list("agency_id", flat=True))
    for agency in wanted.values():
        if agency.pk not in there:
            own = agency.place if agency.place_id != target.place_id else None
            Collector.objects.create(
                target=target, agency=agency, place=own, illustrative=target.illustrative
            )

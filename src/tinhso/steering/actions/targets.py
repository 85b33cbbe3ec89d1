"""Adding, changing and retiring targets."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.people.principals import Principal
from tinhso.steering import state
from tinhso.steering.actions import naming
from tinhso.steering.actions.editing import lock_plan, tell
from tinhso.steering.errors import require_fresh
from tinhso.steering.models import Collector, Plan, Target, TargetValue
from tinhso.steering.schemas import DueDraft, TargetDraft

_LINKS = {"goal", "pillar", "indicator", "place", "lead", "values", "collectors"}


def create_target(by: Principal, plan_id: UUID, draft: TargetDraft) -> Target:
    """Add a target (thêm chỉ tiêu). Raises NotAllowed, Conflict (`code` taken), Invalid at its field."""
    with acting(by, "target.create") as act:
        plan = lock_plan(by, plan_id)
        target = Target(plan=plan, illustrative=plan.illustrative or by.illustrative)
        target.order = (plan.targets.aggregate(last=Max("order"))["last"] or 0) + 1
        _save(plan, target, draft)
        told = {"target": draft.model_dump(mode="json")}
        tell(act, plan, told, illustrative=target.illustrative)
    return target


def edit_target(by: Principal, target_id: UUID, draft: TargetDraft, *, version: int | None) -> Target:
    """Change a target (sửa chỉ tiêu); its state follows. Raises StaleForm with both versions."""
    with acting(by, "target.edit") as act:
        plan, target = _locked(by, target_id)
        stored, typed = dict(draft_of(target)), dict(draft)
        require_fresh(version, target.version, stored, typed)
        target.version += 1
        _save(plan, target, draft)
        changed = {name for name in typed if typed[name] != stored[name]}
        told = {"target": target.code, "changed": draft.model_dump(mode="json", include=changed)}
        tell(act, plan, told, illustrative=target.illustrative)
    return target


def _locked(by: Principal, target_id: UUID) -> tuple[Plan, Target]:
    found = Target.objects.filter(pk=target_id).values_list("plan_id", flat=True).first()
    if found is None:
        raise NotFound(_("Không có chỉ tiêu này."), field="target")
    plan = lock_plan(by, found)
    rows = Target.objects.select_for_update(of=("self",)).select_related("goal", "pillar", "indicator")
    return plan, rows.get(pk=target_id)


def draft_of(target: Target) -> TargetDraft:
    """A target as one would have to type it."""
    return TargetDraft(
        **{name: getattr(target, name) for name in TargetDraft.model_fields.keys() - _LINKS},
        goal=target.goal.code if target.goal else "",
        pillar=target.pillar.code if target.pillar else "",
        indicator=target.indicator.code if target.indicator else "",
        place=target.place.code if target.place_id != target.plan.place_id else "",
        lead=target.lead.code if target.lead else "",
        values=tuple(
            DueDraft(due_on=row.due_on, value=row.value, text=row.text) for row in target.values.all()
        ),
        collectors=tuple(sorted(row.agency.code for row in target.collectors.select_related("agency"))),
    )


def _save(plan: Plan, target: Target, draft: TargetDraft) -> None:
    naming.require_new(Target.objects.all(), "code", draft.code, except_for=[target.pk])
    _require_sensible(plan, draft)
    for name, value in draft.model_dump(exclude=_LINKS).items():
        setattr(target, name, value)
    target.goal, target.pillar = naming.goal(plan, draft.goal), naming.pillar(plan, draft.pillar)
    target.indicator, target.lead = naming.indicator(draft.indicator), naming.agency(draft.lead)
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


def retire_target(by: Principal, target_id: UUID, *, reason: str, version: int | None = None) -> Target:
    """Stop pursuing a target from today (thôi thực hiện): it counts as not carried out, and stays readable.

    Raises Invalid (`reason`), Conflict when retired already, StaleForm.
    """
    if not reason.strip():
        raise Invalid(_("Nêu lý do thôi thực hiện."), code="missing", field="reason")
    with acting(by, "target.retire", reason=reason.strip()) as act:
        plan, target = _locked(by, target_id)
        require_fresh(version, target.version, {"title": target.title}, {"title": target.title})
        if target.retired_on is not None:
            raise Conflict(_("Chỉ tiêu này đã thôi thực hiện."))
        target.retired_on, target.retired_reason = clock.today(), reason.strip()
        target.version += 1
        target.save()
        state.refresh([target])
        tell(
            act, plan, {"target": target.code, "retired": target.retired_on}, illustrative=target.illustrative
        )
    return target

"""Writing what packs say of pillars, plans, goals, targets, tasks and who collects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.errors import NotFound
from tinhso.base.packs.naming import rows_by
from tinhso.documents.loading import document_ids
from tinhso.indicators.loading import indicator_rows, told_at
from tinhso.people.loading import agency_ids
from tinhso.places.resolving import PlaceRows
from tinhso.steering.actions.streams import stream
from tinhso.steering.models import (
    Collector,
    Goal,
    JointAgency,
    Pillar,
    Plan,
    Service,
    Target,
    TargetValue,
    Task,
    TaskEvent,
)
from tinhso.steering.pack_items import (
    CollectorItem,
    GoalItem,
    PillarItem,
    PlanItem,
    TargetItem,
    TaskItem,
)


def plan_rows(slugs: Iterable[str]) -> dict[str, Plan]:
    """Plans by full slug. Raises NotFound."""
    return rows_by(
        Plan.objects.all(), "full_slug", slugs, missing=_("Không có kế hoạch “%(code)s”."), field="plan"
    )


def target_rows(codes: Iterable[str]) -> dict[str, Target]:
    """Targets by code. Raises NotFound."""
    return rows_by(
        Target.objects.all(),
        "code",
        codes,
        missing=_("Không có chỉ tiêu mang mã “%(code)s”."),
        field="target",
    )


def task_rows(codes: Iterable[str]) -> dict[str, Task]:
    """Tasks by code. Raises NotFound."""
    return rows_by(
        Task.objects.all(), "code", codes, missing=_("Không có nhiệm vụ mang mã “%(code)s”."), field="task"
    )


def put_pillars(pack: str, items: Sequence[PillarItem], act: Act, *, illustrative: bool = False) -> None:
    """Write pillars."""
    for item in items:
        Pillar.objects.update_or_create(
            pack=pack,
            code=item.code,
            defaults={
                "name": item.name.vi,
                "name_en": item.name.en,
                "national": item.national,
                "order": item.order,
                "illustrative": illustrative,
            },
        )
    act.record(f"pack:{pack}", subject="pillars", data={"written": len(items)})


def put_plans(pack: str, items: Sequence[PlanItem], act: Act, *, illustrative: bool = False) -> None:
    """Write plans, then which follows which."""
    places = PlaceRows(item.place for item in items)
    documents = document_ids(item.document for item in items)
    for item in items:
        plan, _created = Plan.objects.update_or_create(
            full_slug=item.full_slug,
            defaults={
                **item.model_dump(exclude={"full_slug", "place", "title", "document", "previous"}),
                "title": item.title.vi,
                "title_en": item.title.en,
                "place": places.last(item.place),
                "document_id": documents.get(item.document),
                "pack": pack,
                "illustrative": illustrative,
            },
        )
        act.record(stream(plan), subject=plan, data={"pack": pack})
    before = plan_rows(item.previous for item in items)
    for item in items:
        if item.previous:
            Plan.objects.filter(full_slug=item.full_slug).update(previous=before[item.previous])


class _Headings:
    """Pillars and goals by the codes that packs give them."""

    def __init__(self, pack: str) -> None:
        self._pillars = dict(Pillar.objects.filter(pack=pack).values_list("code", "id"))
        self._goals: dict[tuple[UUID, str], UUID] = {
            (plan, code): key
            for plan, code, key in Goal.objects.filter(plan__pack=pack).values_list("plan_id", "code", "id")
        }

    def pillar(self, code: str) -> UUID | None:
        """The id of that pillar. Raises NotFound."""
        if code and code not in self._pillars:
            raise NotFound(_("Không có trụ cột “%(code)s”.") % {"code": code}, field="pillar")
        return self._pillars.get(code)

    def goal(self, plan: Plan, code: str) -> UUID | None:
        """The id of that goal of the plan. Raises NotFound."""
        if code and (plan.pk, code) not in self._goals:
            raise NotFound(_("Kế hoạch không có mục tiêu “%(code)s”.") % {"code": code}, field="goal")
        return self._goals.get((plan.pk, code))


def put_goals(pack: str, items: Sequence[GoalItem], act: Act, *, illustrative: bool = False) -> None:
    """Write the headings of plans."""
    plans, headings = plan_rows(item.plan for item in items), _Headings(pack)
    for item in items:
        Goal.objects.update_or_create(
            plan=plans[item.plan],
            code=item.code,
            defaults={
                "title": item.title,
                "pillar_id": headings.pillar(item.pillar),
                "order": item.order,
                "illustrative": illustrative,
            },
        )
    act.record(f"pack:{pack}", subject="goals", data={"written": len(items)})


def put_targets(pack: str, items: Sequence[TargetItem], act: Act, *, illustrative: bool = False) -> None:
    """Write targets with the values due."""
    plans, headings = plan_rows(item.plan for item in items), _Headings(pack)
    indicators = indicator_rows(item.indicator for item in items)
    agencies = agency_ids(item.lead for item in items)
    places = PlaceRows(item.place for item in items)
    plain = {"direction", "baseline", "baseline_on", "clause", "note", "order"}
    for item in items:
        plan = plans[item.plan]
        target, _created = Target.objects.update_or_create(
            code=item.code,
            defaults={
                **item.model_dump(include=plain),
                "plan": plan,
                "goal_id": headings.goal(plan, item.goal),
                "pillar_id": headings.pillar(item.pillar),
                "indicator": indicators.get(item.indicator),
                "place": places.last(item.place),
                "title": item.title.vi,
                "title_en": item.title.en,
                "lead_id": agencies.get(item.lead),
                "illustrative": illustrative,
            },
        )
        for due in item.values:
            TargetValue.objects.update_or_create(
                target=target,
                due_on=due.due_on,
                defaults={"value": due.value, "text": due.text, "illustrative": illustrative},
            )
        target.values.exclude(due_on__in=[due.due_on for due in item.values]).delete()
    act.record(f"pack:{pack}", subject="targets", data={"written": len(items)})


def put_collectors(
    pack: str, items: Sequence[CollectorItem], act: Act, *, illustrative: bool = False
) -> None:
    """Write who reports parts of targets."""
    targets = target_rows(item.target for item in items)
    agencies = agency_ids(item.agency for item in items)
    places = PlaceRows(item.place for item in items)
    for item in items:
        Collector.objects.update_or_create(
            target=targets[item.target],
            agency_id=agencies[item.agency],
            defaults={"place": places.last_or_none(item.place), "illustrative": illustrative},
        )
    act.record(f"pack:{pack}", subject="collectors", data={"written": len(items)})


def put_tasks(pack: str, items: Sequence[TaskItem], act: Act, *, illustrative: bool = False) -> None:
    """Write tasks with those who work along, the targets they serve, and the event that gave their state."""
    plans, headings = plan_rows(item.plan for item in items), _Headings(pack)
    agencies = agency_ids(code for item in items for code in (item.lead, *item.joint))
    targets = target_rows(code for item in items for code in item.targets)
    nested = {"code", "plan", "title", "goal", "pillar", "parent", "lead", "joint", "targets"}
    events: list[TaskEvent] = []
    for item in items:
        plan = plans[item.plan]
        task, _created = Task.objects.update_or_create(
            code=item.code,
            defaults={
                **item.model_dump(exclude=nested),
                "plan": plan,
                "goal_id": headings.goal(plan, item.goal),
                "pillar_id": headings.pillar(item.pillar),
                "title": item.title.vi,
                "title_en": item.title.en,
                "lead_id": agencies.get(item.lead),
                "illustrative": illustrative,
            },
        )
        _link(task, [agencies[code] for code in item.joint], [targets[code] for code in item.targets])
        events.append(_event(task, item, act))
    TaskEvent.objects.bulk_create(events)
    parents = task_rows(item.parent for item in items)  # after all are there: a part may stand before it
    for item in items:
        above = parents[item.parent] if item.parent else None
        Task.objects.filter(code=item.code).exclude(parent=above).update(parent=above)
    act.record(f"pack:{pack}", subject="tasks", data={"written": len(items)}, facts=events)


def _link(task: Task, agencies: Sequence[UUID], targets: Sequence[Target]) -> None:
    marked = {"illustrative": task.illustrative}
    for agency in agencies:
        JointAgency.objects.update_or_create(task=task, agency_id=agency, defaults=marked)
    for target in targets:
        Service.objects.update_or_create(task=task, target=target, defaults=marked)
    task.joint_links.exclude(agency_id__in=agencies).delete()
    task.served.exclude(target__in=targets).delete()


def _event(task: Task, item: TaskItem, act: Act) -> TaskEvent:
    """The fact behind the state: a task's state of any day follows from its events."""
    day = item.done_on or item.starts_on or task.plan.starts_on
    return TaskEvent(
        task=task,
        dated=day,
        recorded_at=told_at(day, act) if task.illustrative else act.now,
        state=item.state,
        deadline=item.deadline,
        done_on=item.done_on,
        progress=item.progress,
        illustrative=task.illustrative,
    )

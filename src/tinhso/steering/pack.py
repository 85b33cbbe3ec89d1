"""What a pack says of steering: pillars, plans, goals, targets, who collects, tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.steering import loading, pack_depth, pack_facts
from tinhso.steering.models import Collector, Goal, Pillar, Plan, Target, Task, TaskState
from tinhso.steering.pack_items import (
    CollectorItem,
    GoalItem,
    PillarItem,
    PlanItem,
    TargetItem,
    TaskItem,
    ValueItem,
)
from tinhso.steering.state import rebuild_all


def _columns(row: models.Model, item: type[Any], without: Collection[str]) -> dict[str, Any]:
    """The columns of a row that its item names the same way."""
    return {name: getattr(row, name) for name in item.model_fields.keys() - set(without)}


class Pillars(BatchSection[PillarItem]):
    """The section `pillars`."""

    name = "pillars"
    schema = PillarItem
    files = ("pillars.yaml",)

    def key(self, item: PillarItem) -> str:
        """The code, the pack's own."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, PillarItem]:
        """The stored pillars of this pack."""
        rows = Pillar.objects.filter(pack=pack.code, code__in=keys)
        return {
            row.code: PillarItem(
                code=row.code,
                name=Words(vi=row.name, en=row.name_en),
                national=Pillar.National(row.national),
                order=row.order,
            )
            for row in rows
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[PillarItem], act: Act, *, illustrative: bool
    ) -> None:
        """All pillars."""
        loading.put_pillars(pack.code, items, act, illustrative=illustrative)


class Plans(BatchSection[PlanItem]):
    """The section `plans`."""

    name = "plans"
    schema = PlanItem
    files = ("plans.yaml", "plans/plans.yaml")

    def key(self, item: PlanItem) -> str:
        """The slug that is unique everywhere."""
        return item.full_slug

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, PlanItem]:
        """The stored plans."""
        del pack
        rows = Plan.objects.filter(full_slug__in=keys).select_related("place", "document", "previous")
        return {
            row.full_slug: PlanItem.model_validate(
                {
                    **_columns(row, PlanItem, {"title", "place", "document", "previous"}),
                    "title": Words(vi=row.title, en=row.title_en),
                    "place": row.place.code,
                    "document": row.document.slug if row.document else "",
                    "previous": row.previous.full_slug if row.previous else "",
                }
            )
            for row in rows
        }

    def write_many(self, pack: PackInfo, items: Sequence[PlanItem], act: Act, *, illustrative: bool) -> None:
        """All plans."""
        loading.put_plans(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[PlanItem]], everything: Catalogue) -> Iterable[Finding]:
        """Documents exist; the full slug names the pack; time runs forward."""
        yield from unknown_codes(items, "document", everything.keys("documents"))
        yield from unknown_codes(items, "previous", everything.keys("plans"))
        for item in items:
            if item.value.ends_on < item.value.starts_on:
                yield item.error("ends_on", _("không trước ngày bắt đầu"), item.value.ends_on)


class Goals(BatchSection[GoalItem]):
    """The section `goals`."""

    name = "goals"
    schema = GoalItem
    files = ("goals.yaml", "plans/goals.yaml")

    def key(self, item: GoalItem) -> str:
        """Plan and code."""
        return f"{item.plan}|{item.code}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, GoalItem]:
        """The stored goals."""
        del pack
        rows = Goal.objects.filter(plan__full_slug__in={key.partition("|")[0] for key in keys})
        found = (
            GoalItem(
                plan=row.plan.full_slug,
                code=row.code,
                title=row.title,
                pillar=row.pillar.code if row.pillar else "",
                order=row.order,
            )
            for row in rows.select_related("plan", "pillar")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(self, pack: PackInfo, items: Sequence[GoalItem], act: Act, *, illustrative: bool) -> None:
        """All goals."""
        loading.put_goals(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[GoalItem]], everything: Catalogue) -> Iterable[Finding]:
        """Plans and pillars exist."""
        yield from unknown_codes(items, "plan", everything.keys("plans"))
        yield from unknown_codes(items, "pillar", everything.keys("pillars"))


class Targets(BatchSection[TargetItem]):
    """The section `targets`."""

    name = "targets"
    schema = TargetItem
    files = ("targets.yaml", "targets/*.yaml")
    follows = ("figures", "collectors", "statements")

    def key(self, item: TargetItem) -> str:
        """The code, unique everywhere."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, TargetItem]:
        """The stored targets with the values due."""
        del pack
        rows = Target.objects.filter(code__in=keys).prefetch_related("values")
        rows = rows.select_related("plan", "place", "goal", "pillar", "indicator", "lead")
        return {row.code: _target(row) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[TargetItem], act: Act, *, illustrative: bool
    ) -> None:
        """All targets."""
        loading.put_targets(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[TargetItem]], everything: Catalogue) -> Iterable[Finding]:
        """Plans, indicators, pillars and leads exist; values of one target are due on different days."""
        for field, section in (("plan", "plans"), ("indicator", "indicators"), ("lead", "agencies")):
            yield from unknown_codes(items, field, everything.keys(section))
        yield from unknown_codes(items, "pillar", everything.keys("pillars"))
        for item in items:
            days = [due.due_on for due in item.value.values]
            if len(set(days)) != len(days):
                yield item.error("values", _("mỗi ngày đến hạn một giá trị"))

    def finish(self, pack: PackInfo, act: Act) -> None:
        """Where the targets stand follows from targets, figures, collectors and statements."""
        del pack, act
        rebuild_all()


def _target(row: Target) -> TargetItem:
    nested = {"plan", "place", "title", "goal", "pillar", "indicator", "lead", "values"}
    return TargetItem.model_validate(
        {
            **_columns(row, TargetItem, nested),
            "plan": row.plan.full_slug,
            "place": row.place.code,
            "title": Words(vi=row.title, en=row.title_en),
            "goal": row.goal.code if row.goal else "",
            "pillar": row.pillar.code if row.pillar else "",
            "indicator": row.indicator.code if row.indicator else "",
            "lead": row.lead.code if row.lead else "",
            "values": tuple(
                ValueItem(due_on=due.due_on, value=due.value, text=due.text) for due in row.values.all()
            ),
        }
    )


class Collectors(BatchSection[CollectorItem]):
    """The section `collectors`: who reports which target."""

    name = "collectors"
    schema = CollectorItem
    files = ("collectors.yaml", "assignments.yaml")

    def key(self, item: CollectorItem) -> str:
        """Target and agency."""
        return f"{item.target}|{item.agency}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, CollectorItem]:
        """The stored collectors."""
        del pack
        rows = Collector.objects.filter(target__code__in={key.partition("|")[0] for key in keys})
        found = (
            CollectorItem(
                target=row.target.code, agency=row.agency.code, place=row.place.code if row.place else ""
            )
            for row in rows.select_related("target", "agency", "place")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[CollectorItem], act: Act, *, illustrative: bool
    ) -> None:
        """All collectors."""
        loading.put_collectors(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[CollectorItem]], everything: Catalogue) -> Iterable[Finding]:
        """Targets and agencies exist."""
        yield from unknown_codes(items, "target", everything.keys("targets"))
        yield from unknown_codes(items, "agency", everything.keys("agencies"))


class Tasks(BatchSection[TaskItem]):
    """The section `tasks`."""

    name = "tasks"
    schema = TaskItem
    files = ("tasks.yaml", "tasks/*.yaml")

    def key(self, item: TaskItem) -> str:
        """The code, unique everywhere."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, TaskItem]:
        """The stored tasks."""
        del pack
        rows = Task.objects.filter(code__in=keys).select_related("plan", "goal", "pillar", "lead", "parent")
        return {row.code: _task(row) for row in rows.prefetch_related("joint", "targets")}

    def write_many(self, pack: PackInfo, items: Sequence[TaskItem], act: Act, *, illustrative: bool) -> None:
        """All tasks."""
        loading.put_tasks(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[TaskItem]], everything: Catalogue) -> Iterable[Finding]:
        """Everything named exists; a task that is done says when."""
        for field, section in (
            ("plan", "plans"),
            ("pillar", "pillars"),
            ("lead", "agencies"),
            ("joint", "agencies"),
            ("targets", "targets"),
        ):
            yield from unknown_codes(items, field, everything.keys(section))
        for item in items:
            if item.value.state == TaskState.DONE and item.value.done_on is None:
                yield item.error("done_on", _("ngày hoàn thành của nhiệm vụ đã hoàn thành"))


def _task(row: Task) -> TaskItem:
    nested = {"plan", "title", "goal", "pillar", "parent", "lead", "joint", "targets"}
    return TaskItem.model_validate(
        {
            **_columns(row, TaskItem, nested),
            "plan": row.plan.full_slug,
            "title": Words(vi=row.title, en=row.title_en),
            "goal": row.goal.code if row.goal else "",
            "pillar": row.pillar.code if row.pillar else "",
            "parent": row.parent.code if row.parent else "",
            "lead": row.lead.code if row.lead else "",
            "joint": tuple(sorted(agency.code for agency in row.joint.all())),
            "targets": tuple(sorted(target.code for target in row.targets.all())),
        }
    )


_INSIDE = (*pack_facts.SECTIONS, *pack_depth.SECTIONS)
SECTIONS = (Pillars(), Plans(), Goals(), Targets(), Collectors(), Tasks(), *_INSIDE)

"""Finding plans, targets and tasks by the names in addresses."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.steering.models import Goal, Plan, Target, Task
from tinhso.steering.queries.slugs import plan_by_slug as find_plan

__all__ = ["find_plan", "find_target", "find_task", "goal_of", "is_home", "plans_of_home"]


def plans_of_home() -> QuerySet[Plan]:
    """The home province's issued plans in their order; those of reference packs are never among them."""
    rows = Plan.objects.filter(pack=settings.HOME_PACK).exclude(stage=Plan.Stage.DRAFT)
    return rows.select_related("document__issuer", "place")


def is_home(plan: Plan) -> bool:
    """Whether the plan is the home province's own, and so counts in its totals."""
    return bool(plan.pack == settings.HOME_PACK)


def goal_of(plan: Plan, key: UUID) -> Goal:
    """That goal of the plan. Raises NotFound."""
    found = plan.goals.select_related("pillar").filter(pk=key).first()
    if found is None:
        raise NotFound(_("Kế hoạch không có mục tiêu này."), field="goal")
    return found


def find_target(code: str) -> Target:
    """The target of that code with all around it. Raises NotFound with near matches."""
    around = ("plan__document", "plan__place", "goal__pillar", "pillar", "indicator", "lead", "place")
    found = Target.objects.select_related(*around, "current").filter(code=code).first()
    if found is None:
        known = list(Target.objects.values_list("code", flat=True))
        raise NotFound(
            _("Không có chỉ tiêu mang mã “%(code)s”.") % {"code": code},
            near=near_matches(code, known),
            field="code",
        )
    return found


_ALIKE = 2_000
"""Codes that begin alike, among which near ones are looked for."""


def find_task(code: str) -> Task:
    """The task of that code with all around it. Raises NotFound with near matches."""
    around = ("plan__document", "plan__place", "goal__pillar", "pillar", "lead")
    found = Task.objects.select_related(*around).filter(code=code).first()
    if found is None:
        alike = Task.objects.filter(code__startswith=code[:3]) if code else Task.objects.all()
        known = list(alike.order_by("code").values_list("code", flat=True)[:_ALIKE])
        raise NotFound(
            _("Không có nhiệm vụ mang mã “%(code)s”.") % {"code": code},
            near=near_matches(code, known),
            field="code",
        )
    return found

"""Plans, targets and tasks by words, tones ignored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from tinhso.base.text import fold
from tinhso.steering.models import Pillar, Plan, Target, Task

Thing = TypeVar("Thing", Plan, Target, Task)


def _matching(rows: Iterable[Thing], words: str, *fields: str) -> list[Thing]:
    """Rows in which every word occurs; a province has hundreds of them, so they are folded here."""
    wanted = fold(words).split()
    found = []
    for row in rows:
        text = fold(" ".join(str(getattr(row, field)) for field in fields))
        if wanted and all(word in text for word in wanted):
            found.append(row)
    return found


def plans(words: str) -> list[Plan]:
    """Plans by title, slug or the notation of their document."""
    rows = Plan.objects.select_related("document")
    return _matching(rows, words, "title", "title_en", "short_title", "full_slug", "document")


def targets(words: str) -> list[Target]:
    """Targets by title or code."""
    return _matching(Target.objects.select_related("plan"), words, "title", "title_en", "code")


def tasks(words: str) -> list[Task]:
    """Tasks by title or code."""
    return _matching(Task.objects.select_related("plan", "lead"), words, "title", "title_en", "code")


def all_plans() -> QuerySet[Plan]:
    """Every province's plans in their order, with document and place."""
    return Plan.objects.select_related("document__issuer", "place").order_by("order", "-starts_on", "slug")


def pillars_of(plan: Plan) -> QuerySet[Pillar]:
    """The pillars of the plan's province, in their order."""
    return Pillar.objects.filter(pack=plan.pack)

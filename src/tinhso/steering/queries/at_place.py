"""What the home province's running plans ask of a place."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from tinhso.base.calendar import national_calendar
from tinhso.places.models import Place
from tinhso.steering.models import Collector, Plan, Target, Task
from tinhso.steering.queries.doings import rows_of
from tinhso.steering.queries.shapes import TargetRow, TaskRow
from tinhso.steering.queries.standings import now_rows


@dataclass(frozen=True)
class AtPlace:
    """Targets measured at the place, or led or collected by its agencies; tasks that its agencies lead."""

    targets: tuple[TargetRow, ...]
    tasks: tuple[TaskRow, ...]


def at_place(place: Place, *, with_illustrative: bool = False) -> AtPlace:
    """Of plans in force, as they stand now; at most four queries. Working days are not counted here."""
    plans = Q(plan__pack=settings.HOME_PACK, plan__stage=Plan.Stage.IN_FORCE, retired_on=None)
    shown = plans if with_illustrative else plans & Q(illustrative=False)
    collecting = Collector.objects.filter(target=OuterRef("pk"))
    if not with_illustrative:
        collecting = collecting.filter(illustrative=False)
    here = Q(place=place) | Q(lead__place=place)
    targets = Target.objects.filter(
        shown, here | Exists(collecting.filter(Q(place=place) | Q(agency__place=place)))
    )
    tasks = Task.objects.filter(shown, lead__place=place).order_by("deadline", "plan__order", "order", "code")
    return AtPlace(
        tuple(now_rows(targets, with_illustrative=with_illustrative)),
        tuple(rows_of(tasks, with_illustrative=with_illustrative, calendar=national_calendar())),
    )

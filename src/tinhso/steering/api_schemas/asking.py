"""What lists of targets and of tasks are narrowed by."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from pydantic import BaseModel, Field

from tinhso.base import clock
from tinhso.base.text import fold
from tinhso.steering.models import Plan, Target, TargetStatus, Task

Row = TypeVar("Row", Plan, Target, Task)
Item = TypeVar("Item", Target, Task)

ORDER = ("plan__order", "plan__full_slug", "order", "code")
"""Plan by plan, in the plan's order; none of these columns is ever empty."""

Words = Annotated[str, Field(max_length=200)]


class Asked(BaseModel):
    """Words and codes that every item must answer to; nothing asked lets all items in."""

    q: Annotated[Words, Field(description="Every word occurs in title or code; tones ignored")] = ""
    plan: Annotated[Words, Field(description="A plan's slug, short or full")] = ""
    pillar: Annotated[Words, Field(description="A pillar's code")] = ""
    lead: Annotated[Words, Field(description="The code of the lead agency")] = ""
    home: Annotated[bool | None, Field(description="Only the home province's, or only others'")] = None
    retired: Annotated[bool, Field(description="Retired ones too")] = False
    illustrative: Annotated[bool, Field(description="Demonstration rows too, marked as such")] = False

    def narrow(self, rows: QuerySet[Item], plan: Plan | None, as_of: dt.date | None = None) -> QuerySet[Item]:
        """The items asked for, in `ORDER`; `plan` is the one that `self.plan` names. `as_of` leaves out
        those of plans issued later.
        """
        found = rows.filter(self._where(plan, as_of or clock.today()))
        if as_of:
            found = found.filter(issued(as_of, "plan__"))
        return named(found, self.q, "title", "code").order_by(*ORDER)

    def _where(self, plan: Plan | None, day: dt.date) -> Q:
        where = Q(plan=plan) if plan else Q()
        if self.pillar:
            where &= Q(pillar__code=self.pillar) | Q(pillar=None, goal__pillar__code=self.pillar)
        if self.lead:
            where &= Q(lead__code=self.lead)
        if self.home is not None:
            own = Q(plan__pack=settings.HOME_PACK)
            where &= own if self.home else ~own
        if not self.retired:
            where &= Q(retired_on=None) | Q(retired_on__gt=day)
        return where if self.illustrative else where & Q(illustrative=False)


def issued(day: dt.date, prefix: str = "") -> Q:
    """Plans whose document is not dated later than `day`; without one, plans that began by then. From today
    on those too that are only being prepared.
    """
    undated = Q(**{f"{prefix}document__date": None})
    if day < clock.today():
        undated &= Q(**{f"{prefix}starts_on__lte": day})
    return undated | Q(**{f"{prefix}document__date__lte": day})


def named(rows: QuerySet[Row], words: str, *columns: str) -> QuerySet[Row]:
    """Rows in whose `columns` every word occurs, tones ignored."""
    wanted = fold(words).split()
    if not wanted:
        return rows
    if rows.model is Task:  # very many: their words are stored
        for word in wanted:
            rows = rows.filter(search_key__contains=word)
        return rows
    told = ((pk, fold(" ".join(texts))) for pk, *texts in rows.values_list("pk", *columns))
    return rows.filter(pk__in=[pk for pk, text in told if all(word in text for word in wanted)])


def standing(name: str, *, illustrative: bool) -> Coalesce:
    """`status` or `outlook` now, the demonstration's where it is looked at; nothing known is unknown."""
    columns = [*([f"shown__{name}"] if illustrative else []), f"current__{name}"]
    return Coalesce(*columns, Value(TargetStatus.UNKNOWN.value if name == "status" else ""))

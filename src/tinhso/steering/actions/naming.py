"""From the codes people type to rows; every refusal names its field and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, Invalid
from tinhso.base.text import near_matches
from tinhso.documents import queries as documents
from tinhso.documents.models import Document
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Indicator
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.steering.models import Goal, Pillar, Plan, Target

M = TypeVar("M", bound=Model)


def one(rows: QuerySet[M], column: str, code: str, field: str) -> M | None:
    """The row of that code; None for none. Raises Invalid at `field` with near matches."""
    if not code:
        return None
    found = rows.filter(**{column: code}).first()
    if found is None:
        near = near_matches(code, rows.values_list(column, flat=True), 3)
        raise Invalid(
            _("Không có “%(code)s”.") % {"code": code},
            code="unknown",
            field=field,
            hint=_("Có phải: %(near)s?") % {"near": ", ".join(near)} if near else None,
        )
    return found


def many(rows: QuerySet[M], column: str, codes: Iterable[str], field: str) -> list[M]:
    """The rows of those codes in their order. Raises Invalid at `field` for the first unknown one."""
    found = [one(rows, column, code, field) for code in dict.fromkeys(codes)]
    return [row for row in found if row is not None]


def agency(code: str, field: str = "lead") -> Agency | None:
    """The agency of that code."""
    return one(people.agencies(), "code", code, field)


def agencies(codes: Iterable[str], field: str) -> list[Agency]:
    """The agencies of those codes."""
    return many(people.agencies(), "code", codes, field)


def indicator(code: str) -> Indicator | None:
    """The indicator of that code."""
    return one(indicators.indicators(), "code", code, "indicator")


def document(slug: str) -> Document | None:
    """The document of that slug."""
    return one(documents.documents(), "slug", slug, "document")


def place(code: str, day: date) -> Place | None:
    """The place that carries that code on `day`."""
    return one(places.places().valid_on(day), "code", code, "place")


def goal(plan: Plan, code: str) -> Goal | None:
    """The goal of that code in the plan."""
    return one(Goal.objects.filter(plan=plan), "code", code, "goal")


def pillar(plan: Plan, code: str) -> Pillar | None:
    """The pillar of that code in the province."""
    return one(Pillar.objects.filter(pack=plan.pack), "code", code, "pillar")


def targets(plan: Plan, codes: Iterable[str]) -> list[Target]:
    """The targets of those codes in the plan."""
    return many(Target.objects.filter(plan=plan), "code", codes, "targets")


def require_new(rows: QuerySet[M], column: str, code: str, *, except_for: Sequence[object] = ()) -> None:
    """Raise Conflict at field `column` when another row has that code."""
    if rows.filter(**{column: code}).exclude(pk__in=except_for).exists():
        raise Conflict(_("Mã “%(code)s” đã được dùng.") % {"code": code}, code="taken", field=column)

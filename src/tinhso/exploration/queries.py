"""Reads of views and dashboards: what somebody may open, and what is offered to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.errors import NotFound
from tinhso.base.text import fold, near_matches
from tinhso.exploration import policies
from tinhso.exploration.models import Card, Dashboard, View
from tinhso.indicators import queries as indicators
from tinhso.indicators.definitions.laying import definition_on
from tinhso.people.models import Role
from tinhso.people.principals import Principal

S = TypeVar("S", View, Dashboard)
_IN_ORDER = ("search_key", "code")


def views(by: Actor, words: str = "") -> QuerySet[View]:
    """The views that `by` may open, in order; with `words` those found by them, tones ignored."""
    return _found(View.objects.all(), by, words).order_by(*_IN_ORDER)


def dashboards(by: Actor, words: str = "") -> QuerySet[Dashboard]:
    """The dashboards that `by` may open, in order."""
    return _found(Dashboard.objects.all(), by, words).order_by("order", *_IN_ORDER)


def _found(rows: QuerySet[S], by: Actor, words: str) -> QuerySet[S]:
    found = rows.filter(policies.seen(by), retired_at=None)
    return found.filter(search_key__contains=fold(words)) if words.strip() else found


def view(by: Actor, code: str) -> View:
    """The view of that code. Raises NotFound, with near codes among those that `by` may open."""
    return _one(View.objects.filter(code=code).first(), by, code, views(by))


def dashboard(by: Actor, code: str) -> Dashboard:
    """The dashboard of that code. Raises NotFound, with near codes among those that `by` may open."""
    return _one(Dashboard.objects.filter(code=code).first(), by, code, dashboards(by))


def _one(row: S | None, by: Actor, code: str, known: QuerySet[S]) -> S:
    if row is None or not policies.may_see(by, row):
        near = near_matches(code, known.values_list("code", flat=True)[:500])
        raise NotFound(_("Không có mục “%(code)s”.") % {"code": code}, near=near)
    return row


def locked(model: type[S], code: str) -> S:
    """The row of that code, locked until the transaction ends. Raises NotFound."""
    row: S | None = model._default_manager.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound(_("Không có mục “%(code)s”.") % {"code": code})
    return row


def cards_of(board: Dashboard) -> list[Card]:
    """The cards in order, each with its view; one query."""
    return list(Card.objects.filter(dashboard=board).select_related("view").order_by("position"))


def holding(row: View) -> QuerySet[Dashboard]:
    """The dashboards on which a view stands."""
    return Dashboard.objects.filter(cards__view=row, retired_at=None).distinct().order_by("order", "code")


def may_change_many(by: Actor) -> QuerySet[Dashboard]:
    """The dashboards onto which `by` may put a view, in order."""
    if not policies.may_keep(by):
        return Dashboard.objects.none()
    mine = Q(owner=by.actor_id) if by.actor_id else Q(pk__in=())
    if policies.may_share(by):
        mine |= Q(sharing__in=policies.WIDE) | Q(owner=None)
    return Dashboard.objects.filter(mine, retired_at=None).order_by("order", *_IN_ORDER)


def offered(by: Actor) -> list[Dashboard]:
    """What `by` sees first: dashboards of the roles held, then one's own; one query."""
    roles = by.roles if isinstance(by, Principal) else frozenset(Role)
    rows = list(dashboards(by))
    for_roles = [row for row in rows if roles & set(row.roles)]
    held = [row for row in for_roles if (roles - {Role.PUBLIC}) & set(row.roles)]
    own = [row for row in rows if row.owner is not None and row.owner == by.actor_id]
    ordered = [*held, *own, *for_roles, *rows]
    return list({row.pk: row for row in ordered}.values())


def on_wall(by: Actor) -> list[Dashboard]:
    """The dashboards of the wall that `by` may open, in order; one query."""
    return list(dashboards(by).filter(on_wall=True))


def layout(code: str) -> Subquery:
    """The cards of a dashboard in order, `{"key", "part"}` each, to ride along with another query.

    NULL where there is no such dashboard, or none of its cards.
    """
    cards = Card.objects.filter(dashboard__code=code, dashboard__retired_at=None).order_by()
    told = JSONObject(key="pk", part="part")
    found = cards.values("dashboard").annotate(found=JSONBAgg(told, order_by="position")).values("found")
    return Subquery(found[:1])


def cards_by_key(keys: Sequence[UUID | str]) -> list[Card]:
    """Those cards in order, each with its view."""
    return list(Card.objects.filter(pk__in=keys).select_related("view").order_by("position"))


def retired_measures(codes: Iterable[str], today: date) -> Mapping[str, date]:
    """The last day of use of those indicators that are told no more; two queries whatever their number."""
    rows = dict(indicators.indicators().filter(code__in=set(codes)).values_list("pk", "code"))
    stands = definition_on(rows, today) if rows else {}
    return {
        rows[key]: told.valid_from - timedelta(days=1)
        for key, told in stands.items()
        if not told.in_use and told.valid_from
    }

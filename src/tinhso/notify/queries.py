"""Reads of notices: one's own inbox, and for managers how things go out."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.notify import policies, wishes
from tinhso.notify.choices import OUTSIDE, DeliveryState, Route
from tinhso.notify.models import Attempt, Delivery, Preference, Shown, Switch
from tinhso.notify.planning import Wishes
from tinhso.people.principals import Principal


def archived_before() -> datetime:
    """The moment before which notices are in the archive."""
    return clock.now() - timedelta(days=settings.NOTICES_SHOWN_DAYS)


def inbox(by: Principal, *, unread: bool = False, archive: bool = False) -> QuerySet[Delivery]:
    """One's own notices, the newest first; those of the archive, or the others."""
    rows = Delivery.objects.filter(route=Route.INAPP, recipient__in=policies.require_read(by))
    old = Q(sent_at__lt=archived_before())
    rows = rows.filter(old) if archive else rows.exclude(old)
    rows = rows.filter(read_at=None) if unread else rows
    return rows.select_related("message").order_by("-id")


def unread(by: Principal) -> QuerySet[Delivery]:
    """What one has not marked as read and is not in the archive: to be counted by another query."""
    return Delivery.objects.filter(
        route=Route.INAPP,
        recipient__in=policies.recipients(by),
        read_at=None,
        sent_at__gte=archived_before(),
    )


def one(by: Principal, key: UUID) -> Delivery:
    """That notice of one's own, in the archive or not. Raises NotFound."""
    rows = Delivery.objects.filter(route=Route.INAPP, recipient__in=policies.require_read(by), pk=key)
    found = rows.select_related("message").first()
    if found is None:
        raise NotFound(_("Không có thông báo này trong hộp của bạn."))
    return found


def preference(account: UUID) -> Preference | None:
    """What that account chose; None: nothing."""
    return Preference.objects.filter(account=account).first()


def wishes_of(account: UUID) -> Wishes:
    """How that account wants to be told."""
    row = preference(account)
    return wishes.of_row(row) if row else wishes.usual()


def deliveries() -> QuerySet[Delivery]:
    """Everything that leaves the house, the newest first."""
    return Delivery.objects.filter(route__in=OUTSIDE).select_related("message").order_by("-id")


def delivery(key: UUID) -> Delivery:
    """One of them. Raises NotFound."""
    found = deliveries().filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có lượt gửi này."))
    return found


def tries(row: Delivery) -> list[Attempt]:
    """What happened to it, in order."""
    return list(row.tries.order_by("recorded_at", "id"))


def counted() -> dict[Route, dict[DeliveryState, int]]:
    """How many deliveries stand in each state, by way; sent ones of the last week only. One query."""
    since = clock.now() - timedelta(days=7)
    rows = Delivery.objects.filter(route__in=OUTSIDE).exclude(state=DeliveryState.SENT, sent_at__lt=since)
    found: dict[Route, dict[DeliveryState, int]] = {route: {} for route in OUTSIDE}
    for route, state, count in rows.order_by().values_list("route", "state").annotate(n=Count("pk")):
        found[Route(route)][DeliveryState(state)] = count
    return found


def failures() -> list[tuple[Route, str, int]]:
    """What goes wrong now, by way and word, the most frequent first. One query."""
    rows = Delivery.objects.filter(
        route__in=OUTSIDE, state__in=[DeliveryState.FAILED, DeliveryState.GIVEN_UP]
    )
    counted = rows.order_by().values_list("route", "failure").annotate(n=Count("pk")).order_by("-n", "route")
    return [(Route(route), failure, count) for route, failure, count in counted]


def switch(route: Route) -> Switch | None:
    """Whether a manager turned it off."""
    return Switch.objects.filter(route=route).first()


def shown() -> QuerySet[Shown]:
    """What the demo would have sent, the newest first."""
    return Shown.objects.order_by("-recorded_at", "-id")

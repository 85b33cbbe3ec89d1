"""Reads of watches and alerts; each person reads one's own only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.exploration.watching import policies
from tinhso.exploration.watching.models import Alert, Standing, Watch
from tinhso.people.principals import Principal

UNREAD_OF_WATCH = Q(alerts__recorded_at__gt=F("seen__until")) | Q(seen=None, alerts__isnull=False)
_UNREAD = Q(watch__seen=None) | Q(recorded_at__gt=F("watch__seen__until"))


def mine(by: Principal) -> QuerySet[Watch]:
    """The watches on one's list, the newest first, with how many alerts of each are unread."""
    rows = Watch.objects.filter(account=policies.require_read(by), removed_at=None)
    counted = rows.annotate(unread=Count("alerts", filter=UNREAD_OF_WATCH, distinct=True))
    return counted.select_related("indicator", "indicator__whole").order_by("-created_at", "pk")


def one(by: Principal, key: UUID) -> Watch:
    """That watch of one's own, also one taken off the list. Raises NotFound."""
    rows = Watch.objects.filter(account=policies.require_read(by), pk=key)
    return _found(rows.select_related("indicator", "indicator__whole").first())


def locked(by: Principal, key: UUID) -> Watch:
    """That watch of one's own, locked until the transaction ends. Raises NotFound."""
    rows = Watch.objects.filter(account=policies.require_watch(by), pk=key)
    return _found(rows.select_for_update(of=("self",)).select_related("indicator").first())


def _found(row: Watch | None) -> Watch:
    if row is None:
        raise NotFound(_("Không có mục theo dõi này trong danh mục của bạn."))
    return row


def alerts(by: Principal, *, unread: bool = False, watch: UUID | None = None) -> QuerySet[Alert]:
    """The alerts of one's watches, the newest first; those of watches taken off the list are left out."""
    rows = Alert.objects.filter(watch__account=policies.require_read(by), watch__removed_at=None)
    rows = rows.filter(_UNREAD) if unread else rows
    rows = rows.filter(watch=watch) if watch else rows
    return rows.select_related("watch__indicator", "watch__seen", "place").order_by("-recorded_at", "-id")


def is_unread(row: Alert) -> bool:
    """Whether an alert read by `alerts` was not marked as seen yet."""
    seen = getattr(row.watch, "seen", None)
    return seen is None or row.recorded_at > seen.until


@dataclass(frozen=True)
class Counted:
    """How many places of a watch stand where it waits, of how many that were told."""

    inside: int
    told: int


def standing(watches: list[Watch]) -> dict[UUID, Counted]:
    """Where the watches stand; one query whatever their number."""
    rows = Standing.objects.filter(watch__in=watches).order_by().values("watch")
    counted = rows.annotate(told=Count("pk"), inside=Count("pk", filter=Q(inside=True)))
    return {row["watch"]: Counted(row["inside"], row["told"]) for row in counted}


def inside(watch: Watch) -> list[Standing]:
    """The places that stand where a watch waits, in Vietnamese order."""
    rows = Standing.objects.filter(watch=watch, inside=True).select_related("place")
    return list(rows.order_by("place__sort_key", "place__code"))


def with_unread(by: Principal) -> QuerySet[Watch]:
    """One's watches with alerts that were not read: each is one thing to look at."""
    if by.account_id is None:
        return Watch.objects.none()
    unread = Alert.objects.filter(_UNREAD, watch=OuterRef("pk"))
    rows = Watch.objects.filter(Exists(unread), account=by.account_id, removed_at=None)
    return rows.select_related("indicator").order_by("-created_at", "pk")

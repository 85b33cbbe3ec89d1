"""Keeping a list of what is watched: add, change, pause, take off, put back, read."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.text import nfc
from tinhso.exploration.watching import evaluating, notices, policies, queries
from tinhso.exploration.watching.models import Seen, Watch
from tinhso.exploration.watching.schemas import MOST, WatchDraft
from tinhso.indicators import queries as indicators
from tinhso.notify.actions import reading
from tinhso.people.principals import Principal
from tinhso.places import queries as places
from tinhso.places.models import Level
from tinhso.warehouse import catalogue


def add_watch(by: Principal, draft: WatchDraft) -> Watch:
    """Watch a figure (theo dõi). The same watch again is the one there is.

    Raises NotSignedIn, NotAllowed, NotFound; Invalid where nothing can be answered so; Conflict for too many.
    """
    with acting(by, "exploration.add_watch") as act:
        account = policies.require_watch(by)
        mine = Watch.objects.filter(account=account, removed_at=None)
        if (found := _same(mine, draft)) is not None:
            return found
        if mine.count() >= MOST:
            raise Conflict(
                _("Mỗi người theo dõi được %(most)d mục.") % {"most": MOST},
                hint=_("Bỏ bớt mục không còn cần."),
            )
        row = Watch(account=account, created_at=act.now)
        _fill(by, row, draft)
        row.save()
        Seen.objects.create(watch=row, until=act.now, illustrative=row.illustrative)
        _begin(by, row)
        _record(act, row, measure=draft.measure, op=row.op, threshold=str(row.threshold))
    return row


def change_watch(by: Principal, key: UUID, draft: WatchDraft) -> Watch:
    """Give a watch another name, threshold, place or period; it begins again from now. Raises Refusal."""
    with acting(by, "exploration.change_watch") as act:
        row = queries.locked(by, key)
        before = _told(row)
        _fill(by, row, draft)
        row.save()
        if _told(row) != before:
            _begin(by, row)
        _record(act, row, measure=draft.measure, op=row.op, threshold=str(row.threshold))
    return row


def pause_watch(by: Principal, key: UUID) -> Watch:
    """Stop looking for a while (tạm dừng). Raises NotFound."""
    with acting(by, "exploration.pause_watch") as act:
        row = queries.locked(by, key)
        if row.active:
            row.active = False
            row.save(update_fields=["active"])
            _record(act, row)
    return row


def resume_watch(by: Principal, key: UUID) -> Watch:
    """Look again (tiếp tục), from where things stand now. Raises NotFound, Invalid."""
    with acting(by, "exploration.resume_watch") as act:
        row = queries.locked(by, key)
        if not row.active:
            row.active = True
            row.save(update_fields=["active"])
            _begin(by, row)
            _record(act, row)
    return row


def remove_watch(by: Principal, key: UUID) -> Watch:
    """Take a watch off the list (bỏ theo dõi); its alerts stay with it. Raises NotFound."""
    with acting(by, "exploration.remove_watch") as act:
        row = queries.locked(by, key)
        if row.removed_at is None:
            row.removed_at = act.now
            row.save(update_fields=["removed_at"])
            _record(act, row)
    return row


def restore_watch(by: Principal, key: UUID) -> Watch:
    """Put a watch back on the list (khôi phục), from where things stand now. Raises NotFound, Conflict."""
    with acting(by, "exploration.restore_watch") as act:
        row = queries.locked(by, key)
        if row.removed_at is not None:
            row.removed_at = None
            row.save(update_fields=["removed_at"])
            _begin(by, row)
            _record(act, row)
    return row


def mark_seen(by: Principal, key: UUID | None = None) -> int:
    """Remember that the alerts of one watch, or of all, were read (đã xem); how many watches that moved.

    Raises NotFound.
    """
    with acting(by, "exploration.mark_seen") as act:
        policies.require_watch(by)
        unread = queries.with_unread(by)
        rows = [queries.locked(by, key)] if key else list(unread)
        Seen.objects.bulk_create(
            [Seen(watch=row, until=act.now, illustrative=row.illustrative) for row in rows],
            update_conflicts=True,
            unique_fields=["watch"],
            update_fields=["until"],
        )
        reading.read_elsewhere(by, notices.ALERT.code, [row.get_absolute_url() for row in rows])
        act.record(f"watches:{by.account_id}", subject="alerts", data={"watches": len(rows)})
    return len(rows)


def _same(mine: QuerySet[Watch], draft: WatchDraft) -> Watch | None:
    return mine.filter(
        indicator__code=draft.measure,
        level=draft.level or "",
        within=draft.within,
        op=draft.op.value,
        threshold=draft.threshold,
        kind=draft.kind.value if draft.kind else "",
    ).first()


def _fill(by: Principal, row: Watch, draft: WatchDraft) -> None:
    row.indicator = indicators.by_code(draft.measure)
    row.name = " ".join(nfc(draft.name).split())
    row.level, row.within = draft.level or "", draft.within
    row.op, row.threshold, row.kind = draft.op.value, draft.threshold, draft.kind.value if draft.kind else ""
    row.illustrative = by.illustrative or row.indicator.illustrative


def _told(row: Watch) -> tuple[object, ...]:
    return (row.indicator_id, row.level, row.within, row.op, row.threshold, row.kind)


def _begin(by: Principal, row: Watch) -> None:
    """Where things stand now. Raises Invalid for what can never be answered so, with what can.

    What has no figures yet, or only old ones, is watched all the same: the first one that comes is seen.
    """
    answer = evaluating.begin(row, by)
    for refused in answer.refused:
        if _only_waits(row):
            return
        offers = "; ".join(offer.words for offer in refused.offers)
        raise Invalid(refused.reason, field="measure", hint=offers or None)


def _only_waits(row: Watch) -> bool:
    found = catalogue.known([row.indicator.code])[row.indicator.code].counted(illustrative=row.illustrative)
    kind = PeriodKind(row.kind) if row.kind else None
    level = Level(row.level or places.by_code(row.within).level)
    return not found.has_figures or found.newest(kind, level) is not None


def _record(act: Act, row: Watch, **data: object) -> None:
    act.record(f"watches:{row.account}", subject=row, data=data)

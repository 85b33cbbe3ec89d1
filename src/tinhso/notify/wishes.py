"""What recipients wish: their accounts' preferences, and the settings where there are none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import time
from uuid import UUID

from django.conf import settings

from tinhso.notify.choices import OUTSIDE, Rhythm, Route
from tinhso.notify.models import Preference
from tinhso.notify.planning import Quiet, Wishes
from tinhso.people.holders import Contact


def usual() -> Wishes:
    """Those of somebody who chose nothing: `TINHSO_QUIET_HOURS`, `TINHSO_NOTICE_DIGEST`."""
    rhythm, _, at = settings.NOTICE_DIGEST.partition("@")
    start, _, end = settings.QUIET_HOURS.partition("-")
    quiet = Quiet(time.fromisoformat(start), time.fromisoformat(end)) if end else Quiet(time(0), time(0))
    return Wishes(Rhythm(rhythm), time.fromisoformat(at or "08:00"), 0, quiet)


def of_row(row: Preference) -> Wishes:
    """Those an account kept."""
    instead = usual()
    quiet = instead.quiet
    if row.quiet_from is not None and row.quiet_to is not None:
        quiet = Quiet(row.quiet_from, row.quiet_to)
    return Wishes(
        rhythm=Rhythm(row.rhythm),
        digest_at=row.digest_at,
        weekday=row.weekday,
        quiet=quiet,
        urgent_passes=row.urgent_passes,
        language=row.language,
        routes={group: tuple(Route(one) for one in chosen) for group, chosen in row.routes.items()},
    )


def of_contacts(contacts: Iterable[Contact]) -> dict[UUID, Wishes]:
    """By recipient: those of the first account that kept any. One query."""
    rows = list(contacts)
    kept = of_accounts({account for one in rows for account in one.accounts})
    instead = usual()
    return {
        one.key: next((kept[account] for account in one.accounts if account in kept), instead) for one in rows
    }


def of_accounts(accounts: Collection[UUID]) -> dict[UUID, Wishes]:
    """By account, of those that kept any. One query."""
    rows = Preference.objects.filter(account__in=accounts) if accounts else ()
    return {row.account: of_row(row) for row in rows}


def routes_for(wishes: Wishes, group: str, own: Collection[str]) -> tuple[Route, ...]:
    """The ways out of the house for something of `group`, whose kind goes by `own` unless it was chosen."""
    chosen: Collection[str] = wishes.routes.get(group, tuple(own))
    return tuple(route for route in OUTSIDE if route in chosen)

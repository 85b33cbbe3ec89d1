"""How often somebody may try: counted in the database, per account and per address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from math import ceil

from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.people.models import SignInAttempt

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
"""Failures of one account within the window; the next try is refused unheard."""
PER_ADDRESS = 50
"""Failures from one address: an office behind one router has many people."""
KEPT = timedelta(days=30)


class TooManyAttempts(Refusal):
    """Too many failures; wait."""

    status = 429
    code = "too_many_attempts"


def address_of(request: HttpRequest) -> str | None:
    """The peer's address; None when the server told none."""
    text = request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def _refuse(first: SignInAttempt) -> TooManyAttempts:
    left = max(first.at + WINDOW - clock.now(), timedelta(minutes=1))
    minutes = ceil(left.total_seconds() / 60)
    return TooManyAttempts(
        _("Nhập sai quá nhiều lần."),
        field="username",
        hint=_("Thử lại sau %(minutes)d phút, hoặc nhờ quản trị hệ thống đặt lại mật khẩu.")
        % {"minutes": minutes},
    )


def _noted(kind: str, name: str, address: str | None) -> SignInAttempt:
    """Write a try down. Tries of one account queue up here, so that each sees all before it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"{kind}:{name}"])
        return SignInAttempt.objects.create(kind=kind, username=name, address=address)


@contextmanager
def counted(kind: str, username: str, address: str | None) -> Iterator[SignInAttempt]:
    """Count a try before judging it, so that tries at once are all counted; set `succeeded` on the yielded.

    Raises TooManyAttempts when the account or the address has failed too often in the last 15 minutes.
    """
    name = username.strip().lower()[:150]
    attempt = _noted(kind, name, address)
    recent = SignInAttempt.objects.filter(
        at__gt=clock.now() - WINDOW, succeeded=False, pk__lt=attempt.pk
    ).order_by("at")
    by_name = list(recent.filter(kind=kind, username=name)[: PER_ACCOUNT + 1])
    by_address = list(recent.filter(address=address)[:PER_ADDRESS]) if address else []
    for found, most in ((by_name, PER_ACCOUNT), (by_address, PER_ADDRESS)):
        if len(found) >= most:
            attempt.delete()
            raise _refuse(found[0])
    yield attempt
    if attempt.succeeded:
        forgiven = Q(pk=attempt.pk) | Q(kind=kind, username=name)
        SignInAttempt.objects.filter(forgiven).update(succeeded=True)


def forget_old() -> int:
    """Delete tries older than 30 days; how many went."""
    return SignInAttempt.objects.filter(at__lt=clock.now() - KEPT).delete()[0]

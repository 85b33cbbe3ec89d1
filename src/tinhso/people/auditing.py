"""The audit trail as a list for auditors and administrators: rows, filters, who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.audit import queries as trail
from tinhso.base.audit import words
from tinhso.base.audit.models import AuditEntry
from tinhso.base.text import fold
from tinhso.base.web.filters import ChoiceFilter, DateFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table, Words
from tinhso.people import policies
from tinhso.people.capabilities import Capability
from tinhso.people.models import Account
from tinhso.people.principals import Principal

AUDIT: Table[AuditEntry] = Table(
    "nhat-ky",
    gettext_lazy("Nhật ký kiểm toán"),
    (
        Column("at", gettext_lazy("Lúc"), lambda row: row.at, kind="moment", sort=("at", "id")),
        Column("who", gettext_lazy("Ai"), lambda row: row.actor_label, sort=("actor_label", "id")),
        Column("what", gettext_lazy("Việc"), lambda row: words.of(row.verb), sort=("verb", "id")),
        Column("subject", gettext_lazy("Đối tượng"), lambda row: row.subject, essential=False),
        Column("stream", gettext_lazy("Chuỗi"), lambda row: row.stream, sort=("stream", "sequence")),
        Column("reason", gettext_lazy("Lý do"), lambda row: row.reason, essential=False),
        Column("verb", gettext_lazy("Mã việc"), lambda row: row.verb, export_only=True),
        Column(
            "sequence",
            gettext_lazy("Số trong chuỗi"),
            lambda row: row.sequence,
            kind="integer",
            export_only=True,
        ),
        Column("actor", gettext_lazy("Mã tài khoản"), lambda row: row.actor, export_only=True),
        Column("request", gettext_lazy("Mã yêu cầu"), lambda row: row.request, export_only=True),
        Column("hash", gettext_lazy("Mã băm"), lambda row: row.hash, export_only=True),
    ),
    order="-at",
)


def _verbs() -> Iterable[tuple[str, Words]]:
    """Every verb under its words, in their order."""
    return sorted(((verb, str(said)) for verb, said in words.all_verbs().items()), key=lambda pair: pair[1])


FILTERS = (
    TextFilter("person", gettext_lazy("Ai")),
    ChoiceFilter("verb", gettext_lazy("Việc"), options=_verbs),
    TextFilter("stream", gettext_lazy("Chuỗi")),
    DateFilter("day", gettext_lazy("Ngày")),
    DateFilter("from", gettext_lazy("Từ ngày")),
    DateFilter("to", gettext_lazy("Đến ngày")),
)


def require_read(by: Principal) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` may read the trail."""
    policies.require_may(
        by, Capability.READ_AUDIT, message=_("Chỉ kiểm tra, giám sát và quản trị hệ thống được xem nhật ký.")
    )


def by_person(rows: trail.Entries, named: str) -> trail.Entries:
    """Entries of the persons and accounts that are called so, tones ignored, or were when they acted."""
    accounts = Account.objects.all()
    for word in fold(named).split():
        accounts = accounts.filter(person__search_key__contains=word)
    signed = Account.objects.filter(username__iexact=named.strip())
    ids = {*accounts.values_list("pk", flat=True)[:500], *signed.values_list("pk", flat=True)}
    return trail.by_actor(rows, named, ids)


def narrow(rows: trail.Entries, filters: Filters) -> trail.Entries:
    """Apply what the address asks for. A stream is asked by its beginning: `plan:`, `account:01a1…`."""
    if filters.get("person"):
        rows = by_person(rows, filters.get("person"))
    if filters.get("stream"):
        rows = rows.filter(stream__startswith=filters.get("stream"))
    if filters.get("verb"):
        rows = rows.filter(verb=filters.get("verb"))
    day: Any = filters.get("day")
    if day:
        rows = trail.between(rows, day, day)
    return trail.between(rows, filters.get("from"), filters.get("to"))

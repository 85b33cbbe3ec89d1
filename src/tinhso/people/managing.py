"""Reads and lists for the pages of accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.audit import words
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import NotFound
from tinhso.base.text import fold
from tinhso.base.web.filters import ChoiceFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.people.models import Account, Agency, Delegation, Person, Post, Role, SecondFactor
from tinhso.people.personal_data import masked
from tinhso.people.querysets import on_day

Rows = QuerySet[Any]


def accounts() -> Rows:
    """Every account with its person, its first post of today, and whether it has a second factor."""
    seat = (
        Post.objects.filter(on_day(clock.today()), person=OuterRef("person"))
        .order_by("position__order", "position__title", "pk")
        .annotate(
            seat=Concat("position__title", Value(", "), "position__agency__name", output_field=TextField())
        )
        .values("seat")[:1]
    )
    return (
        Account.objects.select_related("person")
        .annotate(seat=Subquery(seat))
        .annotate(has_factor=Exists(SecondFactor.objects.filter(account=OuterRef("pk"))))
        .order_by("person__sort_name", "username")
    )


def _account_url(row: Any) -> str:
    return reverse("people:managed_account", args=[row.pk])


ACCOUNTS: Table[Any] = Table(
    "tai-khoan",
    gettext_lazy("Tài khoản"),
    (
        Column(
            "name",
            gettext_lazy("Họ và tên"),
            lambda row: row.person.full_name if row.person else row.username,
            sort=("person__sort_name", "username"),
        ),
        Column("post", gettext_lazy("Chức vụ"), lambda row: row.seat),
        Column("username", gettext_lazy("Tên đăng nhập"), lambda row: row.username, sort="username"),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            lambda row: str(gettext_lazy("đang mở") if row.is_active else gettext_lazy("đã khoá")),
            sort="is_active",
        ),
        Column(
            "factor",
            gettext_lazy("Hai lớp"),
            lambda row: str(gettext_lazy("có") if row.has_factor else gettext_lazy("chưa")),
            essential=False,
        ),
        Column(
            "last_login",
            gettext_lazy("Đăng nhập lần cuối"),
            lambda row: row.last_login,
            kind="moment",
            sort="last_login",
        ),
        Column(
            "email",
            gettext_lazy("Thư điện tử"),
            lambda row: masked("people.Account", "email", row.email),
            export_only=True,
        ),
    ),
    href=_account_url,
)

FILTERS = (
    TextFilter("q", gettext_lazy("Tên")),
    ChoiceFilter("role", gettext_lazy("Vai trò"), options=tuple(Role.choices)),
    ChoiceFilter(
        "state",
        gettext_lazy("Trạng thái"),
        options=(("open", gettext_lazy("đang mở")), ("closed", gettext_lazy("đã khoá"))),
    ),
)


def narrow(rows: Rows, filters: Filters) -> Rows:
    """Apply what the address asks for."""
    for word in fold(filters.get("q") or "").split():
        rows = rows.filter(person__search_key__contains=word)
    if filters.get("state"):
        rows = rows.filter(is_active=filters.get("state") == "open")
    return holding(rows, filters.get("role"))


def holding(rows: Rows, role: str | None) -> Rows:
    """Accounts whose person holds that role today; all when none is named."""
    if not role:
        return rows
    held = Post.objects.filter(on_day(clock.today()), person=OuterRef("person"), position__role=role)
    return rows.filter(Exists(held))


def posts_of(person: Person) -> list[Post]:
    """All posts of a person, today's first."""
    found = list(person.posts.select_related("position__agency").order_by("valid_to", "pk"))
    day = clock.today()
    return sorted(found, key=lambda post: post.valid_to is not None and post.valid_to < day)


def post_by_id(post: UUID) -> Post:
    """That post with everything around it. Raises NotFound."""
    found = Post.objects.select_related("person", "position__agency").filter(pk=post).first()
    if found is None:
        raise NotFound(gettext_lazy("Không có chức vụ này."))
    return found


def delegations_of(posts: Iterable[Post]) -> dict[UUID, list[Delegation]]:
    """The lendings of those posts that are not over, by post."""
    found: dict[UUID, list[Delegation]] = defaultdict(list)
    rows = Delegation.objects.filter(
        post__in=list(posts), revoked_at__isnull=True, valid_to__gte=clock.today()
    )
    for lent in rows.select_related("delegate").order_by("valid_from"):
        found[lent.post_id].append(lent)
    return found


def lent_by(person: Person) -> list[Delegation]:
    """What a person has lent and is not over."""
    rows = Delegation.objects.filter(
        post__person=person, revoked_at__isnull=True, valid_to__gte=clock.today()
    )
    return list(rows.select_related("delegate", "post__position").order_by("valid_from"))


def history_of(account: Account) -> list[tuple[str, AuditEntry]]:
    """The latest entries of the account's audit stream, what was done in words."""
    rows = AuditEntry.objects.filter(stream=f"account:{account.pk}").order_by("-sequence")[:20]
    return [(words.of(row.verb), row) for row in rows]


def agency_choices() -> list[tuple[str, str]]:
    """Agencies of today for a form."""
    return [(row.code, row.name) for row in Agency.objects.valid_on().order_by("sort_key", "code")]

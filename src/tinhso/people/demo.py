"""The demo's accounts, as the sign-in page and the command line offer them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tinhso.base import clock
from tinhso.people.models import Account, Post, Role
from tinhso.people.querysets import on_day

_ORDER = [
    Role.LEADER,
    Role.STANDING_OFFICE,
    Role.REPORTING_OFFICER,
    Role.HEAD_OF_AGENCY,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
    Role.PUBLIC,
]


@dataclass(frozen=True)
class DemoAccount:
    """An account to try the product with."""

    id: UUID
    username: str
    name: str
    post: str
    role: Role


def accounts() -> list[DemoAccount]:
    """Open illustrative accounts with their first post of today, by role; two queries."""
    rows = list(
        Account.objects.filter(illustrative=True, is_active=True)
        .select_related("person")
        .order_by("person__sort_name", "username")
    )
    posts: dict[UUID, Post] = {}
    held = Post.objects.filter(on_day(clock.today()), person__accounts__in=rows)
    for post in held.select_related("position__agency").order_by("position__order", "pk"):
        posts.setdefault(post.person_id, post)
    found = [_told(row, posts.get(row.person_id) if row.person_id else None) for row in rows]
    return sorted(found, key=lambda account: _ORDER.index(account.role))


def _told(row: Account, post: Post | None) -> DemoAccount:
    name = row.person.full_name if row.person else row.username
    if post is None:
        return DemoAccount(row.pk, row.username, name, "", Role.PUBLIC)
    where = f"{post.position.title}, {post.position.agency}"
    return DemoAccount(row.pk, row.username, name, where, Role(post.position.role))

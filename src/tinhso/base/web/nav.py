"""The rail: rooms say which entries they have, a setting says which rooms are in the house.

`TINHSO_NAV` lists dotted paths to tuples of `NavItem`, e.g. `"tinhso.steering.nav.ITEMS"`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.base.offers import offered


def everybody(request: HttpRequest) -> bool:  # noqa: ARG001 - the shape of an audience
    """The audience of public entries."""
    return True


def signed_in(request: HttpRequest) -> bool:
    """The audience of entries for people who signed in."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


@dataclass(frozen=True)
class Group:
    """Entries that stand together, under a word of their own; lower `order` stands higher."""

    label: str | Promise
    order: int


FIRST: Final = Group("", 0)
STEERING: Final = Group(_("Theo dõi, đôn đốc"), 1)
MEETINGS: Final = Group(_("Họp, lấy ý kiến"), 2)
FIGURES: Final = Group(_("Số liệu, chỉ số"), 3)
REGISTERS: Final = Group(_("Tra cứu"), 4)
ADMINISTRATION: Final = Group(_("Quản trị"), 5)


@dataclass(frozen=True)
class NavItem:
    """One entry of the rail. `icon` is a name of `web/icons.svg`; lower `order` stands higher in a group."""

    label: str | Promise
    url_name: str
    icon: str
    order: int = 100
    audience: Callable[[HttpRequest], bool] = everybody
    group: Group = FIRST


@dataclass(frozen=True)
class Entry:
    """A rail entry as this reader sees it."""

    label: str | Promise
    url: str
    icon: str
    current: bool
    group: str | Promise = ""


def registered() -> tuple[NavItem, ...]:
    """Every entry of every room, in order."""
    items: list[NavItem] = [item for room in offered("TINHSO_NAV") for item in room]
    return tuple(sorted(items, key=lambda item: (item.group.order, item.order)))


def entries(request: HttpRequest) -> list[Entry]:
    """The rail of this reader. The entry whose address is the longest beginning of the page's is current."""
    visible = [(item, reverse(item.url_name)) for item in registered() if item.audience(request)]
    matching = [
        url for _, url in visible if request.path == url or (url != "/" and request.path.startswith(url))
    ]
    current = max(matching, key=len, default=None)
    return [Entry(item.label, url, item.icon, url == current, item.group.label) for item, url in visible]

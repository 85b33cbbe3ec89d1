"""The rail: rooms say which entries they have, a setting says which rooms are in the house.

`TINHSO_NAV` lists dotted paths to tuples of `NavItem`, e.g. `"tinhso.steering.nav.ITEMS"`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string


def everybody(request: HttpRequest) -> bool:  # noqa: ARG001 - the shape of an audience
    """The audience of public entries."""
    return True


def signed_in(request: HttpRequest) -> bool:
    """The audience of entries for people who signed in."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


@dataclass(frozen=True)
class NavItem:
    """One entry of the rail. `icon` is a name of `web/icons.svg`; lower `order` stands higher."""

    label: str | Promise
    url_name: str
    icon: str
    order: int = 100
    audience: Callable[[HttpRequest], bool] = everybody
    group: str | Promise = ""


@dataclass(frozen=True)
class Entry:
    """A rail entry as this reader sees it."""

    label: str | Promise
    url: str
    icon: str
    current: bool
    group: str | Promise = ""


@cache
def _registered(paths: tuple[str, ...]) -> tuple[NavItem, ...]:
    items: list[NavItem] = [item for path in paths for item in import_string(path)]
    return tuple(sorted(items, key=lambda item: item.order))


def registered() -> tuple[NavItem, ...]:
    """Every entry of every room, in order; read once."""
    return _registered(tuple(getattr(settings, "TINHSO_NAV", ())))


def entries(request: HttpRequest) -> list[Entry]:
    """The rail of this reader. The entry whose address is the longest beginning of the page's is current."""
    visible = [(item, reverse(item.url_name)) for item in registered() if item.audience(request)]
    matching = [
        url for _, url in visible if request.path == url or (url != "/" and request.path.startswith(url))
    ]
    current = max(matching, key=len, default=None)
    return [Entry(item.label, url, item.icon, url == current, item.group) for item, url in visible]

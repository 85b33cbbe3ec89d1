"""What the shells show around a page: brand, person, agency acting for, state of the data.

`TINHSO_SHELL` names a function `(request) -> Shell`; called only when a page draws
a shell, once a request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from tinhso import __version__
from tinhso.base.web import nav


@dataclass(frozen=True)
class Brand:
    """How the product is called and coloured here; a pack decides. `emblem` is an address of a picture."""

    product: str = "Tỉnh Số"
    owner: str = ""
    colour: str = "#8c1c20"
    emblem: str = ""


@dataclass(frozen=True)
class Link:
    """An entry of a menu. `icon` is a name of `web/icons.svg`; `post` entries are sent as a form."""

    label: object
    url: str
    current: bool = False
    icon: str = ""
    post: bool = False


@dataclass(frozen=True)
class Person:
    """The one who is signed in: name, a line of facts (post, agency), entries of the menu."""

    name: str
    line: object = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Shell:
    """Everything around a page. Empty parts are not drawn."""

    brand: Brand = field(default_factory=Brand)
    person: Person | None = None
    sign_in_url: str = ""
    acting_for: str = ""
    acting_choices: tuple[Link, ...] = ()
    inbox_url: str = ""
    inbox_count: int = 0
    news_url: str = ""
    news_count: int = 0
    search_url: str = ""
    home_url: str = "/"
    data_at: datetime | None = None
    illustrative: bool = False


def plain(request: HttpRequest) -> Shell:  # noqa: ARG001 - the shape of a provider
    """The shell when no face provides one."""
    return Shell(illustrative=bool(getattr(settings, "DEMO", False)))


@cache
def _provider(path: str) -> Callable[[HttpRequest], Shell]:
    function: Callable[[HttpRequest], Shell] = import_string(path)
    return function


def provide(request: HttpRequest) -> Shell:
    """This request's shell, from the function that the setting names."""
    return _provider(getattr(settings, "TINHSO_SHELL", "") or "tinhso.base.web.shell.plain")(request)


class _Lazy:
    """Computed when a template asks: error pages and fragments ask for nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def shell(self) -> Shell:
        return provide(self._request)

    @cached_property
    def nav(self) -> list[nav.Entry]:
        return nav.entries(self._request)

    version = __version__


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `web.shell`, `web.nav` and `web.version`."""
    return {"web": _Lazy(request)}

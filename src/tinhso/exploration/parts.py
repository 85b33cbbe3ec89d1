"""What rooms offer to dashboards by name: parts of a page (phần có sẵn), drawn by the room that owns them.

`TINHSO_DASHBOARD_PARTS` lists dotted paths to tuples of `Part`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from tinhso.base.web.nav import everybody
from tinhso.exploration.models import Width


@dataclass(frozen=True)
class Part:
    """A part: `name` stands in dashboards and packs (`desk.pillars`), `render` draws it for a request.

    `styles` and `scripts` are static files that its page loads. Parts of one room draw from what they gather
    together once a request.
    """

    name: str
    title: str | Promise
    width: Width
    render: Callable[[HttpRequest], SafeString]
    permission: Callable[[HttpRequest], bool] = everybody
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


@cache
def _registered(paths: tuple[str, ...]) -> Mapping[str, Part]:
    return {part.name: part for path in paths for part in import_string(path)}


def offered() -> Mapping[str, Part]:
    """Every part of every room by its name, in the order of the setting; read once."""
    return _registered(tuple(getattr(settings, "TINHSO_DASHBOARD_PARTS", ())))

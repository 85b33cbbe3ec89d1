"""What rooms above offer to a room below: objects by dotted paths, listed in a setting of the site."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def _found(paths: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(import_string(path) for path in paths)


def offered(setting: str) -> tuple[Any, ...]:
    """What that setting lists, in its order; nothing where the site has no such setting."""
    return _found(tuple(getattr(settings, setting, ())))

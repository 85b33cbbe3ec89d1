"""What a person still has to do in a post, as rooms above know it: listed when the post is handed over.

`TINHSO_OPEN_WORK` lists dotted paths to functions `(post) -> Iterable[Work]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from tinhso.people.models import Post


@dataclass(frozen=True)
class Work:
    """One open item: text that leads to it, a note (its term)."""

    text: str
    href: str
    note: str = ""


Provider = Callable[[Post], Iterable[Work]]


@cache
def _providers(paths: tuple[str, ...]) -> tuple[Provider, ...]:
    return tuple(import_string(path) for path in paths)


def of(post: Post) -> list[Work]:
    """All open items of the post."""
    providers = _providers(tuple(getattr(settings, "TINHSO_OPEN_WORK", ())))
    return [work for provider in providers for work in provider(post)]

"""What a person still has to do in a post, as rooms above know it: listed when the post is handed over.

`TINHSO_OPEN_WORK` lists dotted paths to functions `(post) -> Iterable[Work]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tinhso.base.offers import offered
from tinhso.people.models import Post


@dataclass(frozen=True)
class Work:
    """One open item: text that leads to it, a note (its term)."""

    text: str
    href: str
    note: str = ""


Provider = Callable[[Post], Iterable[Work]]


def of(post: Post) -> list[Work]:
    """All open items of the post."""
    providers: tuple[Provider, ...] = offered("TINHSO_OPEN_WORK")
    return [work for provider in providers for work in provider(post)]

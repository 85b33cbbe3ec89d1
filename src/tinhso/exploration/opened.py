"""Where the links of a view lead while it is drawn: to exploration, or back to the kept view that is open.

So a kept view stays open under its name while its reader turns it, and its page can say that it changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.urls import reverse

_BASE: Final[ContextVar[str]] = ContextVar("base of a view's links", default="")


def base() -> str:
    """The page that shows what an address asks."""
    return _BASE.get() or reverse("exploration:explore")


@contextmanager
def opened(address: str) -> Iterator[None]:
    """While the block runs, views lead to that page."""
    before = _BASE.set(address)
    try:
        yield
    finally:
        _BASE.reset(before)

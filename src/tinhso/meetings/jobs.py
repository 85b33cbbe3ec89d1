"""Background work of this room."""

from __future__ import annotations

from typing import Any, Final

from tinhso.base.events.dispatch import Subscriber

SUBSCRIBERS: Final[list[Subscriber[Any]]] = []

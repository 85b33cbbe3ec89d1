"""How often one address may have something computed: counted in memory, since nothing of it is kept."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import TooMany

WINDOW: Final = 60
"""Seconds."""
MOST: Final = 60
_ADDRESSES: Final = 5_000


class TooFast(TooMany):
    """Wait a minute."""

    retry_after = WINDOW


class Pace:
    """The moments of the last minute by address, of this process; the longest silent are forgotten first."""

    def __init__(self, most: int = MOST, window: int = WINDOW) -> None:
        self.most, self.window = most, window
        self._seen: dict[str, deque[float]] = {}
        self._lock = Lock()

    def require(self, address: str) -> None:
        """Count one question of `address`. Raises TooFast for more than `most` within the window."""
        now = clock.now().timestamp()
        with self._lock:
            moments = self._seen.pop(address, deque())
            while moments and moments[0] <= now - self.window:
                moments.popleft()
            full = len(moments) >= self.most
            if not full:
                moments.append(now)
            self._seen[address] = moments
            if len(self._seen) > _ADDRESSES:
                del self._seen[next(iter(self._seen))]
        if full:
            raise TooFast(
                _("Đã tính nhiều lần trong một phút qua."),
                hint=_("Mỗi phút nhận %(most)d lần tính từ một địa chỉ; gộp nhiều địa bàn vào một lần.")
                % {"most": self.most},
            )


computing = Pace()

"""How often one address may have something computed: counted in memory, since nothing of it is kept."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base.errors import TooMany

WINDOW: Final = 60
"""Seconds."""
_ADDRESSES: Final = 10_000


class TooFast(TooMany):
    """Wait until the minute is over."""

    def __init__(self, most: int, seconds: int) -> None:
        super().__init__(
            _("Đã hỏi quá nhiều lần trong một phút qua."),
            hint=_("Mỗi phút nhận %(most)d lần từ một địa chỉ; đợi %(seconds)d giây rồi gửi lại.")
            % {"most": most, "seconds": seconds},
        )
        self.retry_after = seconds


class Pace:
    """Questions of a minute by address, in this process; the longest silent are forgotten first.

    `setting` names how many of `settings.PACES` are taken; 0 means any number.
    """

    def __init__(self, setting: str, now: Callable[[], float] = time.monotonic) -> None:
        self._setting, self._now = setting, now
        self._counted: dict[str, tuple[float, int]] = {}
        self._lock = Lock()

    def require(self, request: HttpRequest) -> None:
        """Count one question of the address that asks. Raises TooFast for one too many."""
        most = settings.PACES[self._setting]
        if most:
            self._count(request.META.get("REMOTE_ADDR", ""), most)

    def _count(self, address: str, most: int) -> None:
        with self._lock:
            now = self._now()
            begun, count = self._counted.pop(address, (now, 0))
            if now >= begun + WINDOW:
                begun, count = now, 0
            self._counted[address] = begun, min(count + 1, most + 1)
            if len(self._counted) > _ADDRESSES:
                del self._counted[next(iter(self._counted))]
        if count >= most:
            raise TooFast(most, math.ceil(begun + WINDOW - now))

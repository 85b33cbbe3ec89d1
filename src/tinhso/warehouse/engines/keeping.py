"""Answers kept while a publication stands: what many people look at is read from the files once.

Files never change and a publication has a token of its own, so that an answer kept under it is the answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final

from tinhso.warehouse.engines.base import Columns
from tinhso.warehouse.plans import Plan

MOST_ROWS: Final = 100_000
"""Of all that is kept together: some 15 MB."""
MOST: Final = 256
"""Answers, however short: each holds the ways into its places."""
WORTH_KEEPING: Final = 5_000
"""Rows of one answer; larger ones are asked for seldom."""


class Kept:
    """The answers asked for last, in one process."""

    def __init__(self, most: int = MOST_ROWS) -> None:
        self._most = most
        self._rows = 0
        self._found: OrderedDict[Hashable, Columns] = OrderedDict()
        self._lock = Lock()

    def answer(self, token: Hashable, plan: Plan, make: Callable[[], Columns]) -> Columns:
        """The answer to that plan from the publication of that token; made where it is not known."""
        key = (token, *_asked(plan))
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
                return found
        made = make()
        if len(made) <= WORTH_KEEPING:
            with self._lock:
                self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: Columns) -> None:
        if key in self._found:
            return
        self._found[key] = made
        self._rows += len(made) + 1
        while self._rows > self._most or len(self._found) > MOST:
            _oldest, gone = self._found.popitem(last=False)
            self._rows -= len(gone) + 1

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._found.clear()
            self._rows = 0


def _asked(plan: Plan) -> tuple[Hashable, ...]:
    """What tells plans apart. Ways are one object as long as no place changes."""
    bases = plan.bases and tuple(column.tobytes() for column in vars(plan.bases).values())
    days = (plan.first, plan.last, plan.kinds, plan.illustrative)
    return (plan.measures, plan.ways, *days, bases, plan.shape)

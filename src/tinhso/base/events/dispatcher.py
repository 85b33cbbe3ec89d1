"""The thread of a worker process that hands out events as soon as they are committed."""

from __future__ import annotations

import logging
import threading
from typing import Any

import psycopg
from django.db import DatabaseError, close_old_connections, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import sql

from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.base.events.models import CHANNEL

log = logging.getLogger(__name__)
POLL = 1.0
"""Seconds after which the outbox is looked at though nobody called: for retries, and where NOTIFY is lost."""


class Dispatcher(threading.Thread):
    """Listens for commits that wrote to the outbox; looks at it every second in any case."""

    def __init__(self) -> None:
        super().__init__(name="outbox", daemon=True)
        self._stopping = threading.Event()

    def stop(self, patience: float = 0.3) -> None:
        """Ask it to end, and wait for it a little."""
        self._stopping.set()
        self.join(patience)

    def run(self) -> None:
        """Listen and dispatch until stopped; a lost database is waited for."""
        while not self._stopping.is_set():
            try:
                self._listen()
            except (psycopg.Error, DatabaseError) as error:
                log.warning("outbox: the database is away (%s); trying again", error)
                self._stopping.wait(POLL)
            finally:
                close_old_connections()

    def _listen(self) -> None:
        with psycopg.connect(**_parameters(), autocommit=True) as listening:
            listening.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            while not self._stopping.is_set():
                dispatch_waiting()
                close_old_connections()
                for _call in listening.notifies(timeout=POLL, stop_after=1):
                    pass


def _parameters() -> dict[str, Any]:
    wrapper = connections["default"]
    if not isinstance(wrapper, DatabaseWrapper):
        raise TypeError("The outbox needs PostgreSQL.")
    parameters: dict[str, Any] = wrapper.get_connection_params()
    return {name: value for name, value in parameters.items() if name not in {"cursor_factory", "context"}}

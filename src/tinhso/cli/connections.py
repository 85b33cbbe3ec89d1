"""This process's connections, for verbs that had some."""

from __future__ import annotations

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper


def let_go() -> None:
    """Close them before the database stops: its pool would look for it in vain, and say so."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()

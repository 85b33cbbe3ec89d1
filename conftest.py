"""The database and the translations of the tests.

Translations are compiled anew into a folder of this run. The database is the one DATABASE_URL names, else an
embedded cluster made for this run only.

One cluster serves the whole run: the controller of pytest-xdist starts it, its workers inherit the address.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as examples
from whitenoise.middleware import WhiteNoiseMiddleware

from tinhso.base.embedded import open_server
from tinhso.cli import messages

_stack = ExitStack()
examples.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("unhurried")
"""On a busy machine an example may take its time, and so may the making of it: no test is about speed."""
REPLICA = "SET LOCAL session_replication_role = replica;"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations, and start the cluster before anything connects."""
    locale = Path(_stack.enter_context(tempfile.TemporaryDirectory(prefix="tinhso-locale-")))
    messages.compile_all(settings.SOURCE / "locale", locale)
    settings.LOCALE_PATHS = [locale]
    settings.PACES = dict.fromkeys(settings.PACES, 0)  # tests ask faster than people
    if os.environ.get("DATABASE_URL") or hasattr(config, "workerinput") or config.option.collectonly:
        return
    folder = Path(tempfile.mkdtemp(prefix="tinhso-tests-"))
    _stack.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    server = _stack.enter_context(open_server(folder, purpose="tests", own=True, safe=False))
    os.environ["DATABASE_URL"] = server.admin_url
    parts = urlsplit(server.admin_url)
    settings.DATABASES["default"].update(
        NAME="tinhso",  # the tests' own is then called test_tinhso
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        HOST=parts.hostname,
        PORT=str(parts.port),
    )


def pytest_unconfigure() -> None:
    """Stop the cluster and remove its files."""
    _stack.close()


@pytest.fixture(scope="session", autouse=True)
def _flush_what_was_filled() -> Iterator[None]:
    """Let the flush after a transactional test empty the few tables that were filled, triggers or not.

    Truncating every table takes twenty times as long, and the triggers of append-only ones refuse it. Only
    the test database is ever flushed, and only for the length of the flush's own transaction.
    """

    def flush(self: DatabaseOperations, _style: Any, tables: Sequence[str], **asked: Any) -> list[str]:
        names = [self.quote_name(table) for table in tables]
        if asked.get("reset_sequences"):
            return [REPLICA, f"TRUNCATE {', '.join(names)} RESTART IDENTITY;"]
        looked = "SELECT {} WHERE EXISTS (SELECT 1 FROM {})"
        with self.connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(looked.format(n, name) for n, name in enumerate(names)))
            filled = [names[n] for (n,) in cursor.fetchall()]
        return [REPLICA, *map("DELETE FROM {};".format, filled)] if filled else []

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "sql_flush", flush)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Let every client of the tests have the static files that the first one found.

    A client loads the middleware anew, and that walks through all folders: longer than most requests.
    """
    listed: dict[tuple[Any, ...], dict[str, Any]] = {}
    walk = WhiteNoiseMiddleware.add_files_from_finders

    def once(self: WhiteNoiseMiddleware) -> None:
        asked = (
            self.static_prefix,
            self.max_age,
            self.charset,
            settings.DEBUG,
            *settings.STATICFILES_FINDERS,
        )
        if asked not in listed:
            before = set(self.files)
            walk(self)
            listed[asked] = {url: file for url, file in self.files.items() if url not in before}
        self.files.update(listed[asked])

    patch = pytest.MonkeyPatch()
    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
    yield
    patch.undo()


SLOW_FIRST = ("system", "browser", "heavy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no worker is left alone with one at the end.

    Those of the product without a browser lead: they need no data prepared for others, so while one worker
    prepares it, the other has enough to do besides waiting for it.
    """

    def rank(item: pytest.Item) -> int:
        found = [place for place, mark in enumerate(SLOW_FIRST) if item.get_closest_marker(mark)]
        return 1 if 1 in found else min(found, default=len(SLOW_FIRST))

    ranks: dict[Path, int] = {}
    for item in items:
        ranks[item.path] = min(rank(item), ranks.get(item.path, len(SLOW_FIRST)))
    items.sort(key=lambda item: ranks[item.path])

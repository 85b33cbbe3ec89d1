"""Static addresses that carry their content's hash, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

YEAR = 365 * 24 * 3600


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


@cache
def _found(name: str) -> Path | None:
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None


_kept = cache(_digest)


class VersionedStorage(StaticFilesStorage):
    """`{% static %}` gives `/static/web/tinhso.css?v=…`; nothing has to be collected or built."""

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: ARG002 - Django's own shape
        """The address of `name` with the hash of its content; unknown files get a plain address."""
        address = super().url(name)
        path = _found(name) if name and not name.endswith("/") else None
        if path is None:
            return address
        return f"{address}?v={(_digest if settings.DEBUG else _kept)(path)}"


def immutable(path: str, url: str) -> bool:  # noqa: ARG001 - WhiteNoise's own shape
    """WhiteNoise's test: fonts and libraries come from the lock and are replaced as a whole."""
    return "/vendor/be-vietnam-pro/" in url

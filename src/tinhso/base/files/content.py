"""The content-addressed store: bytes under their SHA-256, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_BLOCK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class TooLarge(Exception):
    """More came than was allowed."""


@dataclass(frozen=True)
class Incoming:
    """Bytes received but not yet kept."""

    path: Path
    digest: str
    size: int


def path_of(digest: str) -> Path:
    """Where the content of that digest lies. Raises ValueError for what is no digest."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no SHA-256 in hexadecimal.")
    return Path(settings.FILES) / digest[:2] / digest[2:4] / digest


@contextmanager
def receive(content: BinaryIO, *, at_most: int) -> Iterator[Incoming]:
    """Write `content` beside the store; gone at the end of the block unless kept. Raises TooLarge."""
    folder = Path(settings.FILES) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        total, size = hashlib.sha256(), 0
        with os.fdopen(descriptor, "wb") as file:
            while block := content.read(_BLOCK):
                size += len(block)
                if size > at_most:
                    raise TooLarge
                total.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        yield Incoming(path, total.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def keep(incoming: Incoming) -> Path:
    """Move received bytes into the store; content that is there already is left as it is."""
    target = path_of(incoming.digest)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming.path.replace(target)
    for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
        _sync(folder)
    return target


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def intact(digest: str) -> bool:
    """Whether the content of that digest is there and unaltered."""
    path = path_of(digest)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest

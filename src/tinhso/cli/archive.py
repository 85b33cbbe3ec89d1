"""A backup archive: a tar file with a manifest, the database's dump and the files, each with its checksum.

The manifest comes last in time but stands first in nothing: it is read by name, and an archive without it is
an unfinished one.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tinhso.base.errors import Invalid

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
CHUNK = 1 << 20


class Writer:
    """Adds parts to an archive under way."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._parts: dict[str, dict[str, object]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file under `name`."""
        with path.open("rb") as file:
            sha = hashlib.file_digest(file, "sha256").hexdigest()
            size = os.fstat(file.fileno()).st_size
            file.seek(0)
            self._put(name, file, size)
        self._parts[name] = {"size": size, "sha256": sha}

    def finish(self, facts: dict[str, object]) -> None:
        """Write the manifest: the parts, and `facts` about the deployment."""
        content = {"format": FORMAT, **facts, "parts": self._parts}
        text = json.dumps(content, ensure_ascii=False, indent=1).encode()
        self._put(MANIFEST, io.BytesIO(text), len(text))

    def _put(self, name: str, file: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, file)


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """An archive that appears under its name only when it is complete and on disk."""
    making = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(making, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)


def verified(path: Path) -> dict[str, Any]:
    """The manifest of an archive whose every part has been read and matches. Raises Invalid."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            manifest = _manifest(tar)
            present = {entry.name for entry in tar if entry.isfile()} - {MANIFEST}
            parts: dict[str, dict[str, object]] = manifest["parts"]
            if odd := present.symmetric_difference(parts):
                raise Invalid(f"{path}: {min(odd)} is missing or was added.")
            for name, told in parts.items():
                if _digest(tar, name) != told["sha256"]:
                    raise Invalid(f"{path}: {name} is damaged (its checksum differs).")
    except (tarfile.TarError, OSError, ValueError) as error:
        raise Invalid(f"{path} is not a backup, or is damaged: {error}") from error
    return manifest


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        file = tar.extractfile(MANIFEST)
    except KeyError:
        file = None
    if file is None:
        raise Invalid("The archive has no manifest: the backup was not finished.")
    manifest: dict[str, Any] = json.load(file)
    if manifest.get("format") != FORMAT:
        raise Invalid(f"The archive has format {manifest.get('format')}; this version reads {FORMAT}.")
    return manifest


def _digest(tar: tarfile.TarFile, name: str) -> str:
    file = tar.extractfile(name)
    if file is None:
        raise Invalid(f"{name} is not a file.")
    total = hashlib.sha256()
    while chunk := file.read(CHUNK):
        total.update(chunk)
    return total.hexdigest()


def take(path: Path, name: str, target: Path) -> None:
    """Write one part of an archive to `target`, readable by us only."""
    with tarfile.open(path, mode="r:") as tar, tar.extractfile(name) or io.BytesIO() as source:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            while chunk := source.read(CHUNK):
                file.write(chunk)

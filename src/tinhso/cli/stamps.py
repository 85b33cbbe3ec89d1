"""Doing a thing again only when what it was done with has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def content_hash(paths: Iterable[Path], *more: str) -> str:
    """SHA-256 over names and contents of files (folders: every file below), and over `more`."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(f"\0{file.relative_to(path.parent)}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def done(folder: Path, name: str, hash_: str) -> bool:
    """Whether `name` was last done with exactly this content."""
    try:
        return (folder / name).read_text(encoding="ascii").strip() == hash_
    except OSError:
        return False


def mark(folder: Path, name: str, hash_: str) -> None:
    """Note that `name` has been done with this content."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(hash_ + "\n", encoding="ascii")


def forget(folder: Path) -> None:
    """Everything is to be done again (the database was put back to an earlier state)."""
    for stamp in folder.glob("*"):
        stamp.unlink(missing_ok=True)

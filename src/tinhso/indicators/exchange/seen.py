"""Which figures a file has told already, in which line: sixteen bytes a figure, however long the file."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from hashlib import blake2b
from typing import Final

Name = tuple[Hashable, ...]
_FIRST: Final = 1 << 16


def _digest(named: Name) -> int:
    return int.from_bytes(blake2b(repr(named).encode(), digest_size=8).digest(), "big") or 1


class Seen:
    """An open table of 64-bit digests; two figures have one digest once in 10^19."""

    def __init__(self) -> None:
        self._room = _FIRST
        self._digests = array("Q", bytes(8 * _FIRST))
        self._lines = array("Q", bytes(8 * _FIRST))
        self._count = 0

    def line(self, named: Name) -> int:
        """The line that told the figure of that name; 0 when none did."""
        at = self._place(_digest(named))
        return self._lines[at] if self._digests[at] else 0

    def add(self, named: Name, line: int) -> None:
        """That line told the figure of that name; the first to do so is kept."""
        digest = _digest(named)
        at = self._place(digest)
        if self._digests[at]:
            return
        self._digests[at], self._lines[at] = digest, line
        self._count += 1
        if 2 * self._count > self._room:
            self._grow()

    def _place(self, digest: int) -> int:
        at = digest & (self._room - 1)
        while self._digests[at] not in (0, digest):
            at = (at + 1) & (self._room - 1)
        return at

    def _grow(self) -> None:
        digests, lines = self._digests, self._lines
        self._room *= 2
        self._digests = array("Q", bytes(8 * self._room))
        self._lines = array("Q", bytes(8 * self._room))
        for digest, line in zip(digests, lines, strict=True):
            if digest:
                at = self._place(digest)
                self._digests[at], self._lines[at] = digest, line

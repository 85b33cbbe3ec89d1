"""Reading the warehouse: what is in force, kept in the process until the manifest changes. No locks.

`snapshot()` costs a look at one file's date. A file is read for the first time after its checksum was found
right; a broken one is written down, wanted anew, and the asker told (`Broken`), who then asks the facts.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from tinhso.warehouse.storage import faults, keys, layout, standing
from tinhso.warehouse.storage.manifest import File, Manifest, Told
from tinhso.warehouse.storage.writing import path_of

log = logging.getLogger(__name__)


class Broken(Exception):
    """A file is not what was published. It is written down already; the facts can answer."""


@dataclass(frozen=True, slots=True)
class Key:
    """An indicator in the files. Not `coverable`: some of its numbers do not fit, the facts must answer."""

    number: int
    scale: int
    coverable: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and the months in it that another file serves by now: their rows are to be left out."""

    path: str
    without: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """At which levels of places, for which kinds of periods (numbers of `spoken.KINDS`) something is told."""

    levels: frozenset[str] = frozenset()
    kinds: frozenset[int] = frozenset()
    cut_offs: frozenset[bool] = frozenset()
    published: int = 0
    together: int = 0


@dataclass(frozen=True)
class Snapshot:
    """One publication, frozen. `at`: when it was published."""

    version: int
    at: datetime
    indicators: Mapping[UUID, Key]
    content: Manifest = field(repr=False)

    def sources(self, first: date, last: date) -> tuple[Source, ...]:
        """The files with the periods that end from `first` to `last`. Raises Broken."""
        chosen = {one.file for month, one in self.content.months.items() if _touches(month, first, last)}
        files = [self.content.files[name] for name in sorted(chosen)]
        _require_sound(self.content, files)
        return tuple(Source(str(path_of(file.name)), self._elsewhere.get(file.name, ())) for file in files)

    def files(self, first: date, last: date) -> list[str]:
        """The paths alone. Raises Broken."""
        return [one.path for one in self.sources(first, last)]

    def told(self, indicator: UUID, first: date, last: date) -> Extent:
        """What is told of an indicator in the months of those days; nothing: an empty extent."""
        rows = [
            told
            for month, told in self._by_indicator.get(indicator, ())
            if _touches(month, first, last) and told.first <= last and told.last >= first
        ]
        return Extent(
            frozenset(told.level for told in rows),
            frozenset(told.kind for told in rows),
            frozenset(told.cut_off for told in rows),
            sum(told.published for told in rows),
            sum(told.together for told in rows),
        )

    def statistics(self, indicator: UUID) -> Sequence[tuple[date, Told]]:
        """What is told of an indicator, by month, level, kind and calendar; oldest month first."""
        return self._by_indicator.get(indicator, ())

    @property
    def places(self) -> Mapping[UUID, int]:
        """The number of each row of a place that has figures; one statement where new ones came."""
        return _places.upto(self.version)

    @cached_property
    def _by_indicator(self) -> dict[UUID, list[tuple[date, Told]]]:
        found: dict[UUID, list[tuple[date, Told]]] = {}
        for month, one in sorted(self.content.months.items()):
            for told in one.told:
                found.setdefault(self.content.indicators[told.indicator].id, []).append((month, told))
        return found

    @cached_property
    def _elsewhere(self) -> dict[str, tuple[date, ...]]:
        """By volume: the months of its year that it does not serve, though it serves but one."""
        found: dict[str, tuple[date, ...]] = {}
        for name in filter(layout.is_volume, self.content.files):
            years = {month.year for month in self.content.serving(name)}
            others = sorted(
                month
                for month, one in self.content.months.items()
                if one.file != name and month.year in years
            )
            if others:
                found[name] = tuple(others)
        return found


def _touches(month: date, first: date, last: date) -> bool:
    return month <= last and layout.next_month(month) > first


# -- kept in the process --------------------------------------------------------------------------------

_guard: Final = threading.Lock()
_Seen = tuple[int, int, int]
_held: dict[str, tuple[_Seen, Snapshot | None]] = {}
_sound: set[tuple[str, str]] = set()


class _Places:
    """Numbers of places, read again only where a later publication may have given new ones."""

    def __init__(self) -> None:
        self._known: dict[UUID, int] = {}
        self._version = -1

    def upto(self, version: int) -> Mapping[UUID, int]:
        if version > self._version:
            self._known = {**self._known, **keys.places(max(self._known.values(), default=0))}
            self._version = version
        return self._known

    def forget(self) -> None:
        self._known, self._version = {}, -1


_places = _Places()


def snapshot() -> Snapshot | None:
    """What is in force; None where nothing was published, or what lies there is another database's."""
    seen = _look()
    path = str(layout.manifest())
    held = _held.get(path)
    if held and held[0] == seen:
        return held[1]
    if seen is None:
        return None
    with _guard:
        found = _snapshot()
        if found is not None:
            if held and held[1] is not None and held[1].version > found.version:
                forget()
            _held[path] = (seen, found)
    return found


def version() -> int:
    """The version in force, 0: none. For those who look often: no statement, no checksum."""
    found = snapshot()
    return found.version if found else 0


def forget() -> None:
    """Look at everything anew: for tests, and when another database's files came."""
    _held.clear()
    _sound.clear()
    _places.forget()


def _look() -> _Seen | None:
    try:
        found = layout.manifest().stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _snapshot() -> Snapshot | None:
    content = standing.in_force()
    if content is None:
        return None
    named = {one.id: Key(number, one.scale, one.coverable) for number, one in content.indicators.items()}
    return Snapshot(content.version, content.at, named, content)


def _require_sound(content: Manifest, files: Iterable[File]) -> None:
    for file in files:
        known = (file.name, file.sha256)
        if known in _sound:
            continue
        if not faults.is_sound(file):
            faults.record(file, content.serving(file.name))
            raise Broken(file.name)
        _sound.add(known)


def suspect(names: Iterable[str] | None = None) -> bool:
    """Have files looked at anew after reading them failed (`names`: paths; None: all): is one broken?"""
    content = standing.in_force()
    if content is None:
        return True
    wanted = None if names is None else {str(name) for name in names}
    broken = False
    for file in content.files.values():
        if wanted is None or str(path_of(file.name)) in wanted:
            _sound.discard((file.name, file.sha256))
            if not faults.is_sound(file):
                faults.record(file, content.serving(file.name))
                broken = True
    return broken

"""What differs between two versions of a declaration (tờ khai), field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_PLACE_IN_LIST: Final = re.compile(r"\[[^\]]*\]")
ABSENT: Final = None
"""A field that one version does not have differs from nothing if the other leaves it empty."""


@dataclass(frozen=True)
class Change:
    """One field that differs: `path` (`goods[2].hs`), and its value in the old and the new version."""

    path: str
    old: object
    new: object

    @property
    def field(self) -> str:
        """The path without places in lists, as the dependency matrix names it: `goods.hs`."""
        return _PLACE_IN_LIST.sub("", self.path)


def differences(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[Change, ...]:
    """The changes from one version's JSON to the next, in the order of paths.

    Lines of a list are matched by their `line` (or `id`) where every line has one, otherwise by position; a
    line that came or went is told field by field. Empty text, null and absence are one.
    """
    return tuple(sorted(_between("", old, new), key=lambda change: change.path))


def _between(path: str, old: object, new: object) -> Iterator[Change]:
    if isinstance(old, Mapping | None) and isinstance(new, Mapping | None) and (old or new):
        yield from _inside(path, old or {}, new or {})
    elif _is_list(old) and _is_list(new) and (old or new):
        yield from _lines(path, _numbered(old), _numbered(new))
    elif _plain(old) != _plain(new):
        yield Change(path, _plain(old), _plain(new))


def _inside(path: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        yield from _between(f"{path}.{name}" if path else name, old.get(name), new.get(name))


def _lines(path: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        yield from _between(f"{path}[{name}]", old.get(name), new.get(name))


def _is_list(value: object) -> bool:
    return value is None or (isinstance(value, Sequence) and not isinstance(value, str | bytes))


def _numbered(value: object) -> dict[str, object]:
    items = list(value) if isinstance(value, Sequence) else []
    for key in ("line", "id"):
        names = [str(item[key]) for item in items if isinstance(item, Mapping) and item.get(key) is not None]
        if len(names) == len(items) and len(set(names)) == len(names):
            return dict(zip(names, items, strict=True))
    return {str(place): item for place, item in enumerate(items)}


def _plain(value: object) -> object:
    """Empty text, an empty list and an empty mapping say as much as nothing."""
    return ABSENT if value is None or value == "" or value == [] or value == {} else value

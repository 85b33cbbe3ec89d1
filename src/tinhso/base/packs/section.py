"""What a room offers so that packs can carry its part: a `Section`.

A room's `pack.py` subclasses `Section` and lists its instances in `SECTIONS`; the site names that list in
`TINHSO_PACK_SECTIONS`, lower storeys first. See README.md for an example.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from tinhso.base.actions import Act
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding, Severity

Path = tuple[str | int, ...]
"""Where a value stands inside an item: ("values", 2, "year")."""


class PackItem(BaseModel):
    """Base of the schemas of pack items: unknown fields are refused, items do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


T = TypeVar("T", bound=BaseModel)


def nearest_line(lines: Mapping[Path, int], path: Path, otherwise: int) -> int:
    """The line of the field at `path`, or of the nearest thing around it."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return otherwise


@dataclass(frozen=True)
class Located(Generic[T]):
    """One item of a pack, and where it was written."""

    section: str
    key: str
    value: T
    file: str
    line: int
    digest: str
    illustrative: bool = False
    lines: Mapping[Path, int] = field(default_factory=dict, repr=False, compare=False)

    def line_of(self, path: Path) -> int:
        """The line of the field at `path` inside this item."""
        return nearest_line(self.lines, path, self.line)

    def error(self, field: str, expected: str, found: object = "") -> Finding:
        """A finding that stops the load, at `field` ("title" or "values.2.year") of this item."""
        return self._finding(field, expected, found, "error")

    def warning(self, field: str, expected: str, found: object = "") -> Finding:
        """A finding that is only told."""
        return self._finding(field, expected, found, "warning")

    def _finding(self, field: str, expected: str, found: object, severity: Severity) -> Finding:
        path: Path = tuple(int(part) if part.isdigit() else part for part in field.split(".") if part)
        return Finding(self.file, self.line_of(path), field, expected, str(found), severity)


@dataclass(frozen=True)
class Catalogue:
    """Everything a pack says, and everything the packs it requires say: for checks across sections."""

    items: Mapping[str, Mapping[str, Located[Any]]]

    def keys(self, section: str) -> Collection[str]:
        """The keys known in `section`."""
        return self.items.get(section, {}).keys()

    def get(self, section: str, key: str) -> Any:
        """The item of that key, in its section's schema, or None."""
        found = self.items.get(section, {}).get(key)
        return found.value if found else None


class Section(ABC, Generic[T]):
    """One kind of thing that packs carry (places, agencies, targets…), offered by the room that owns it.

    Items under `demo/` are illustrative: loaded only on request, and `write` must mark their rows so.
    """

    name: ClassVar[str]
    """Stable; the load records name it."""
    schema: type[T]
    """A `PackItem`: what one list element, map, or CSV row must look like."""
    files: ClassVar[Sequence[str]]
    """Patterns below the pack's folder, e.g. `("places.csv", "places/*.yaml")`; `demo/` is looked through too
    with the same patterns."""
    key_field: ClassVar[str | None] = None
    """When set, a YAML map of maps is read as items whose `key_field` is the map's key."""

    follows: ClassVar[Sequence[str]] = ()
    """Other sections whose writing this one's `finish` must follow too: what derives from their rows."""

    lived: ClassVar[bool] = False
    """Whether people go on with what was written: what is stored then stands, whatever the pack says."""

    @abstractmethod
    def key(self, item: T) -> str:
        """The item's name inside its pack and section; two items with one key are refused."""

    @abstractmethod
    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, T]:
        """The stored state of those keys in the same schema, as `write` would have to be told to reach it.

        Asked only for keys that are new or whose source changed. Leave out what is not stored.
        """

    @abstractmethod
    def write(self, pack: PackInfo, item: T, act: Act, *, illustrative: bool) -> None:
        """Create the item, or change (supersede) what this pack wrote before. The transaction is open."""

    def write_many(self, pack: PackInfo, items: Sequence[T], act: Act, *, illustrative: bool) -> None:
        """Write many items. Override where rows can go in by COPY or bulk_create."""
        for item in items:
            self.write(pack, item, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[T]], everything: Catalogue) -> Iterable[Finding]:
        """Lint beyond the schema, without a database: unknown codes, periods that overlap."""
        del items, everything
        return ()

    def finish(self, pack: PackInfo, act: Act) -> None:
        """Called once after all sections, when this one (or one it `follows`) wrote: rebuild what derives."""
        del pack, act

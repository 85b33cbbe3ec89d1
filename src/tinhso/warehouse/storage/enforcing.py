"""The last steps of a publication: files on the disk, then the manifest, then the database knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self
from uuid import UUID

from django.db import transaction

from tinhso.base import clock
from tinhso.base.events.outbox import emit
from tinhso.base.ids import new_id
from tinhso.warehouse.events import Published
from tinhso.warehouse.models import Change, Partition, Standing
from tinhso.warehouse.storage import keys, layout, manifest
from tinhso.warehouse.storage.manifest import File, Known, Manifest, Month
from tinhso.warehouse.storage.writing import Written


@dataclass
class Draft:
    """A publication on its way: `new` as far as it is known, and which files serve which months."""

    new: Manifest
    files: dict[str, File] = field(default_factory=dict)
    months: dict[date, Month] = field(default_factory=dict)

    @classmethod
    def after(cls, known: Standing, before: Manifest | None = None) -> Self:
        """The one that follows what the database knows; with `before`, its months stay as they are."""
        version = max(known.version, before.version if before else 0) + 1
        new = Manifest(version, new_id(), known.token, clock.now())
        return cls(new, dict(before.files) if before else {}, dict(before.months) if before else {})

    def serve(self, written: Written, published: Mapping[date, int]) -> None:
        """Have these months read from that file."""
        self.files[written.file.name] = written.file
        for month, version in published.items():
            rows, told = written.rows.get(month, 0), written.told.get(month, ())
            self.months[month] = Month(written.file.name, version, rows, self.new.at, told)

    def whole(self, indicators: Mapping[int, Known]) -> Manifest:
        """The manifest, naming the files that serve a month and no others."""
        used = {one.file for one in self.months.values()}
        files = {name: file for name, file in self.files.items() if name in used}
        return replace(self.new, indicators=dict(indicators), files=files, months=dict(self.months))


def enforce(new: Manifest, published: Mapping[date, int], indicators: Iterable[UUID] = ()) -> None:
    """Put it in force. What no manifest names any more goes after a while."""
    manifest.settle(layout.figures())
    manifest.replace(new)
    tell_database(new, published, indicators)
    clear(new)


def tell_database(new: Manifest, published: Mapping[date, int], indicators: Iterable[UUID]) -> None:
    """Let the database know what is in force, and the rooms above what changed."""
    with transaction.atomic():
        Standing.objects.filter(pk=1).update(token=new.token, version=new.version, published_at=new.at)
        keys.keep_scales({number: one.scale for number, one in new.indicators.items()})
        for month, version in published.items():
            _close(month, version, new)
        emit(Published(version=new.version, months=tuple(sorted(published)), indicators=tuple(indicators)))


def _close(month: date, version: int, new: Manifest) -> None:
    one = new.months.get(month)
    told = {
        "published": version,
        "published_at": new.at,
        "file": one.file if one else "",
        "checksum": new.files[one.file].sha256 if one else "",
        "rows": one.rows if one else 0,
        "size": new.files[one.file].size if one else 0,
    }
    row, _created = Partition.objects.get_or_create(month=month, defaults={"wanted": version})
    Partition.objects.filter(pk=row.pk).update(**told)
    Change.objects.filter(partition=row, version__lte=version).delete()


def clear(new: Manifest) -> int:
    """Remove files that no manifest names, once nobody can be reading them; how many went."""
    oldest = clock.now().timestamp() - layout.GRACE.total_seconds()
    gone = 0
    for path in layout.figures().iterdir():
        if path.name not in new.files and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone

"""How the warehouse stands: what is published, what waits, what was found broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tinhso.warehouse.models import Fault, Partition
from tinhso.warehouse.storage.standing import in_force


@dataclass(frozen=True)
class MonthStatus:
    """One partition: what is published of it, and how many changes wait."""

    month: date
    rows: int
    size: int
    file: str
    at: datetime | None
    wanted: int
    published: int


@dataclass(frozen=True)
class Status:
    """The whole. `version` 0: nothing that belongs to this database is published. Sizes in bytes."""

    version: int
    at: datetime | None
    files: int
    rows: int
    size: int
    waiting: int
    faults: int
    months: Sequence[MonthStatus]

    def dumped(self) -> dict[str, Any]:
        """As JSON tells it."""
        months = [
            {
                "month": f"{one.month:%Y-%m}",
                "rows": one.rows,
                "bytes": one.size,
                "file": one.file,
                "published_at": one.at.isoformat() if one.at else None,
                "waiting": one.wanted - one.published,
            }
            for one in self.months
        ]
        return {
            "version": self.version,
            "published_at": self.at.isoformat() if self.at else None,
            "files": self.files,
            "rows": self.rows,
            "bytes": self.size,
            "waiting": self.waiting,
            "faults": self.faults,
            "months": months,
        }


def status() -> Status:
    """As of now; three statements. The size of a month in a volume is that of the whole volume."""
    found = in_force()
    months = [
        MonthStatus(row.month, row.rows, row.size, row.file, row.published_at, row.wanted, row.published)
        for row in Partition.objects.order_by("month")
        if row.file or row.wanted > row.published
    ]
    return Status(
        found.version if found else 0,
        found.at if found else None,
        len(found.files) if found else 0,
        sum(one.rows for one in found.months.values()) if found else 0,
        sum(one.size for one in found.files.values()) if found else 0,
        sum(one.wanted > one.published for one in months),
        Fault.objects.values("file").distinct().count(),
        months,
    )


def faults(most: int = 50) -> list[Fault]:
    """The broken files found last, newest first."""
    return list(Fault.objects.order_by("-recorded_at", "-id")[:most])

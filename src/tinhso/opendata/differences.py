"""What changed between two versions, from what both published. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tinhso.opendata.resources import Field, Resource, Value
from tinhso.opendata.rows import Row
from tinhso.opendata.words import STATUSES, Both


class Change(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


WORDS: Final[Mapping[str, Both]] = {
    Change.ADDED: Both("thêm", "added"),
    Change.CHANGED: Both("đổi", "changed"),
    Change.REMOVED: Both("bỏ", "removed"),
}
_NUMBERS = (
    ("value", Both("Giá trị", "Value")),
    ("numerator", Both("Tử số", "Numerator")),
    ("denominator", Both("Mẫu số", "Denominator")),
)
FIELDS = (
    Field("change", "string", Both("Thay đổi", "Change"), categories=WORDS),
    Field("indicator", "string", Both("Mã chỉ số", "Indicator code")),
    Field("place", "string", Both("Mã địa bàn", "Place code")),
    Field("place_name", "string", Both("Tên địa bàn", "Place name")),
    Field("period", "string", Both("Kỳ", "Period")),
    *(
        Field(f"{name}_before", "number", Both(f"{title.vi} trước", f"{title.en} before"), required=False)
        for name, title in _NUMBERS
    ),
    Field(
        "status_before",
        "string",
        Both("Tình trạng trước", "Status before"),
        required=False,
        categories=STATUSES,
    ),
    *(Field(name, "number", title, required=False) for name, title in _NUMBERS),
    Field("status", "string", Both("Tình trạng", "Status"), required=False, categories=STATUSES),
)


@dataclass(frozen=True)
class Difference:
    """One row that is not as it was."""

    change: Change
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row, as it is or was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("A difference is of some row.")
        return found


def differences(before: Sequence[Row], after: Sequence[Row]) -> list[Difference]:
    """In the order of `after`, what was removed last."""
    stood = {row.key: row for row in before}
    found = []
    for row in after:
        old = stood.pop(row.key, None)
        if old is None:
            found.append(Difference(Change.ADDED, None, row))
        elif (old.numbers, old.status) != (row.numbers, row.status):
            found.append(Difference(Change.CHANGED, old, row))
    return [*found, *(Difference(Change.REMOVED, row, None) for row in stood.values())]


def as_resource(found: Sequence[Difference]) -> Resource:
    """The table of differences."""
    return Resource(
        "changes",
        Both("Thay đổi so với phiên bản trước", "Changes since the version before"),
        FIELDS,
        [
            [
                one.change.value, one.row.indicator, one.row.place.code, one.row.place_name, one.row.period,
                *_side(one.before), *_side(one.after),
            ]
            for one in found
        ],
        ("indicator", "place", "period"),
    )  # fmt: skip


def _side(row: Row | None) -> list[Value]:
    return [*row.numbers, row.status.value] if row else [None, None, None, None]

"""The three-way comparison: what the pack says, what it said when last loaded, what is stored now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.models import PackRecord
from tinhso.base.packs.section import Located, Section


@dataclass
class Verdicts:
    """The items of one section, by what is to be done with them."""

    create: list[Located[Any]] = field(default_factory=list)
    change: list[Located[Any]] = field(default_factory=list)
    conflict: list[Located[Any]] = field(default_factory=list)
    adopt: list[Located[Any]] = field(default_factory=list)
    """Stored already just as the pack says: nothing to write but the record of it."""
    keep: int = 0
    gone: list[PackRecord] = field(default_factory=list)


def _canonical(value: Any) -> Any:
    """One form for equal values: 89.50 and 89.5, and one moment in two zones, are the same."""
    if isinstance(value, BaseModel):
        return _canonical(value.model_dump())
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return {str(key): _canonical(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(inner) for inner in value]
    return value


def plain(item: BaseModel) -> Any:
    """An item as JSON: what is kept in the record, and what stored states are compared by."""
    return to_jsonable_python(_canonical(item))


def _told(value: Any, loaded: Any) -> bool:
    """Whether a stored value is what the record of the last load tells, in whatever schema that was."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return isinstance(loaded, dict) and all(
            _told(getattr(value, name), loaded[name])
            if name in loaded
            else _untouched(getattr(value, name), declared)
            for name, declared in fields.items()
        )
    if isinstance(value, dict):
        named = {str(key): inner for key, inner in value.items()}
        return (
            isinstance(loaded, dict)
            and named.keys() == loaded.keys()
            and all(_told(inner, loaded[key]) for key, inner in named.items())
        )
    if isinstance(value, list | tuple):
        return isinstance(loaded, list) and len(value) == len(loaded) and all(map(_told, value, loaded))
    return bool(to_jsonable_python(_canonical(value)) == loaded)


def _untouched(value: Any, declared: FieldInfo) -> bool:
    """Whether a field younger than the record stands at its default; one without a default passes."""
    if declared.is_required():
        return True
    default = declared.get_default(call_default_factory=True, validated_data={})
    return _told(value, to_jsonable_python(_canonical(default)))


def _verdict(item: Located[Any], record: PackRecord | None, stored: BaseModel | None) -> str:
    if stored is None:
        return "create" if record is None else "conflict"
    marked_anew = record is not None and record.illustrative != item.illustrative
    if plain(stored) == plain(item.value) and not marked_anew:
        return "adopt"
    if record is not None and _told(stored, record.loaded):
        return "change"
    return "conflict"


def _unmoved(item: Located[Any], record: PackRecord | None) -> bool:
    """Whether the source says what it said when last loaded, on the same side of `demo/`."""
    if record is None:
        return False
    return record.digest == item.digest and record.illustrative == item.illustrative


def compare(
    pack: PackInfo,
    section: Section[Any],
    items: Sequence[Located[Any]],
    records: Mapping[str, PackRecord],
    *,
    demo: bool,
) -> Verdicts:
    """Sort the items of a section. Asks the room only for keys that are new or whose source changed."""
    verdicts = Verdicts()
    moved = [item for item in items if not _unmoved(item, records.get(item.key))]
    verdicts.keep = len(items) - len(moved)
    stored = section.current(pack, [item.key for item in moved]) if moved else {}
    for item in moved:
        found = stored.get(item.key)
        left = section.lived and found is not None
        verdict = "adopt" if left else _verdict(item, records.get(item.key), found)
        getattr(verdicts, verdict).append(item)
    written = {item.key for item in items}
    verdicts.gone = [
        record for key, record in records.items() if key not in written and (demo or not record.illustrative)
    ]
    return verdicts

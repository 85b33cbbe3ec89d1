"""Files that are not what was published (tệp hỏng): found by their checksum, written down, wanted anew."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date

from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.warehouse.models import Fault
from tinhso.warehouse.storage.manifest import File, Manifest
from tinhso.warehouse.storage.waiting import EVERYTHING, bump
from tinhso.warehouse.storage.writing import checksum, path_of

log = logging.getLogger(__name__)
WAREHOUSE = SystemActor("kho số liệu")


def found(file: File) -> str:
    """The checksum of what lies there; empty where nothing can be read."""
    try:
        return checksum(path_of(file.name))
    except OSError:
        return ""


def is_sound(file: File) -> bool:
    """Whether it is what was published."""
    return found(file) == file.sha256


def record(file: File, months: Iterable[date]) -> None:
    """Write a broken file down and want its months anew, once for each thing that was found there."""
    seen = found(file)
    if seen == file.sha256:
        return
    wanted = sorted(months)
    log.error("warehouse: %s is broken (%s); it is published anew", file.name, seen or "gone")
    with acting(WAREHOUSE, "warehouse.fault") as act:
        same = Fault.objects.filter(file=file.name, expected=file.sha256, found=seen)
        known = set(same.values_list("month", flat=True))
        for month in (month for month in wanted if month not in known):
            fault = Fault(month=month, file=file.name, expected=file.sha256, found=seen)
            fault.save(force_insert=True)
            act.record("warehouse", subject=fault, data={"file": file.name, "found": seen}, facts=[fault])
        bump({month: [EVERYTHING] for month in wanted})


def verify(content: Manifest) -> list[File]:
    """The files in force that are broken; each is written down."""
    broken = [file for file in content.files.values() if not is_sound(file)]
    for file in broken:
        record(file, content.serving(file.name))
    return broken

"""Archives (DOCX, XLSX) that are the same bytes for the same content, whenever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_LATEST_YEAR: Final = 2107


def settled(
    content: bytes, made_at: datetime, edits: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({})
) -> bytes:
    """The same archive with every entry in its order, dated `made_at`, without traces of the machine.

    `edits` change the entries of those names.
    """
    stamp = (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second)
    if not _EARLIEST[0] <= made_at.year <= _LATEST_YEAR:
        stamp = _EARLIEST
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            fresh = zipfile.ZipInfo(entry.filename, stamp)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.create_system = 3
            fresh.external_attr = 0o644 << 16
            edit = edits.get(entry.filename)
            told = old.read(entry)
            new.writestr(fresh, edit(told) if edit else told, compresslevel=6)
    return out.getvalue()

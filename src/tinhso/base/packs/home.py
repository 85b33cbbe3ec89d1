"""The home pack of this deployment: whose brand the pages carry, whose figures the totals count."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tinhso.base.packs.info import MANIFEST, PackInfo, pack_codes, pack_folder
from tinhso.base.packs.reading import read_info


@lru_cache(maxsize=64)
def _info(folder: Path, _modified: int) -> PackInfo:
    return read_info(folder)


def pack_info(code: str) -> PackInfo:
    """The head of that pack; read again when its file changes. Raises NotFound, PackError."""
    folder = pack_folder(code)
    return _info(folder, (folder / MANIFEST).stat().st_mtime_ns)


def home_pack() -> PackInfo:
    """The head of the home pack (gói của tỉnh nhà): `settings.HOME_PACK`."""
    return pack_info(settings.HOME_PACK)


def with_required(codes: list[str]) -> list[PackInfo]:
    """Those packs and all they require, in the order of loading. Raises NotFound, PackError."""
    wanted, waiting = set[str](), [pack_info(code) for code in codes]
    while waiting:
        info = waiting.pop()
        if info.code not in wanted:
            wanted.add(info.code)
            waiting += [pack_info(code) for code in info.requires]
    return [info for info in all_packs() if info.code in wanted]


def all_packs() -> list[PackInfo]:
    """Every pack of this deployment, those required first, then by `order` and code. Raises PackError."""
    known = {code: pack_info(code) for code in pack_codes()}
    ordered: dict[str, PackInfo] = {}

    def place(info: PackInfo) -> None:
        if info.code not in ordered and info.code in known:
            del known[info.code]
            for code in info.requires:
                place(known[code] if code in known else pack_info(code))
            ordered[info.code] = info

    for info in sorted(known.values(), key=lambda pack: (pack.order, pack.code)):
        place(info)
    return list(ordered.values())

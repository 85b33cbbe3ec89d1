"""Who may read open data, and who publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import ANYBODY, STANDING, Line
from tests.meta.world import World


def _code(world: World) -> Mapping[str, Any]:
    return {"code": world.dataset.code}


def _version(world: World) -> Mapping[str, Any]:
    return {"code": world.dataset.code, "number": 1}


def _file(world: World) -> Mapping[str, Any]:
    return {**_version(world), "name": "data.csv"}


OPEN_DATA: Final = {
    "opendata:catalogue": Line(get=ANYBODY),
    "opendata:linked": Line(get=ANYBODY),
    "opendata:dataset": Line(get=ANYBODY, args=_code),
    "opendata:version": Line(get=ANYBODY, args=_version),
    "opendata:file": Line(get=ANYBODY, args=_file),
    "opendata:manage": Line(get=STANDING),
    "opendata:create": Line(get=STANDING, post=STANDING),
    "opendata:preview": Line(get=STANDING, args=_code),
    "opendata:edit": Line(get=STANDING, post=STANDING, args=_code),
    "opendata:publish": Line(post=STANDING, args=_code),
    "opendata:retire": Line(post=STANDING, args=_code),
    "opendata:resume": Line(post=STANDING, args=_code),
    "api:datasets": Line(get=ANYBODY),
    "api:dataset": Line(get=ANYBODY, args=_code),
    "api:dataset_versions": Line(get=ANYBODY, args=_code),
    "api:dataset_files": Line(get=ANYBODY, args=_code),
}

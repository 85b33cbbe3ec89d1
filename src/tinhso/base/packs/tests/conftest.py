"""A folder of packs to write into, and a section with a real table behind it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

Write = Callable[[str, str], Path]

MANIFEST = """
code: thunghiem
name: {vi: Tỉnh Thử Nghiệm, en: Test Province}
kind: home
"""


@pytest.fixture
def write(tmp_path: Path, settings: Settings) -> Write:
    """Write a file of the pack `thunghiem`."""
    settings.PACKS = tmp_path
    settings.HOME_PACK = "thunghiem"
    settings.TINHSO_PACK_SECTIONS = ["tinhso.base.packs.calendar.SECTIONS"]

    def put(name: str, text: str) -> Path:
        path = tmp_path / "thunghiem" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    put("pack.yaml", MANIFEST)
    return put

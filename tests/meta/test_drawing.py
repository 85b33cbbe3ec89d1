"""What templates and style sheets name is there: icons, custom properties."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tinhso.base.web.nav import registered

SOURCE: Final = Path(__file__).parents[2] / "src" / "tinhso"
_ICON: Final = re.compile(r"""\{% icon "([a-z-]+)"|\bicon="([a-z-]+)\"""")


def test_every_icon_is_drawn() -> None:
    drawn = set(re.findall(r'id="([a-z-]+)"', (SOURCE / "base/web/static/web/icons.svg").read_text("utf-8")))
    named = {
        f"{path.relative_to(SOURCE)}: {one or other}"
        for path in SOURCE.rglob("templates/**/*.html")
        for one, other in _ICON.findall(path.read_text("utf-8"))
        if (one or other) not in drawn and not (one or other).endswith("-")
    }
    named |= {f"rail: {item.icon}" for item in registered() if item.icon not in drawn}
    assert not named


def test_every_custom_property_is_set_somewhere() -> None:
    sheets = {
        path: path.read_text("utf-8")
        for path in SOURCE.rglob("static/**/*.css")
        if "vendor" not in path.parts
    }
    elsewhere = [
        path.read_text("utf-8")
        for path in SOURCE.rglob("*")
        if path.suffix in {".html", ".js", ".py", ".svg"}
    ]
    told = set(re.findall(r"(--[\w-]+)\s*:", "\n".join([*sheets.values(), *elsewhere])))
    told |= set(re.findall(r"setProperty\([\"'`](--[\w-]+)", "\n".join(elsewhere)))
    missing = {
        f"{path.relative_to(SOURCE)}: {name}"
        for path, text in sheets.items()
        for name in re.findall(r"var\((--[\w-]+)\s*\)", text)
        if name not in told
    }
    assert not missing

"""Papers as PDF, set by typst in Tinos (the metric twin of Times New Roman)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.translation import gettext as _

from tinhso.base.errors import Refusal
from tinhso.papers.content import Paper
from tinhso.papers.typesetting import told

_DATA: Final = Path(__file__).parent / "data"
FONTS: Final = Path(__file__).parents[1] / "base" / "web" / "static" / "vendor" / "tinos"
FACES: Final = ("400Regular.ttf", "400Regular_Italic.ttf", "700Bold.ttf", "700Bold_Italic.ttf")


def fonts() -> typst.Fonts:
    """Tinos and nothing of the machine. Raises Refusal when it is not installed."""
    missing = [face for face in FACES if not (FONTS / face).is_file()]
    if missing:
        raise Refusal(
            _("Chưa cài phông chữ Tinos để dựng PDF và biểu đồ (thiếu %(missing)s).")
            % {"missing": ", ".join(missing)},
            code="no_fonts",
            hint=_("Người quản trị chạy tools/assets.py; trong lúc chờ, tải tệp DOCX nếu không có biểu đồ."),
        )
    return _fonts()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


@cache
def template(name: str) -> bytes:
    """A template behind the part that all of them share."""
    return (_DATA / "drawing.typ").read_bytes() + (_DATA / name).read_bytes()


def inputs(data: Any) -> dict[str, str]:
    """Data as a template takes it."""
    return {"told": json.dumps(data, ensure_ascii=False, sort_keys=True)}


def render(paper: Paper) -> bytes:
    """The paper as PDF; the same paper gives the same bytes. Raises Refusal without the fonts."""
    return typst.compile(
        template("paper.typ"),
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs(told(paper)),
        timestamp=int(paper.made_at.timestamp()),
    )

"""Drawn charts as pictures (PNG) for word processors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import typst

from tinhso.papers.marks import Drawing
from tinhso.papers.pdf_document import fonts, inputs, template
from tinhso.papers.typesetting import drawing_data

PIXELS_PER_INCH: Final = 200


def pictures(drawings: Sequence[Drawing]) -> tuple[bytes, ...]:
    """A picture of each drawing. Raises Refusal without the fonts."""
    if not drawings:
        return ()
    made: bytes | list[bytes] = typst.compile(
        template("pictures.typ"),
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs=inputs([drawing_data(drawing) for drawing in drawings]),
    )
    return tuple(made) if isinstance(made, list) else (made,)

"""What a pack says of this room."""

from __future__ import annotations

from typing import Any, Final

from tinhso.base.packs.section import Section

SECTIONS: Final[tuple[Section[Any], ...]] = ()

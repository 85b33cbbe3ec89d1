"""Words as every renderer takes them."""

from __future__ import annotations

import re
from typing import Final

from tinhso.base.text import nfc

_FORBIDDEN: Final = re.compile(
    "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""What XML 1.0 cannot hold, and the marks that turn the direction of what is read."""


def clean(words: str) -> str:
    """NFC, line ends as one, without characters that no file may hold."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return nfc(_FORBIDDEN.sub("", lines))

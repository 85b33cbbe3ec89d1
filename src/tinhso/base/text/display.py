"""One style of tone placement, for running text on the screen."""

from __future__ import annotations

import re
import unicodedata

from tinhso.base.text.letters import nfc

_OPEN_PAIR = re.compile(r"(?<![qQ])([ouOU])([aeyAEY])([\u0300\u0301\u0303\u0309\u0323])(?![\w\u0300-\u036f])")
_PAIRS = frozenset({"oa", "oe", "uy"})


def _moved(found: re.Match[str]) -> str:
    first, second, tone = found.groups()
    return first + tone + second if (first + second).lower() in _PAIRS else found[0]


def normalise_tone_placement(text: str) -> str:
    """Running text with tones where school books put them: hoà, khoẻ, thuỷ become hòa, khỏe, thủy.

    For display only: neither store the result nor give it a proper name, whose bearer decides its spelling.
    """
    return nfc(_OPEN_PAIR.sub(_moved, unicodedata.normalize("NFD", text)))

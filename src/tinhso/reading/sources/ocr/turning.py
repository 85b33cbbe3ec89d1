"""Pictures that lie on their side or stand on their head, turned as they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from tinhso.reading.sources.ocr.cleaning import Grey, Ink, ink_of, levelled
from tinhso.reading.sources.syllables import sound_share

_SHARP: Final = 0.12
_ON_ITS_SIDE: Final = 2.0
_SURE: Final = 0.9
_READABLE: Final = 0.5


def upright(plain: Grey) -> tuple[Grey, int]:
    """Turned so that lines lie level: a little, and by a quarter if its columns are parted more sharply.

    The number of quarters, to the left, goes with it.
    """
    level = levelled(plain)
    sharp = _sharpness(ink_of(level))
    if sharp >= _SHARP:
        return level, 0
    turned = levelled(np.ascontiguousarray(np.rot90(plain)))
    return (turned, 1) if _sharpness(ink_of(turned)) > _ON_ITS_SIDE * sharp else (level, 0)


def _sharpness(ink: Ink) -> float:
    counts = ink.sum(axis=1, dtype=np.float64)
    return float((np.diff(counts) ** 2).sum() / max((counts**2).sum(), 1.0))


def stands_on_its_head(strips: list[Grey], read: Callable[[Grey], tuple[str, float]]) -> bool:
    """Whether strips of a picture are better read the other way up; a sure reading is not doubted."""
    upright = [read(strip) for strip in strips]
    if not upright or _worth(upright) >= _SURE * _READABLE:
        return False
    return _worth([read(np.ascontiguousarray(strip[::-1, ::-1])) for strip in strips]) > _worth(upright)


def _worth(told: list[tuple[str, float]]) -> float:
    """How sure the readings are, and how Vietnamese."""
    _count, sound = sound_share(" ".join(words for words, _sure in told))
    return sound * sum(sure for _words, sure in told) / len(told)

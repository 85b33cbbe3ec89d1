"""Files of pictures, opened within limits, the right way up and no larger than is of use."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from tinhso.reading.sources import refusals
from tinhso.reading.sources.ocr.cleaning import Grey

_KINDS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_MOST_PIXELS: Final = 60_000_000
_WORKED_PIXELS: Final = 5_500_000
_COLOURLESS: Final = frozenset({"1", "L", "LA", "I", "I;16", "F"})
_SMALLEST: Final = 16


def opened(content: bytes) -> Iterator[tuple[int, Grey]]:
    """How many pictures there are, and each, in grey or in colours. Raises Invalid (`broken`, …)."""
    try:
        with Image.open(io.BytesIO(content), formats=_KINDS) as file:
            count = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
            for number, frame in enumerate(ImageSequence.Iterator(file)):
                if number >= count:
                    return
                if frame.width * frame.height > _MOST_PIXELS:
                    raise refusals.too_much_inside()
                if min(frame.size) < _SMALLEST:
                    raise refusals.image_without_text()
                yield count, _shown(frame)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise refusals.broken() from error


def _shown(frame: Image.Image) -> Grey:
    """On white where it is transparent, not larger than is of use."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    if upright.mode != "RGB":
        upright = upright.convert("L" if upright.mode in _COLOURLESS else "RGB")
    pixels = upright.width * upright.height
    if pixels > _WORKED_PIXELS:
        share = (_WORKED_PIXELS / pixels) ** 0.5
        size = (int(upright.width * share), int(upright.height * share))
        upright = upright.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(upright)

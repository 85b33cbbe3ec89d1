"""The sheet in a photograph: what lies around it is cut off; coloured stamps and ink are faded."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tinhso.reading.sources.ocr.cleaning import Grey, Ink, threshold

_GREY: Final = 2
_SMALL: Final = 220
_LEAST_CONTRAST: Final = 40
_LEAST_SHARE, _MOST_SHARE = 0.2, 0.985
_EDGE: Final = 5
_OUTSIDE: Final = 128
_COLOURFUL, _LIGHT = 40, 120
_LEAST_STAMP: Final = 0.0002


def sheet_of(picture: Grey) -> Grey:
    """The sheet of paper in a picture, grey or coloured; stamps faded, what lies around cut off."""
    if picture.ndim == _GREY:
        return _framed(picture, picture)
    colours = Image.fromarray(picture)
    return _framed(np.asarray(colours.convert("L")), _faded(colours))


def stamps_of(picture: Grey) -> Grey | None:
    """What is red in a picture, black on white; None where there is hardly any."""
    if picture.ndim == _GREY:
        return None
    stamped = _red(picture)
    return np.where(stamped, 0, 255).astype(np.uint8) if stamped.mean() > _LEAST_STAMP else None


def _red(colours: Grey) -> Ink:
    red, other = colours[:, :, 0], colours[:, :, 1:3].max(axis=2)
    stamped: Ink = (red > _LIGHT) & (red > other) & (red - np.minimum(red, other) > _COLOURFUL)
    return stamped


def _faded(picture: Image.Image) -> Grey:
    """In grey; red stamps are gone, other coloured ink is as light as its lightest colour."""
    colours = np.asarray(picture)
    lightest, darkest = colours.max(axis=2), colours.min(axis=2)
    colourful = (lightest - darkest > _COLOURFUL) & (lightest > _LIGHT)
    grey = np.where(colourful, lightest, np.asarray(picture.convert("L")))
    return np.where(_red(colours), 255, grey).astype(np.uint8)


def _framed(grey: Grey, shown: Grey) -> Grey:
    """Of what is shown the sheet alone, where a darker ground runs around it; otherwise all of it."""
    whole = Image.fromarray(grey)
    step = max(max(whole.size) // _SMALL, 1)
    small = whole.reduce(step).filter(ImageFilter.MaxFilter(3))
    values = np.asarray(small)
    level = threshold(values)
    bright = values > level
    if bright.all() or not bright.any():
        return shown
    if float(values[bright].mean()) - float(values[~bright].mean()) < _LEAST_CONTRAST:
        return shown
    around = _around(bright)
    outside = _spread(around)
    inner, outer = values[outside & ~around], values[around & _spread(~around)]
    if not inner.size or float(np.median(inner)) - float(np.median(outer)) < _LEAST_CONTRAST:
        return shown  # a shadow fades away; a sheet ends
    share = 1 - outside.mean()
    return _cut_out(shown, outside, step) if _LEAST_SHARE <= share <= _MOST_SHARE else shown


def _around(bright: Ink) -> Ink:
    """What is dark and hangs together with the edge of the picture."""
    high, wide = bright.shape
    canvas = Image.new("L", (wide + 2, high + 2), 0)
    canvas.paste(Image.fromarray(bright.astype(np.uint8)), (1, 1))
    ImageDraw.floodfill(canvas, (0, 0), _OUTSIDE)
    flooded = canvas.point(lambda value: 255 * (value == _OUTSIDE)).crop((1, 1, wide + 1, high + 1))
    return np.asarray(flooded) > 0


def _spread(mask: Ink) -> Ink:
    """A little more on every side."""
    wider = Image.fromarray(mask.astype(np.uint8)).filter(ImageFilter.MaxFilter(_EDGE))
    return np.asarray(wider) > 0


def _cut_out(grey: Grey, outside: Ink, step: int) -> Grey:
    rows, columns = (np.flatnonzero(~outside.all(axis=axis)) for axis in (1, 0))
    top, bottom = int(rows[0]) * step, min((int(rows[-1]) + 1) * step, grey.shape[0])
    left, right = int(columns[0]) * step, min((int(columns[-1]) + 1) * step, grey.shape[1])
    mask = np.kron(outside, np.ones((step, step), dtype=bool))[top:bottom, left:right]
    sheet = grey[top:bottom, left:right][: mask.shape[0], : mask.shape[1]].copy()
    sheet[mask[: sheet.shape[0], : sheet.shape[1]]] = int(np.median(sheet[~mask]))
    return sheet

"""A picture of a page made ready: even paper, no specks, level lines. Grey: 0 is black, 255 white."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]
_BLOCK: Final = 8
_SPREAD: Final = 9
_STEEPEST: Final = 8.0
_COARSE, _FINE = 0.25, 0.05
_SKEW_WIDTH: Final = 800
_UPRIGHT: Final = 0.08
_LEAST_CONTRAST: Final = 40
_DARKEST_PAPER: Final = 96
_SPECK_NEIGHBOURS: Final = 1
_NOISY: Final = 0.0015


def evened(grey: Grey) -> Grey:
    """The picture on paper that is white everywhere: shadows and yellowed margins are gone."""
    whole = Image.fromarray(grey)
    if float(np.median(grey)) < _DARKEST_PAPER:
        whole = Image.fromarray(255 - grey)
    small = whole.reduce(_BLOCK) if min(whole.size) > 4 * _BLOCK else whole
    paper = small.filter(ImageFilter.MaxFilter(_SPREAD)).filter(ImageFilter.GaussianBlur(_BLOCK))
    light = np.asarray(paper.resize(whole.size, Image.Resampling.BILINEAR), dtype=np.float32)
    plain = np.asarray(whole, dtype=np.float32) * 255 / np.maximum(light, 1)
    return np.clip(plain, 0, 255).astype(np.uint8)


def threshold(grey: Grey) -> int:
    """The brightness that best parts ink from paper (Otsu)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    levels = np.arange(256)
    dark = np.cumsum(counts)
    sums = np.cumsum(counts * levels)
    light = dark[-1] - dark
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = dark * light * (sums / dark - (sums[-1] - sums) / light) ** 2
    return int(np.nanargmax(apart)) if np.isfinite(apart).any() else 0


def ink_of(grey: Grey) -> Ink:
    """Where there is ink; nowhere on a picture without contrast."""
    level = threshold(grey)
    ink: Ink = grey <= level
    if not ink.any() or ink.all() or float(grey[~ink].mean()) - float(grey[ink].mean()) < _LEAST_CONTRAST:
        return np.zeros_like(ink)
    return ink


def despeckled(grey: Grey) -> Grey:
    """Without single dots of dirt, black or white, where there are many."""
    ink = ink_of(grey)
    lone = (ink & (_neighbours(ink) <= _SPECK_NEIGHBOURS)) | (~ink & (_neighbours(~ink) <= _SPECK_NEIGHBOURS))
    if lone.mean() < _NOISY:
        return grey
    calm = np.asarray(Image.fromarray(grey).filter(ImageFilter.MedianFilter(3)))
    return np.where(lone, calm, grey).astype(np.uint8)


def _neighbours(mask: Ink) -> NDArray[np.uint8]:
    """How many of the eight around every place are set."""
    padded = np.pad(mask, 1).view(np.uint8)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    whole: NDArray[np.uint8] = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:] - padded[1:-1, 1:-1]
    return whole


def skew_of(ink: Ink) -> float:
    """By how many degrees lines fall to the right: where their rows are parted most sharply."""
    step = max(1, ink.shape[1] // _SKEW_WIDTH)
    down, across = np.nonzero(ink[::step, ::step])
    if down.size < 50:
        return 0.0
    coarse = _sharpest(down, across, np.arange(-_STEEPEST, _STEEPEST + _COARSE, _COARSE))
    return _sharpest(down, across, np.arange(coarse - _COARSE, coarse + _COARSE + _FINE, _FINE))


def _sharpest(down: NDArray[Any], across: NDArray[Any], angles: NDArray[Any]) -> float:
    best, chosen = -1.0, 0.0
    for angle in angles:
        rows = (down - across * np.tan(np.radians(angle))).astype(np.int64)
        counts = np.bincount(rows - rows.min()).astype(np.float64)
        sharp = float((np.diff(counts) ** 2).sum())
        if sharp > best:
            best, chosen = sharp, float(angle)
    return chosen


def levelled(grey: Grey) -> Grey:
    """Turned so that lines lie level."""
    angle = skew_of(ink_of(grey))
    if abs(angle) < _UPRIGHT:
        return grey
    turned = Image.fromarray(grey).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return np.asarray(turned)


def cleaned(grey: Grey) -> Grey:
    """On white paper, without specks."""
    return despeckled(evened(grey))

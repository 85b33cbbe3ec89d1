"""Pages for the tests: papers as PDF, as scans with noise and a slant, as photographs. All invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from tinhso.papers import pdf
from tinhso.papers.content import Block, Paper, text
from tinhso.papers.tests.samples import FORM, GROUPED, MADE_AT
from tinhso.reading.sources.tests.files import REPORT


@cache
def report(blocks: tuple[Block, ...] = (), times: int = 1) -> bytes:
    """An official report as PDF: its paragraphs, a table with merged cells, and `blocks`."""
    body: Sequence[Block] = [*(text(words) for words in REPORT), GROUPED] * times
    return pdf.render(Paper("Báo cáo", FORM, (*body, *blocks), made_at=MADE_AT))


def drawn(content: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """A page as a grey picture."""
    document = pypdfium2.PdfDocument(content)
    try:
        return document[page].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")  # type: ignore[no-any-return]  # untyped library
    finally:
        document.close()


def scanned(picture: Image.Image, skew: float = 2.0, noise: float = 12.0, salt: float = 0.0) -> Image.Image:
    """The picture as a scanner gives it: slanted, greyish, with noise and specks."""
    turned = picture.rotate(skew, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    dice = np.random.default_rng(7)
    grey: NDArray[np.float64] = 235 - (255 - np.asarray(turned, dtype=np.float64)) * 0.85
    grey += dice.normal(0, noise, grey.shape)
    specks = dice.random(grey.shape)
    grey[specks < salt / 2], grey[specks > 1 - salt / 2] = 0, 255
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def shadowed(picture: Image.Image) -> Image.Image:
    """The picture with a shadow that falls across it."""
    light = np.linspace(1, 0.5, picture.width)[None, :]
    return Image.fromarray((np.asarray(picture) * light).astype(np.uint8))


def file_of(picture: Image.Image, kind: str = "PNG") -> bytes:
    """The bytes of a picture; a PDF of it, too."""
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def error_rate(wanted: str, got: str) -> float:
    """How many signs have to be changed, per sign wanted; spaces and ends of lines count alike."""
    one, other = " ".join(wanted.split()), " ".join(got.split())
    before = list(range(len(other) + 1))
    for number, sign in enumerate(one, 1):
        now = [number]
        for place, found in enumerate(other, 1):
            now.append(min(before[place] + 1, now[-1] + 1, before[place - 1] + (sign != found)))
        before = now
    return before[-1] / len(one)

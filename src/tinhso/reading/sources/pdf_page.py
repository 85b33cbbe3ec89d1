"""One page of a PDF: its words with their places, and the straight lines drawn on it."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import pypdfium2.raw as pdfium

from tinhso.base.text import nfc
from tinhso.reading.sources import legacy
from tinhso.reading.sources.grids import Rule, Rules
from tinhso.reading.sources.printed import Page, Piece, page_of
from tinhso.reading.sources.syllables import sound_share

_QUARTER: Final = math.pi / 2
_SAMPLED: Final = 60
_FEWEST_SIGNS: Final = 16
_ENOUGH_LETTERS: Final = 200
_UNKNOWN: Final = 0.15
_SOUND: Final = 0.35
_THIN: Final = 3.0
_SHORTEST_RULE: Final = 8.0
_MOST_PATHS: Final = 6_000
_GAP: Final = 0.28


def read(document: Any, number: int) -> Page | None:
    """The lines of a page; None where it has to be read as a picture."""
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            placed, width, height = _placing(page, _turns(text_page))
            pieces = list(_words(text_page, placed))
        finally:
            text_page.close()
        if _is_rubbish(pieces) and (pieces or _has_picture(page)):
            return None
        return page_of(pieces, _rules(page, placed), width, height)
    finally:
        page.close()


def _is_rubbish(pieces: list[Piece]) -> bool:
    """Whether a layer of text is none: too short, unknown signs, or words that no one can read."""
    text = nfc("\n".join(piece.text for piece in pieces))
    signs = text.replace("\n", "")
    if len(signs) < _FEWEST_SIGNS:
        return True
    unknown = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in signs)
    if unknown > _UNKNOWN * len(signs):
        return True
    letters = sum(map(str.isalpha, signs))
    return (
        letters > len(signs) / 2
        and sound_share(legacy.restored(text)[0])[1] < _SOUND
        and letters > _ENOUGH_LETTERS
    )


def _turns(text_page: Any) -> int:
    """By how many quarters most letters are turned: pages are read the way their letters stand."""
    count = text_page.count_chars()
    angles = Counter(
        int(pdfium.FPDFText_GetCharAngle(text_page.raw, index) / _QUARTER + 0.5) % 4
        for index in range(0, count, max(count // _SAMPLED, 1))
    )
    return angles.most_common(1)[0][0] if angles else 0


def _placing(page: Any, turns: int) -> tuple[Callable[[float, float], tuple[float, float]], float, float]:
    """From the page's own places to those from the upper left corner as it is read; its width and height."""
    left, bottom, right, top = page.get_cropbox()
    placed = {
        0: lambda x, y: (x - left, top - y),
        1: lambda x, y: (y - bottom, x - left),
        2: lambda x, y: (right - x, y - bottom),
        3: lambda x, y: (top - y, right - x),
    }[turns]
    wide, high = max(right - left, 1.0), max(top - bottom, 1.0)
    return placed, high if turns % 2 else wide, wide if turns % 2 else high


def _words(text_page: Any, placed: Callable[[float, float], tuple[float, float]]) -> Iterator[Piece]:
    """Words, parted where a space stands or where there is room for one."""
    box = pdfium.FS_RECTF()
    raw = text_page.raw
    word: list[str] = []
    edges: list[tuple[float, float, float, float]] = []
    for index in range(text_page.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if (
            char.isspace()
            or char in "\0\u200b"
            or not pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(box))
        ):
            if word:
                yield _piece(word, edges)
            continue
        edge = _box(placed(box.left, box.top), placed(box.right, box.bottom))
        if word and _is_away(edges[-1], edge):
            yield _piece(word, edges)
        word.append("-" if char in "\u0002\xad" else char)
        edges.append(edge)
    if word:
        yield _piece(word, edges)


def _box(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _is_away(last: tuple[float, float, float, float], edge: tuple[float, float, float, float]) -> bool:
    height = max(last[3] - last[1], 0.1)
    below = abs((edge[1] + edge[3]) - (last[1] + last[3])) > height
    return below or edge[0] - last[2] > _GAP * height or edge[2] < last[0] - height


def _piece(word: list[str], edges: list[tuple[float, float, float, float]]) -> Piece:
    """The word collected, which is then empty again."""
    piece = Piece(
        min(edge[0] for edge in edges),
        min(edge[1] for edge in edges),
        max(edge[2] for edge in edges),
        max(edge[3] for edge in edges),
        "".join(word),
    )
    word.clear()
    edges.clear()
    return piece


def _has_picture(page: Any) -> bool:
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def _rules(page: Any, placed: Callable[[float, float], tuple[float, float]]) -> Rules:
    """The straight lines that are drawn, and the edges of boxes."""
    across: list[Rule] = []
    down: list[Rule] = []
    for count, path in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2)):
        if count > _MOST_PATHS:
            return Rules()
        left, bottom, right, top = path.get_bounds()
        x, y, x_end, y_end = _box(placed(left, top), placed(right, bottom))
        wide, high = x_end - x, y_end - y
        if high <= _THIN < _SHORTEST_RULE <= wide:
            across.append(Rule((y + y_end) / 2, x, x_end))
        elif wide <= _THIN < _SHORTEST_RULE <= high:
            down.append(Rule((x + x_end) / 2, y, y_end))
        elif wide >= _SHORTEST_RULE and high >= _SHORTEST_RULE:
            across += [Rule(y, x, x_end), Rule(y_end, x, x_end)]
            down += [Rule(x, y, y_end), Rule(x_end, y, y_end)]
    return Rules(tuple(across), tuple(down))

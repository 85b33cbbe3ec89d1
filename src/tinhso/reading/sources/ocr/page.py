"""One picture as a page: cleaned, its lines found, each read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

import numpy as np

from tinhso.reading.sources.grids import Rule, Rules
from tinhso.reading.sources.ocr import cleaning, framing, letters, lines, turning
from tinhso.reading.sources.ocr.cleaning import Grey, Ink
from tinhso.reading.sources.ocr.lines import Box
from tinhso.reading.sources.printed import Piece, Recognised, page_of

_WIDTH: Final = 600
_MARGIN: Final = 0.1
_WIDEST: Final = 16.0
"""How many times as wide as high a strip is at most: longer lines are read in parts."""
_PROBES: Final = 4
_MOST_STAMPS: Final = 16
_SIDE_BY_SIDE: Final = 2
_LEAST_SURE: Final = 0.3
_PLACES: Final = Decimal("0.001")


@dataclass(frozen=True)
class _Sheet:
    """A picture laid out: its ink without rules, its rules, the boxes of its lines, and its unit."""

    plain: Grey
    ink: Ink
    rules: Rules
    boxes: list[Box]
    unit: float


def read(picture: Grey, progress: Callable[[float], None]) -> Recognised:
    """What a picture, grey or coloured, says; `progress` is told which part is done, from 0 to 1."""
    level, quarters = turning.upright(cleaning.cleaned(framing.sheet_of(picture)))
    sheet, turned_round = _right_way_up(_laid_out(level))
    pieces, sure = [], []
    for number, (box, (words, confidence)) in enumerate(zip(sheet.boxes, _told(sheet), strict=True)):
        if words and confidence >= _LEAST_SURE:
            pieces.append(_placed(box, sheet.unit, words))
            sure.append((confidence, len(words)))
        progress((number + 1) / len(sheet.boxes))
    page = page_of(pieces, sheet.rules, _WIDTH, sheet.plain.shape[0] * sheet.unit)
    letters_read = sum(length for _sure, length in sure)
    whole = sum(confidence * length for confidence, length in sure) / max(letters_read, 1)
    stamps = _stamps(picture, quarters + 2 * turned_round)
    return Recognised(page, Decimal(whole).quantize(_PLACES), stamps)


def _stamps(picture: Grey, quarters: int) -> str:
    """The words of red stamps, a box a line: the faded sheet has them no more, and they may say “Mật”."""
    red = framing.stamps_of(picture)
    if red is None:
        return ""
    sheet = _laid_out(cleaning.levelled(np.ascontiguousarray(np.rot90(red, quarters))))
    largest = sorted(sheet.boxes, key=lambda box: -box.height * box.width)[:_MOST_STAMPS]
    return "\n".join(words for words, _sure in map(partial(_words, sheet), largest) if words)


def _told(sheet: _Sheet) -> Iterator[tuple[str, float]]:
    """What every box says, several read side by side; who stops listening stops the reading."""
    readers = ThreadPoolExecutor(_SIDE_BY_SIDE)
    try:
        yield from readers.map(partial(_words, sheet), sheet.boxes)
    finally:
        readers.shutdown(wait=False, cancel_futures=True)


def _laid_out(plain: Grey) -> _Sheet:
    unit = _WIDTH / plain.shape[1]
    ink, drawn = lines.without_rules(cleaning.ink_of(plain))
    rules = Rules(tuple(_scaled(drawn.across, unit)), tuple(_scaled(drawn.down, unit)))
    return _Sheet(plain, ink, rules, lines.boxes_of(ink, rules, unit), unit)


def _right_way_up(sheet: _Sheet) -> tuple[_Sheet, bool]:
    """The sheet, turned round if its longest lines read better that way; and whether it was."""
    longest = sorted(sheet.boxes, key=lambda box: -box.width)[:_PROBES]
    strips = [box.of(sheet.plain)[:, : int(_WIDEST * box.height)] for box in longest]
    if not turning.stands_on_its_head(strips, letters.read):
        return sheet, False
    return _laid_out(np.ascontiguousarray(sheet.plain[::-1, ::-1])), True


def _placed(box: Box, unit: float, words: str) -> Piece:
    return Piece(box.left * unit, box.top * unit, box.right * unit, box.bottom * unit, words)


def _scaled(rules: tuple[Rule, ...], unit: float) -> Iterator[Rule]:
    return (Rule(rule.at * unit, rule.start * unit, rule.end * unit) for rule in rules)


def _words(sheet: _Sheet, box: Box) -> tuple[str, float]:
    """What a box says; a long one is read in parts between words."""
    plain, margin = sheet.plain, max(int(box.height * _MARGIN), 1)
    told, sure = [], []
    for start, end in _parts(sheet.ink, box):
        top, bottom = max(box.top - margin, 0), min(box.bottom + margin, plain.shape[0])
        left, right = max(box.left + start - margin, 0), min(box.left + end + margin, plain.shape[1])
        words, confidence = letters.read(plain[top:bottom, left:right])
        if words:
            told.append(words)
            sure.append(confidence * len(words))
    whole = " ".join(told)
    return whole, sum(sure) / max(len(whole), 1)


def _parts(ink: Ink, box: Box) -> list[tuple[int, int]]:
    """Where a box is parted: at the widest gap near every place where a strip would become too long."""
    most = int(_WIDEST * box.height)
    count = -(-box.width // most)
    if count <= 1:
        return [(0, box.width)]
    empty = np.logical_not(np.asarray(box.of(ink).any(axis=0)))
    widths = np.zeros(box.width, dtype=np.int32)
    run = 0
    for place, clear in enumerate(empty):
        run = run + 1 if clear else 0
        widths[place] = run
    cuts = [0]
    for number in range(1, count):
        middle, reach = number * box.width // count, box.width // count // 3
        low, high = middle - reach, middle + reach
        best = low + int(np.argmax(widths[low:high]))
        cuts.append(best - int(widths[best]) // 2)
    return list(zip(cuts, [*cuts[1:], box.width], strict=True))

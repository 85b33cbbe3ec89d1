"""Whether a figure is a result, a target, or part of what a plan lays down."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.model import Kind, Standing
from tinhso.reading.core.scan import Scan

_PLAN_TYPES: Final = frozenset({"KH", "CTr", "ĐA", "NQ", "QĐ"})

_PLANNED_UNITS: Final = ("mục tiêu", "nhiệm vụ", "giải pháp", "chỉ tiêu", "nhóm")

_JOINED: Final = {
    "hiện": frozenset({"thực", "thể", "phát", "xuất", "biểu", "tái"}),
    "còn": frozenset({"vẫn"}),
    "giao": frozenset({"bàn", "ngoại", "chuyển"}),
}
"""Syllables that are cues by themselves and not behind these."""

_WINDOW: Final = 25


def standing_of(scan: Scan, raw: Raw, raws: Sequence[Raw]) -> Standing:
    """Whether the figure is a result, a target, or part of what a plan lays down."""
    if raw.kind is Kind.DEADLINE:
        return Standing.PLAN
    if raw.kind in (Kind.ORDINAL, Kind.PERIOD):
        return Standing.RESULT
    sentence = scan.sentence(raw.first)
    hoped = any(
        scan.is_word(place, "phấn") for place in range(_clause_begin(scan, raw, sentence.start), raw.first)
    )
    if raw.kind in (Kind.COUNT, Kind.RATIO) and not hoped and _done_behind(scan, raw):
        return Standing.RESULT
    if _laid_down(scan, raw, raws, sentence):
        return Standing.PLAN
    clause = range(_clause_begin(scan, raw, sentence.start), raw.places.start)
    aims = _last(scan, "targets", clause)
    done = _last(scan, "results", clause)
    if aims is not None and (done is None or aims >= done):
        return Standing.TARGET
    if done is not None:
        return Standing.RESULT
    return _by_sentence(scan, raw, sentence)


def _done_behind(scan: Scan, raw: Raw) -> bool:
    """`02 nhiệm vụ đã hoàn thành`, `52 thôn chưa có`: what was counted did or lacks something."""
    found = scan.said("units", raw.last)
    place = found[0] if found is not None else raw.last + 1
    return any(scan.is_word(further, "đã", "chưa") for further in range(place, place + 3))


def _clause_begin(scan: Scan, raw: Raw, start: int) -> int:
    for place in range(raw.places.start - 1, start - 1, -1):
        if scan.is_mark(place, ";:") or scan.is_mark(place, ".") or scan.is_break(place):
            return place + 1
    return start


def _last(scan: Scan, name: str, places: range) -> int | None:
    """Where the last cue of that list ends; nouns that are counted are none."""
    found = [one for one in scan.lexicon[name].within(scan.tokens, places) if not _is_noun(scan, one[0])]
    return found[-1][0].stop if found else None


def _is_noun(scan: Scan, places: range) -> bool:
    """`13 mục tiêu`, `18/30 chỉ tiêu`: counted; `chỉ tiêu, mục tiêu` behind a verb that ends them too."""
    if len(places) == 1:
        low = scan.tokens[places.start].low
        if scan.is_word(places.start - 1, *_JOINED.get(low, ("\0",))):
            return True
        if low == "giao" and scan.is_word(places.start + 1, "dịch", "thông", "lưu", "tiếp", "diện"):
            return True
    word = scan.tokens[places.start].low
    if word not in ("mục", "chỉ", "kế", "nhiệm", "giao", "yêu", "cần", "phải", "bảo", "đảm"):
        return False
    before = scan.token(places.start - 1)
    return before is not None and (scan.is_number(places.start - 1) or before.low in _GOVERNING)


_GOVERNING: Final = frozenset(
    ("vượt", "hoàn", "thành", "theo", "của", "các", "và", "tại", "số", "với", "đạt", "những")
)
"""Behind these, a word for an aim is a thing that is counted or met."""


def _laid_down(scan: Scan, raw: Raw, raws: Sequence[Raw], sentence: range) -> bool:
    """`Kế hoạch số 247 … với 34 mục tiêu, 11 nhiệm vụ`; `được giao 04 nhiệm vụ`."""
    if raw.kind is not Kind.COUNT or not raw.unit.startswith(_PLANNED_UNITS):
        return False
    words = [token.low for token in scan.tokens[sentence.start : raw.first]]
    if "đã" in words[-6:]:
        return False
    if "giao" in words[-4:] or "gồm" in words[-3:]:
        return True
    behind = [token.low for token in scan.tokens[raw.last : min(raw.last + 14, sentence.stop)]]
    if "hoàn" not in words[-5:] and any(
        first == "đề" and second == "ra" for first, second in pairwise(behind)
    ):
        return True
    near = [
        one
        for one in raws
        if one.document is not None and raw.last <= one.first < min(raw.last + 8, sentence.stop)
    ]
    if near and "hoàn" not in words[-5:] and scan.is_word(near[0].first - 1, "theo", "tại"):
        return True
    return (
        any(
            one.document is not None
            and one.document.type in _PLAN_TYPES
            and one.last <= raw.first
            and one.first >= sentence.start
            for one in raws
        )
        and "đã" not in words
    )


def _by_sentence(scan: Scan, raw: Raw, sentence: range) -> Standing:
    """What the opening of the sentence says: `Kế hoạch xác định mục tiêu …: 100%`, else a result."""
    opening = range(sentence.start, raw.first)
    aims = _last(scan, "targets", opening)
    done = _last(scan, "results", opening)
    if aims is not None and (done is None or aims > done):
        return Standing.TARGET
    if done is None and _under_aims(scan, raw):
        return Standing.TARGET
    return Standing.RESULT


def _under_aims(scan: Scan, raw: Raw) -> bool:
    """Whether the last heading (a short line without a stop) speaks of aims, and this is in its list."""
    paragraph = scan.paragraph(raw.first)
    if not (
        scan.is_mark(paragraph.start, "-+*•")
        or scan.is_number(paragraph.start)
        or scan.is_mark(paragraph.start + 1, ").")
    ):
        return False
    number = scan.paragraph_number(raw.first)
    for earlier in range(number - 1, max(-1, number - _WINDOW), -1):
        paragraph = scan.paragraphs[earlier]
        if len(paragraph) > 16 or scan.is_mark(paragraph.stop - 1, ".;,"):
            continue
        words = scan.slice(paragraph).casefold()
        if "mục tiêu" in words or "chỉ tiêu" in words or "phương hướng" in words:
            return "kết quả" not in words
        if "kết quả" in words or "tình hình" in words or "đánh giá" in words:
            return False
    return False

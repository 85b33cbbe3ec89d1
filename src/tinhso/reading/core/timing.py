"""The period a figure is for: its clause's, its sentence's, or what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.model import Kind, Standing
from tinhso.reading.core.scan import Scan

_AIM_WORDS: Final = frozenset({"kế", "mục", "phấn", "sẽ", "hướng", "dự", "nhiệm", "tiêu"})

_AIM_REACH: Final = 8
_OPENING: Final = 6


@dataclass
class Course:
    """What was last said about time, while one goes through a text: for results and for aims apart."""

    result: str = ""
    aim: str = ""
    latest: str = ""

    def remember(self, period: str, *, is_aim: bool) -> None:
        """Take note of a period that was named."""
        if is_aim:
            self.aim = period
        else:
            self.result = period
            self.latest = max(self.latest, period.lstrip(".")[:4])


def remember(scan: Scan, raw: Raw, course: Course) -> None:
    """Keep the last period named, for results or for aims, whatever stands close before it."""
    if not raw.period or _is_compared(scan, raw):
        return
    start = scan.sentence(raw.first).start
    words = {token.low for token in scan.tokens[max(start, raw.first - _AIM_REACH) : raw.first]}
    course.remember(raw.period, is_aim=bool(words & _AIM_WORDS) or _is_to_come(scan, raw))


def period_of(scan: Scan, raw: Raw, raws: Sequence[Raw], course: Course, standing: Standing) -> str:
    """The period a figure is for: its clause's, else its sentence's, else what was said before."""
    if raw.kind is Kind.DEADLINE:
        return raw.period
    if raw.kind is Kind.PERIOD:
        return raw.period or _now(scan, course)
    sentence = scan.sentence(raw.first)
    told = [one for one in periods_in(raws, sentence) if not _is_compared(scan, one)]
    if raw.kind is Kind.ORDINAL:
        near = _nearest(scan, raw, told)
        return near.period if near is not None else ""
    if standing is Standing.RESULT:
        told = [one for one in told if not _is_to_come(scan, one)]
    near = _nearest(scan, raw, told)
    if near is not None:
        return near.period or _now(scan, course)
    heading = _heading_period(scan, raw, raws)
    if heading:
        return heading
    known = course.result if standing is Standing.RESULT else course.aim
    return known or course.result or course.aim or (str(scan.year) if scan.year else "")


def periods_in(raws: Sequence[Raw], places: range) -> list[Raw]:
    """The periods that stand within `places`."""
    return [raw for raw in raws if raw.kind is Kind.PERIOD and places.start <= raw.first < places.stop]


def _now(scan: Scan, course: Course) -> str:
    """What “đến nay” is in a text without a date: the last year it told results of."""
    return course.latest or (str(scan.year) if scan.year else "")


def _is_to_come(scan: Scan, raw: Raw) -> bool:
    """`mục tiêu đến năm 2025`: a horizon; nothing has been reached in it yet."""
    words = {token.low for token in scan.tokens[max(0, raw.first - 3) : raw.first]}
    until = scan.is_word(raw.first, "đến") and not scan.is_word(raw.first + 1, "nay", "hết", "ngày", "thời")
    return until and (
        bool(words & {"tiêu", "hướng", "hoạch"})
        or (scan.dated is not None and raw.period > str(scan.dated.year))
    )


def _is_compared(scan: Scan, raw: Raw) -> bool:
    """`so với năm 2020`, `cùng kỳ năm 2021`: another period than the figure's."""
    before = " ".join(token.low for token in scan.tokens[max(0, raw.first - 4) : raw.first])
    return before.endswith(("so với", "cùng kỳ", "với cùng kỳ", "so")) or "so với" in before


def _nearest(scan: Scan, raw: Raw, told: Sequence[Raw]) -> Raw | None:
    """The period before the figure, the one behind it where none is before or it follows at once."""
    before = [one for one in told if one.last <= raw.places.start]
    behind = [one for one in told if one.first >= raw.places.stop]
    stop = clause_stop(scan, raw)
    close = [one for one in behind if one.first < stop]
    if close and (not before or not _same_clause(scan, before[-1], raw)):
        return close[0]
    if before:
        return before[-1]
    return close[0] if close else None


def clause_stop(scan: Scan, raw: Raw) -> int:
    """Where the clause of a figure ends: a comma, a colon, or where a share begins."""
    for place in range(raw.places.stop, scan.sentence(raw.first).stop):
        if scan.is_mark(place, ",;:") or (scan.is_number(place) and scan.is_mark(place + 1, "%/")):
            return place
    return scan.sentence(raw.first).stop


def _same_clause(scan: Scan, before: Raw, raw: Raw) -> bool:
    return not any(scan.is_mark(place, ",;:") for place in range(before.last, raw.places.start))


def _heading_period(scan: Scan, raw: Raw, raws: Sequence[Raw]) -> str:
    """The period that opens the paragraph, when this is not its first sentence."""
    paragraph = scan.paragraph(raw.first)
    earlier = [
        one
        for one in periods_in(raws, range(paragraph.start, scan.sentence(raw.first).start))
        if not _is_compared(scan, one)
    ]
    opening = [one for one in earlier if one.first - paragraph.start < _OPENING]
    found = opening[0] if opening else (earlier[-1] if earlier else None)
    return found.period if found is not None else ""

"""Whose figure a sentence tells: the one agency that is its subject, or nothing. Asks no database.

Only what is plain counts: `Sở Y tế tiếp nhận 1.200 hồ sơ, đạt 95%`, a row of a table that begins with the
agency. `theo báo cáo của Sở Y tế`, `giao Sở Y tế chủ trì`, `Sở Y tế phối hợp với …` tell no agency's figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tinhso.base.text import fold
from tinhso.people.models import Agency, AgencyKind
from tinhso.places.models import Place
from tinhso.reading.core.agencies import agency_at
from tinhso.reading.core.lexicon import standard
from tinhso.reading.core.model import Figure, Kind, Span, Standing
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort
from tinhso.reading.matching.agencies import Names, is_group

_IDLE: Final = frozenset(
    fold(
        "trong tính đến hết ngày tháng năm quý nay hiện tại riêng đó thời gian qua đầu cuối từ và còn cũng "
        "cụ thể kỳ này bên cạnh ngoài ra đồng thời tuần nửa sáu ba một"
    ).split()
)
"""Words that may stand before the subject of a sentence: when, and that something goes on."""
_ADVERBS: Final = frozenset(fold("đã mới cũng chỉ được đang vẫn luôn cơ bản").split())
_DOING: Final = (
    "tiếp nhận|giải quyết|xử lý|đạt|có|hoàn thành|thực hiện|ban hành|cung cấp|trả|số hóa|ký số|gửi|nhận|"
    "phát hành|xếp|đứng|công khai|cập nhật|chưa"
)
"""What an agency does or has itself; not what it does for others (hướng dẫn, tham mưu, triển khai)."""
_OF_OTHERS: Final = (
    "toàn tỉnh|cả tỉnh|cả nước|toàn quốc|toàn huyện|toàn xã|địa bàn|theo|báo cáo|cho biết|thống kê|tổng hợp|"
    "chủ trì|phối hợp|tham mưu|đầu mối|giao|yêu cầu|đề nghị|cấp tỉnh|cấp huyện|cấp xã|các|trong khi"
)
"""What, between the agency and the figure, tells that the figure is of somebody else."""
_VERBS: Final = tuple(tuple(fold(one).split()) for one in _DOING.split("|"))
_OTHERS: Final = tuple(f" {fold(one)} " for one in _OF_OTHERS.split("|"))
_NO_NAME: Final = frozenset(fold("đã được có đạt hiện đang mới là sẽ tiếp chưa còn").split())
_ROMAN: Final = re.compile("[ivx]+")
_OF_ALL: Final = frozenset({AgencyKind.COMMITTEE, AgencyKind.COUNCIL, AgencyKind.OTHER})
"""Those that speak for their unit, or are many: their figures are the unit's own."""
_COMMITTEES: Final = tuple(fold(one) for one in ("UBND", "Ủy ban nhân dân", "HĐND", "Hội đồng nhân dân"))
_TIMES: Final = frozenset({Kind.PERIOD, Kind.DEADLINE, Kind.ORDINAL})
_PLACED: Final = ("tỉnh", "huyện", "xã", "thành", "phường", "thị", "quận", "đặc")


@dataclass(frozen=True)
class Subject:
    """The agency that a sentence is about: as it is said there, and which one it is, where that is known."""

    said: str = ""
    agency: Agency | None = None


NOBODY: Final = Subject()


@dataclass
class Subjects:
    """Whose the figures of one text are; every sentence is cut once."""

    text: str
    known: Names
    home: Place | None = None
    _scans: dict[Span, tuple[Scan, list[range]]] = field(default_factory=dict)

    def of(self, figure: Figure, place: Place | None) -> Subject:
        """The agency that the sentence of the figure is about. `place`: the unit the figure is of."""
        if figure.kind in _TIMES or figure.standing is not Standing.RESULT or figure.places or place is None:
            return NOBODY
        scan, named = self._cut(figure.sentence)
        start = figure.span.start - figure.sentence.start
        at = next((number for number, token in enumerate(scan.tokens) if token.start >= start), None)
        found = subject_of(scan, named, at) if at is not None else None
        if found is None:
            return NOBODY
        said = scan.slice(found)
        agency = self.known.meant(said)
        many = is_group(said) or fold(said).startswith(_COMMITTEES)
        if many or (agency is not None and not stands(agency, place, self.home)):
            return NOBODY
        return Subject(said, agency)

    def _cut(self, sentence: Span) -> tuple[Scan, list[range]]:
        if sentence not in self._scans:
            scan = Scan.of(sentence.of(self.text), standard(), None)
            self._scans[sentence] = scan, list(mentions(scan, self.known))
        return self._scans[sentence]


def stands(agency: Agency, place: Place, home: Place | None) -> bool:
    """Whether an agency has figures of its own, and of that unit; `home`: the unit of one without a place."""
    own = agency.place or home
    return agency.kind not in _OF_ALL and own is not None and own.code == place.code


def mentions(scan: Scan, known: Names) -> Iterator[range]:
    """Every agency that is named, known here or not, left to right."""
    place = 0
    while place < len(scan):
        last = _mention(scan, known, place)
        if last is None:
            place += 1
            continue
        yield range(place, last)
        place = last


def _mention(scan: Scan, known: Names, place: int) -> int | None:
    """Where the agency named there ends. A known name that a place, or more of a name, follows is another."""
    own, read = known.end_at(scan, place), agency_at(scan, place, len(scan))
    if own is None:
        return _name_end(scan, place, read) if read is not None else None
    behind = scan.token(own)
    goes_on = scan.is_word(own, *_PLACED) or (behind is not None and behind.is_title)
    last = read if read is not None and read > own and goes_on else own
    home = known.home.split()
    spoken = [token.plain for token in scan.tokens[last : last + len(home)]]
    return last + len(home) if home and spoken == home else last


def _name_end(scan: Scan, place: int, last: int) -> int:
    """The name alone: the reader takes words up to a verb it knows into a name."""
    ends = (at for at in range(place + 1, last) if scan.tokens[at].plain in _NO_NAME)
    return next(ends, last)


def subject_of(scan: Scan, named: Sequence[range], at: int) -> range | None:
    """The agency that is the subject of what is said of the figure there; None where that is not plain."""
    if any(scan.is_mark(place, "|") for place in range(len(scan))):
        return _of_row(scan, named, at)
    part = _part(scan, named, at)
    inside = [one for one in named if one.start >= part.start and one.stop <= part.stop]
    if len(inside) != 1:
        return None
    only = inside[0]
    if only.stop > at or not all(_is_idle(scan, place) for place in range(part.start, only.start)):
        return None
    between = f" {' '.join(token.plain for token in scan.tokens[only.stop : at])} "
    return only if _does(scan, only.stop, at) and not any(one in between for one in _OTHERS) else None


def _part(scan: Scan, named: Sequence[range], at: int) -> range:
    """What is said around a figure up to semicolons, and up to the next agency with figures of its own."""
    marks = [place for place in range(len(scan)) if scan.is_mark(place, ";")]
    start = max((place + 1 for place in marks if place < at), default=0)
    stop = min((place for place in marks if place > at), default=len(scan))
    for before, after in pairwise(one for one in named if start <= one.start < stop):
        told = any(scan.is_number(place) for place in range(before.stop, after.start))
        joined = scan.is_mark(after.start - 1, ",") or scan.is_word(after.start - 1, "và", "còn", "riêng")
        if told and joined and after.start <= at:
            start = after.start
        elif told and joined:
            stop = after.start
            break
    return range(start, stop)


def _is_idle(scan: Scan, place: int) -> bool:
    """Whether what stands there tells nothing but when: words of time, numbers, signs of a list."""
    token = scan.tokens[place]
    if token.sort is Sort.MARK:
        return token.low in ",.:-+*•/)"
    listed = len(token.plain) == 1 and scan.is_mark(place + 1, ".)")
    return (
        token.sort is not Sort.WORD
        or token.plain in _IDLE
        or listed
        or _ROMAN.fullmatch(token.plain) is not None
    )


def _does(scan: Scan, place: int, at: int) -> bool:
    """Whether the agency's own doing follows: `: 1.200`, `1.200`, `trong quý III đã tiếp nhận`."""
    if scan.is_mark(place, ":") or scan.is_number(place):
        return True
    while place < at and (_is_idle(scan, place) or scan.tokens[place].plain in _ADVERBS):
        place += 1
    words = tuple(token.plain for token in scan.tokens[place : place + 2])
    return place >= at or any(words[: len(one)] == one for one in _VERBS)


def _of_row(scan: Scan, named: Sequence[range], at: int) -> range | None:
    """The agency that fills the first cell of a row, behind its number, where the figure fills another."""
    cells, start = [], 0
    for place in (*(place for place in range(len(scan)) if scan.is_mark(place, "|")), len(scan)):
        cells.append(range(start, place))
        start = place + 1
    filled = [one for one in cells if one]
    first = next((one for one in filled if any(scan.is_word(place) for place in one)), None)
    own = next((one for one in cells if at in one), range(0))
    if len(named) != 1 or first is None or first != named[0] or filled.index(first) > 1:
        return None
    alone = not any(scan.is_word(place) for place in own)
    return named[0] if alone and own.start > first.start else None

"""Goals, targets and tasks out of a plan or a conclusion, body and tables; for a person to go through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from tinhso.base.calendar.periods import Period
from tinhso.reading.core.agencies import agencies_in, agency_at
from tinhso.reading.core.lexicon import Lexicon, standard
from tinhso.reading.core.model import Figure, Kind, Read, Span
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.sentences import span_of
from tinhso.reading.core.tables import rows_of
from tinhso.reading.core.tokens import Sort

_TERM: Final = re.compile(r"\d{4}-(?:Q\d|H\d|\d\d)")
_HEADING_WORDS: Final = 18
_TITLE_LINES: Final = 14
_SUBJECT_LINES: Final = 4
_FEWEST_WORDS: Final = 4
_PLAN_TITLES: Final = ("KẾ HOẠCH", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "NGHỊ QUYẾT", "PHƯƠNG ÁN")
_CONCLUSION_TITLES: Final = ("KẾT LUẬN", "THÔNG BÁO", "BIÊN BẢN", "CÔNG ĐIỆN", "CHỈ THỊ")


class WorkKind(StrEnum):
    """What an item of a plan is (mục tiêu, chỉ tiêu, nhiệm vụ)."""

    GOAL = "goal"
    TARGET = "target"
    TASK = "task"


class Source(StrEnum):
    """What kind of document lays work down."""

    PLAN = "plan"
    CONCLUSION = "conclusion"
    OTHER = ""


@dataclass(frozen=True)
class Work:
    """One item. `number` and agencies as printed; `figures` are positions in `Read.figures`."""

    kind: WorkKind
    span: Span
    number: str
    text: str
    lead: str = ""
    joint: tuple[str, ...] = ()
    deadline: date | None = None
    product: str = ""
    figures: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drafts:
    """What a document lays down, in the order of the text."""

    source: Source
    items: tuple[Work, ...]

    def of(self, kind: WorkKind) -> tuple[Work, ...]:
        """The items of one kind."""
        return tuple(one for one in self.items if one.kind is kind)


def drafts_of(read: Read, lexicon: Lexicon | None = None) -> Drafts:
    """Goals, targets and tasks of a text that was read; nothing of a text that lays none down."""
    scan = Scan.of(read.text, lexicon or standard(), read.dated)
    source, title = _source(scan)
    return Drafts(source, tuple(_items(scan, read, source, _subject_end(scan, title))))


def _source(scan: Scan) -> tuple[Source, int | None]:
    """By the title in capitals among the first lines; and which line that is."""
    for number, paragraph in enumerate(scan.paragraphs[:_TITLE_LINES]):
        words = scan.slice(paragraph)
        if words != words.upper():
            continue
        if words.startswith(_CONCLUSION_TITLES):
            return Source.CONCLUSION, number
        if words.startswith(_PLAN_TITLES):
            return Source.PLAN, number
    return Source.OTHER, None


def _subject_end(scan: Scan, title: int | None) -> int:
    """The first line below the head of the document: its title, and what the title says it is about."""
    if title is None:
        return 0
    number = title + 1
    for number in range(title + 1, min(title + 1 + _SUBJECT_LINES, len(scan.paragraphs))):
        paragraph = scan.paragraphs[number]
        label, body = _numbered(scan, paragraph)
        ends = scan.is_mark(paragraph.stop - 1, ".;:") or any(scan.is_mark(at, "|") for at in paragraph)
        opens = scan.slice(body).isupper() and _heading(scan, body) is not None
        begun = scan.said("assigning", body.start) or _agency_alone(scan, body) is not None
        if label or ends or opens or begun:
            return number
    return number


def _items(scan: Scan, read: Read, source: Source, begin: int) -> Iterator[Work]:
    section = WorkKind.TASK if source is Source.CONCLUSION else None
    leading, leading_label = "", ""
    tabled = {number: row for row in rows_of(scan) for number in [scan.paragraph_number(row.places.start)]}
    for number, paragraph in enumerate(scan.paragraphs):
        if number < begin:
            continue
        if number in tabled:
            row = tabled[number].cells
            if (work := _from_row(scan, read, row, paragraph)) is not None:
                yield work
            continue
        if any(scan.is_mark(place, "|") for place in paragraph):
            continue
        label, body = _numbered(scan, paragraph)
        heading = _heading(scan, body)
        if heading is not None:
            section, leading = heading, ""
            continue
        if (agency := _agency_alone(scan, body)) is not None:
            leading, leading_label = agency, label
            continue
        if label and label.isdigit() == leading_label.isdigit():
            leading = ""
        if section is None or len(body) < _FEWEST_WORDS or not (label or leading or _assigns(scan, body)):
            continue
        work = _from_line(scan, read, section, label, body)
        yield replace(work, lead=work.lead or leading) if work.kind is WorkKind.TASK else work


def _numbered(scan: Scan, paragraph: range) -> tuple[str, range]:
    """`1.`, `2.1.`, `a)`, `-`, `II.` at the head of a line, and what follows."""
    first = scan.tokens[paragraph.start]
    if first.sort is Sort.MARK and first.low in "-+*•":
        return first.text, range(paragraph.start + 1, paragraph.stop)
    marked = scan.is_mark(paragraph.start + 1, ".)/") and scan.touches(paragraph.start + 1)
    short = first.sort is Sort.NUMBER or (first.sort is Sort.WORD and len(first.text) <= 4)
    if short and marked:
        return first.text, range(paragraph.start + 2, paragraph.stop)
    if first.sort is Sort.NUMBER and "." in first.text:
        return first.text, range(paragraph.start + 1, paragraph.stop)
    return "", paragraph


_HEADINGS: Final = (
    (WorkKind.GOAL, ("mục tiêu tổng quát", "mục tiêu chung", "mục đích")),
    (WorkKind.TARGET, ("mục tiêu", "chỉ tiêu")),
    (WorkKind.TASK, ("nhiệm vụ", "giải pháp", "tổ chức thực hiện", "phân công", "kết luận", "chỉ đạo")),
)


def _heading(scan: Scan, body: range) -> WorkKind | None:
    """What a heading opens; None where the line is none."""
    if not body or len(body) > _HEADING_WORDS or scan.is_mark(body.stop - 1, ".;,"):
        return None
    if any(scan.is_mark(place, "%") for place in body):
        return None
    words = scan.slice(body).casefold()
    for kind, names in _HEADINGS:
        if words.startswith(names) or (scan.slice(body).isupper() and any(name in words for name in names)):
            return kind
    return None


def _agency_alone(scan: Scan, body: range) -> str | None:
    """A line that names one agency and nothing else: what follows is its work."""
    if not body:
        return None
    last = agency_at(scan, body.start, body.stop)
    rest = body.stop - (last or body.start)
    if last is None or rest > 1 or (rest and not scan.is_mark(last, ":.")):
        return None
    return scan.slice(range(body.start, last))


def _assigns(scan: Scan, body: range) -> bool:
    """Whether a line without a number lays work down all the same."""
    return (
        scan.said("assigning", body.start) is not None or agency_at(scan, body.start, body.stop) is not None
    )


def _from_line(scan: Scan, read: Read, section: WorkKind, label: str, body: range) -> Work:
    span = span_of(scan.tokens, body)
    inside = tuple(place for place, one in enumerate(read.figures) if span.start <= one.span.start < span.end)
    kind = section
    if section is not WorkKind.TASK:
        told = any(
            read.figures[place].kind not in (Kind.PERIOD, Kind.DEADLINE, Kind.ORDINAL) for place in inside
        )
        kind = WorkKind.TARGET if told else WorkKind.GOAL
    lead, joint = _agencies(scan, body) if kind is WorkKind.TASK else ("", ())
    return Work(
        kind,
        span,
        label,
        scan.slice(body),
        lead,
        joint,
        _deadline(read.figures, inside) if kind is WorkKind.TASK else None,
        _product(scan, body),
        inside,
    )


def _deadline(figures: Sequence[Figure], inside: Sequence[int]) -> date | None:
    """The last of the deadlines told in the line; the end of a month or quarter it names, where none is."""
    days = [day for place in inside if (day := figures[place].deadline) is not None]
    if days:
        return max(days)
    codes = [figures[place].period for place in inside if figures[place].kind is Kind.PERIOD]
    terms = [Period.parse(code).end for code in codes if _TERM.fullmatch(code)]
    return max(terms, default=None)


def _agencies(scan: Scan, body: range) -> tuple[str, tuple[str, ...]]:
    """Who leads and who joins: `Giao A chủ trì, phối hợp với B, C …`; `A:`; `(A chủ trì)`."""
    named = agencies_in(scan, body)
    joining = [places.start for places, _ in scan.lexicon["joining"].within(scan.tokens, body)]
    start = joining[0] if joining else body.stop
    joint = [one for one in named if one.start > start and _follows(scan, one, start)]
    before = [one for one in named if one.stop <= start]
    led = [one for one in before if scan.said("leading", one.stop) is not None]
    opened = [one for one in before if _opens(scan, one, body)]
    first = (led or opened)[:1]
    if not first:
        return "", ()
    also = [one for one in opened[1:] if one not in first] if not led else []
    return scan.slice(first[0]), tuple(scan.slice(one) for one in (*also, *joint))


def _opens(scan: Scan, agency: range, body: range) -> bool:
    """Whether the line begins with it, behind `giao` or another agency."""
    between = range(body.start, agency.start)
    for place in between:
        token = scan.tokens[place]
        if scan.is_mark(place, ".;:"):
            return False
        if token.sort is Sort.WORD and scan.said("work_verbs", place) is not None:
            return False
    return (
        len(between) <= 2
        or scan.said("assigning", body.start) is not None
        or scan.tokens[body.start].is_title
    )


def _follows(scan: Scan, agency: range, start: int) -> bool:
    """Whether no verb of work stands between `phối hợp với` and it."""
    between = range(start, agency.start)
    verbs = [places for places, _ in scan.lexicon["work_verbs"].within(scan.tokens, between)]
    return not any(scan.tokens[places.start].low != "phối" for places in verbs)


def _product(scan: Scan, body: range) -> str:
    """`sản phẩm: …`, up to a semicolon or the end of the sentence."""
    for places, _ in scan.lexicon["products"].within(scan.tokens, body):
        if not scan.is_mark(places.stop, ":"):
            continue
        last = next(
            (place for place in range(places.stop + 1, body.stop) if scan.is_mark(place, ".;|")), body.stop
        )
        return scan.slice(range(places.stop + 1, last))
    return ""


def _from_row(scan: Scan, read: Read, cells: dict[str, range], paragraph: range) -> Work | None:
    """A row of `STT | Nhiệm vụ | Cơ quan chủ trì | Phối hợp | Thời hạn | Sản phẩm`."""
    task = cells.get("task")
    if not task:
        return None
    span = span_of(scan.tokens, task)
    line = span_of(scan.tokens, paragraph)
    inside = tuple(place for place, one in enumerate(read.figures) if span.start <= one.span.start < span.end)
    told = tuple(place for place, one in enumerate(read.figures) if line.start <= one.span.start < line.end)
    joint = cells.get("joint", range(0))
    named = agencies_in(scan, joint) or ([joint] if joint else [])
    return Work(
        WorkKind.TASK,
        span,
        scan.slice(cells.get("number", range(0))),
        scan.slice(task),
        scan.slice(cells.get("lead", range(0))),
        tuple(scan.slice(one) for one in named),
        _deadline(read.figures, told),
        scan.slice(cells.get("product", range(0))),
        inside,
    )

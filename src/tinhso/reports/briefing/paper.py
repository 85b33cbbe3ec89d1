"""What a meeting's chair needs to know, as one paper: agenda, progress, late tasks, DTI, difficulties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.html import strip_tags

from tinhso.base import clock
from tinhso.base.packs.home import home_pack, pack_info
from tinhso.base.packs.info import pack_codes
from tinhso.base.web import wording
from tinhso.conclusions.models import Conclusion
from tinhso.meetings import queries as meetings
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.meetings.states import MeetingState
from tinhso.papers.content import Block, Column, Heading, Paper, Table, text
from tinhso.reports.figures.composing import LANGUAGE, compose
from tinhso.reports.figures.moments import Setting
from tinhso.reports.figures.paper import ILLUSTRATIVE
from tinhso.reports.spans import Span, SpanKind
from tinhso.steering.models import Report
from tinhso.steering.queries import agenda as told

MOST: Final = 20
"""Difficulties that one pack lists."""
BODY: Final = """# III. NHIỆM VỤ QUÁ HẠN THEO CƠ QUAN
Đến ngày {ky den}, các kế hoạch đang thực hiện có {so-nhiem-vu * tong} nhiệm vụ:
- Hoàn thành {so-nhiem-vu * hoan-thanh}, đang thực hiện {so-nhiem-vu * dang-lam};
- Quá hạn chưa xong {so-nhiem-vu * tre}.
@bang don-vi * : Nhiệm vụ theo cơ quan chủ trì
@bang nhiem-vu * chi=tre : Nhiệm vụ quá hạn
# IV. CHỈ TIÊU VÀ CHỈ SỐ CHUYỂN ĐỔI SỐ (DTI)
Đạt hoặc vượt {so-chi-tieu * dat-vuot}/{so-chi-tieu * tong} chỉ tiêu của các kế hoạch đang thực hiện.
- Chậm tiến độ {so-chi-tieu * cham}; chưa có thông tin {so-chi-tieu * chua-co}.
@bang tru-cot * : Chỉ tiêu theo trụ cột
DTI năm {xep-hang dti nam}: hạng {xep-hang dti hang}/{xep-hang dti tren}.
@bieu-do xep-hang dti : Thứ hạng DTI qua các năm
"""


def briefing(meeting: Meeting, made_at: datetime | None = None) -> Paper:
    """The paper of a meeting as things stand now; about forty statements, whatever the number of rows."""
    moment = made_at or clock.now()
    with translation.override(LANGUAGE):
        before = last_meeting(meeting)
        found = compose("Tài liệu", BODY, _setting(meeting, moment))
        blocks: list[Block] = [
            *([text(ILLUSTRATIVE, italic=True)] if found.illustrative or meeting.illustrative else []),
            text(_about(meeting)),
            Heading("I. CHƯƠNG TRÌNH"),
            _agenda(meetings.agenda(meeting)),
            Heading("II. KẾT LUẬN PHIÊN TRƯỚC VÀ TIẾN ĐỘ THỰC HIỆN"),
            *_since(before),
        ]
        for one in found.blocks:
            blocks += one.content
        blocks += [Heading("V. KHÓ KHĂN, VƯỚNG MẮC ĐƠN VỊ NÊU"), *_difficulties(meeting, before)]
        return Paper(
            title=f"Tài liệu phục vụ {meeting.title}",
            form=None,
            blocks=tuple(blocks),
            author=meeting.committee.name,
            made_at=moment,
        )


def last_meeting(meeting: Meeting) -> Meeting | None:
    """The last meeting of the committee that was held before."""
    held = (MeetingState.HELD, MeetingState.CLOSED)
    rows = meetings.meetings().filter(committee=meeting.committee, state__in=held)
    return rows.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").first()


def _setting(meeting: Meeting, moment: datetime) -> Setting:
    """Figures of the quarter of today, of the committee's province."""
    today = clock.local(moment).date()
    span = Span.of(SpanKind.QUARTER, today)
    committee = meeting.committee
    pack = committee.pack if committee.pack in pack_codes() else home_pack().code
    if pack_info(pack).kind == "shared":
        pack = home_pack().code
    place = committee.place.code if committee.place else pack_info(pack).place
    return Setting(span, today, moment, place, pack, meeting.illustrative)


def _about(meeting: Meeting) -> str:
    begin = clock.local(meeting.starts_at)
    chair = f" Chủ trì: {meeting.chair.full_name}." if meeting.chair else ""
    return (
        f"{meeting.committee.name}. Thời gian: {begin:%H} giờ {begin:%M}, ngày {wording.day(begin)}.{chair}"
    )


def _agenda(items: Sequence[AgendaItem]) -> Table | Block:
    if not items:
        return text("Chương trình chưa có nội dung.")
    columns = (
        Column("STT", 0.5, "center"),
        Column("Nội dung", 4.0),
        Column("Báo cáo", 1.8),
        Column("Phút", 0.7, "center"),
        Column("Tài liệu", 2.4),
    )
    rows = tuple(
        (str(item.order), item.title, _reporter(item), str(item.minutes), "\n".join(_papers(item)) or "–")
        for item in items
    )
    return Table(columns, rows)


def _reporter(item: AgendaItem) -> str:
    return str(item.reporter_agency or item.reporter or "–")


def _papers(item: AgendaItem) -> Iterator[str]:
    for one in getattr(item, "shown", ()):
        yield one.title


def _since(before: Meeting | None) -> Iterator[Block]:
    """What the last meeting concluded, and how far it is."""
    if before is None:
        yield text("Chưa có phiên họp nào trước đây.")
        return
    rows = list(before.conclusions.select_related("lead", "task").order_by("number"))
    yield text(f"{before.title} (ngày {wording.day(before.starts_at)}) có {len(rows)} kết luận.")
    if not rows:
        return
    columns = (
        Column("STT", 0.5, "center"),
        Column("Kết luận", 4.0),
        Column("Chủ trì", 1.6),
        Column("Thời hạn", 1.2, "center"),
        Column("Tiến độ", 1.9),
    )
    yield Table(columns, tuple(_conclusion(row) for row in rows))


def _conclusion(row: Conclusion) -> tuple[str, ...]:
    due = wording.day(row.deadline) if row.deadline else row.deadline_text or "–"
    state = row.state_word
    if row.task:
        share = f", {row.task.progress}%" if row.task.progress is not None else ""
        state = f"{row.task.get_state_display()}{share}"
        if row.task.deadline and row.task.deadline < clock.today() and row.task.done_on is None:
            state += " (quá hạn)"
    return str(row.number), strip_tags(row.text), str(row.lead or "–"), due, state


def _difficulties(meeting: Meeting, before: Meeting | None) -> Iterator[Block]:
    """What agencies told in reports since the last meeting: difficulties, and what they propose."""
    rows = told.reports().exclude(difficulties="").exclude(state=Report.State.RETURNED)
    if before is not None:
        rows = rows.filter(submitted_at__gte=before.starts_at)
    if not meeting.illustrative:
        rows = rows.filter(illustrative=False)
    found = list(rows[:MOST])
    if not found:
        yield text("Không có khó khăn, vướng mắc nào được nêu từ phiên trước đến nay.")
        return
    columns = (
        Column("STT", 0.5, "center"),
        Column("Cơ quan", 1.5),
        Column("Việc", 2.6),
        Column("Khó khăn, vướng mắc", 2.7),
        Column("Đề xuất", 2.2),
    )
    lines = tuple(
        (str(at), str(row.agency), str(row.target or row.task or "–"), row.difficulties, row.proposals or "–")
        for at, row in enumerate(found, 1)
    )
    yield Table(columns, lines)

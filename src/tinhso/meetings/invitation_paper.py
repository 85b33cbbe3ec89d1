"""The invitation as an official paper (giấy mời): Vietnamese whoever reads, for it is sent out."""

from __future__ import annotations

from datetime import date
from typing import Final

from tinhso.base import clock
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee, Membership
from tinhso.committees.roles import MemberRole
from tinhso.meetings import queries
from tinhso.meetings.models import AgendaItem, Invitation, Meeting, Venue
from tinhso.meetings.states import InviteRole
from tinhso.papers.content import Annex, Block, Bullets, Column, OfficialForm, Paper, Run, Table, text
from tinhso.papers.content import Paragraph as Words

SUFFIX: Final = "GM-BCĐ"
"""What stands behind the number where the number book does not say (NĐ 30/2020/NĐ-CP, phụ lục III)."""
_WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_LISTED: Final = 12
"""More people than this are named in an annex."""


def compose(meeting: Meeting) -> Paper:
    """The paper as the meeting stands now; its number where it was issued."""
    document = meeting.document
    on = document.date if document and document.date else clock.local(meeting.changed_at).date()
    invited = [row for row in queries.invitations(meeting) if row.role != InviteRole.CHAIR]
    annexes = (_annex(invited),) if len(invited) > _LISTED else ()
    return Paper(
        title=f"Giấy mời {meeting.title}",
        form=_form(meeting, on),
        blocks=tuple(_blocks(meeting, invited)),
        annexes=annexes,
        author=meeting.committee.name,
        made_at=clock.local(meeting.changed_at),
    )


def signing(committee: Committee, on: date) -> tuple[tuple[str, ...], Membership | None]:
    """The lines above the name, and who signs by the regulation of that day: the first who may."""
    rules = committees.regulation(committee, on)
    roles = rules.signs if rules else [MemberRole.CHAIR.value]
    seat = next((row for row in committees.members(committee, on) if row.role in roles), None)
    if seat is None or seat.role == MemberRole.CHAIR:
        return ("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"), seat
    return ("KT. TRƯỞNG BAN", str(MemberRole(seat.role).label).upper()), seat


def _form(meeting: Meeting, on: date) -> OfficialForm:
    committee, document = meeting.committee, meeting.document
    above = committee.agency.parent if committee.agency else None
    lines, seat = signing(committee, on)
    place = committee.place
    return OfficialForm(
        parent=above.name if above else (f"Ủy ban nhân dân {place.full_name}" if place else ""),
        issuer=committee.name,
        notation=document.notation if document else f"/{SUFFIX}",
        place=place.name if place else "",
        date=on if document else None,
        type_name="Giấy mời",
        abstract=f"dự {meeting.title}",
        signing=lines,
        signer=seat.person.full_name if seat else "",
        recipients=("Như thành phần mời", "Lưu: VT"),
        draft=document is None,
    )


def _line(label: str, words: str) -> Words:
    return Words((Run(f"{label}: ", bold=True), Run(words)))


def _blocks(meeting: Meeting, invited: list[Invitation]) -> list[Block]:
    listed = len(invited) <= _LISTED
    found: list[Block] = [
        text(f"{meeting.committee.name} trân trọng kính mời:"),
        Bullets(tuple(text(_named(row)) for row in invited) or (text("Các thành viên Ban Chỉ đạo"),))
        if listed
        else text("Các đại biểu có tên trong danh sách kèm theo."),
        _line("Tới dự", meeting.title),
    ]
    if meeting.content:
        found.append(_line("Nội dung", meeting.content))
    if meeting.chair:
        found.append(_line("Chủ trì", _chair(meeting)))
    found.append(_line("Thời gian", _time(meeting)))
    found += _places(queries.venues(meeting))
    items = queries.agenda(meeting)
    if items:
        found += [_line("Chương trình", "như sau"), _agenda(items)]
    found.append(
        text("Tài liệu họp được đăng trên hệ thống. Kính đề nghị đại biểu trả lời và dự họp đúng giờ./.")
    )
    return found


def _named(row: Invitation) -> str:
    title = row.membership.title if row.membership else ""
    return ", ".join(filter(None, (row.invitee, title)))


def _chair(meeting: Meeting) -> str:
    day = clock.local(meeting.starts_at).date()
    seats = committees.members(meeting.committee, day)
    seat = next((row for row in seats if row.person_id == meeting.chair_id), None)
    own = [str(meeting.chair)]
    if seat:
        own += [seat.title, f"{seat.role_name} {meeting.committee.name}"]
    return ", ".join(filter(None, own))


def _time(meeting: Meeting) -> str:
    first, last = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    days = f"{_WEEKDAYS[first.weekday()]}, ngày {first:%d/%m/%Y}"
    if first.date() == last.date():
        return f"từ {first:%H} giờ {first:%M} đến {last:%H} giờ {last:%M}, {days}"
    return f"từ {first:%H} giờ {first:%M}, {days} đến {last:%H} giờ {last:%M}, ngày {last:%d/%m/%Y}"


def _places(venues: list[Venue]) -> list[Block]:
    """The hall, and the remote points by name: links are told to each account, never printed."""
    main = [row for row in venues if row.is_main]
    remote = [row for row in venues if not row.is_main]
    found: list[Block] = [_line("Địa điểm", ", ".join(filter(None, (row.name, row.address)))) for row in main]
    if remote:
        found.append(_line("Điểm cầu trực tuyến", "; ".join(row.name for row in remote)))
    return found


def _agenda(items: list[AgendaItem]) -> Table:
    rows = tuple(
        (str(number), row.title, _reporter(row), f"{row.minutes} phút") for number, row in enumerate(items, 1)
    )
    return Table(
        (
            Column("TT", 0.6, "center"),
            Column("Nội dung", 4.5),
            Column("Báo cáo", 2.4),
            Column("Thời lượng", 1.2, "center"),
        ),
        rows,
    )


def _reporter(row: AgendaItem) -> str:
    return ", ".join(str(each) for each in (row.reporter, row.reporter_agency) if each)


def _annex(invited: list[Invitation]) -> Annex:
    rows = tuple(
        (str(number), row.invitee, row.membership.title if row.membership else "", row.role_name)
        for number, row in enumerate(invited, 1)
    )
    table = Table(
        (
            Column("TT", 0.6, "center"),
            Column("Họ tên, cơ quan", 3.2),
            Column("Chức vụ", 3.2),
            Column("Thành phần", 1.6),
        ),
        rows,
    )
    return Annex("Danh sách mời", (table,))

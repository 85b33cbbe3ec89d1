"""Biên bản: the minutes of a meeting."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.conclusions.models import MinuteEntry
from tinhso.conclusions.queries import ballots, minutes
from tinhso.conclusions.queries import conclusions as concluded
from tinhso.conclusions.writing import form, notice, secretary
from tinhso.meetings.models import Invitation, Meeting
from tinhso.meetings.states import THERE, Presence
from tinhso.papers.content import Block, Bullets, Heading, Paper, Paragraph, Run, text


def _came(row: Invitation) -> str:
    name = row.substitute_words if row.attended_by_substitute else row.invitee
    seat = row.membership.title if row.membership and not row.attended_by_substitute else ""
    instead = f" (dự thay {row.invitee})" if row.attended_by_substitute else ""
    return ", ".join(part for part in (f"{name}{instead}", seat) if part)


def _attendance(meeting: Meeting) -> list[Block]:
    rows = list(
        meeting.invitations.select_related("person", "agency", "substitute", "membership").order_by(
            "order", "id"
        )
    )
    there = [row for row in rows if row.attended in THERE]
    absent = [row for row in rows if row.attended == Presence.ABSENT]
    told: list[Block] = [Heading("II. THÀNH PHẦN", 2)]
    if not there and not absent:
        return [*told, text("Chưa điểm danh.")]
    told.append(text(f"Có mặt: {len(there)}/{len(rows)}."))
    told.append(Bullets(tuple(text(_came(row), indent=False) for row in there)))
    if absent:
        told.append(text(f"Vắng mặt: {len(absent)}."))
        told.append(Bullets(tuple(text(row.invitee, indent=False) for row in absent)))
    return told


def entry_paragraph(entry: MinuteEntry) -> Paragraph:
    """One entry: who, of which agency, said what."""
    title = ", ".join(part for part in (entry.speaker_title, entry.whose) if part)
    who = f"{entry.who}{f' ({title})' if title else ''}: " if entry.who else ""
    return Paragraph((Run(who, bold=True), Run(entry.text))) if who else text(entry.text)


def _said(meeting: Meeting) -> list[Block]:
    rows, items = list(minutes.of_meeting(meeting)), list(meeting.items.order_by("order"))
    told: list[Block] = [Heading("III. NỘI DUNG", 2)]
    for number, (item, entries) in enumerate(minutes.by_item(rows, items), 1):
        told.append(Heading(f"{number}. {item.title if item else 'Nội dung chung'}", 3))
        told.extend(entry_paragraph(entry) for entry in entries)
    return told if rows else [*told, text("Chưa có ghi chép.")]


def _decided(meeting: Meeting) -> list[Block]:
    told: list[Block] = []
    voted = list(ballots.ballots().filter(meeting=meeting).order_by("number"))
    decisions = list(ballots.decisions().filter(meeting=meeting).order_by("recorded_at"))
    if voted or decisions:
        told.append(Heading("IV. BIỂU QUYẾT, QUYẾT NGHỊ", 2))
    for ballot in voted:
        if closing := ballots.closing(ballot):
            counted = Counter(closing.papers)
            words = "; ".join(f"{words}: {counted[key]}" for key, words in ballot.words.items())
            told.append(
                text(
                    f"{ballot.question} – {closing.outcome_word} "
                    f"({closing.returned}/{closing.asked} phiếu: {words})."
                )
            )
    told.extend(text(decision.text) for decision in decisions)
    found = list(concluded.of_meeting(meeting))
    if found:
        told.append(Heading(f"{'V' if told else 'IV'}. KẾT LUẬN", 2))
        for number, conclusion in enumerate(found, 1):
            told += notice.clause(number, conclusion)
    return told


def paper(meeting: Meeting, made_at: datetime) -> Paper:
    """The whole minutes, as they stand."""
    begun = clock.local(meeting.opened_at or meeting.starts_at)
    ended = clock.local(meeting.closed_at) if meeting.closed_at else None
    opening: list[Block] = [
        Heading("I. THỜI GIAN, ĐỊA ĐIỂM", 2),
        text(
            f"Bắt đầu: {wording.moment(begun)}." + (f" Kết thúc: {wording.moment(ended)}." if ended else "")
        ),
        *(text(f"{'Tại' if venue.is_main else 'Điểm cầu'}: {venue.name}.") for venue in meeting.venues.all()),
    ]
    if meeting.chair:
        opening.append(text(f"Chủ trì: {notice.chaired(meeting)}."))
    keeper = secretary.of_meeting(meeting)
    if keeper:
        opening.append(text(f"Thư ký: {keeper}."))
    closing = text("Biên bản được lập từ ghi chép tại phiên họp, đã thông qua các thành phần dự họp./.")
    day = clock.local(meeting.starts_at).date()
    return Paper(
        title=f"Biên bản {notice.title_inside(meeting)}",
        form=form.official(
            meeting.committee,
            type_name="BIÊN BẢN",
            abstract=meeting.title,
            notation=form.notation_tail("BB"),
            on=day,
            lines=form.Signing(("CHỦ TRÌ",), meeting.chair.full_name if meeting.chair else "", None),
            recipients=("Các thành viên Ban Chỉ đạo", "Lưu: VT"),
            beside=form.Signing(("THƯ KÝ",), keeper, None),
        ),
        blocks=(*opening, *_attendance(meeting), *_said(meeting), *_decided(meeting), closing),
        author=meeting.committee.name,
        made_at=made_at,
    )

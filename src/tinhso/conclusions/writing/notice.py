"""Thông báo kết luận: the notice of what a meeting concluded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.conclusions.models import Conclusion
from tinhso.conclusions.writing import form
from tinhso.meetings.models import Meeting
from tinhso.papers.content import Paper, Paragraph, Run, text

TYPE_NAME = "THÔNG BÁO"


def abstract(meeting: Meeting) -> str:
    """What the notice is about."""
    chair = f" của {chaired(meeting)}" if meeting.chair else ""
    return f"Kết luận{chair} tại {title_inside(meeting)}"


def abstract_inside(meeting: Meeting) -> str:
    """The same inside a sentence."""
    words = abstract(meeting)
    return words[:1].lower() + words[1:]


def title_inside(meeting: Meeting) -> str:
    """The meeting's title inside a sentence: its first letter small unless it is a name."""
    words = meeting.title
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def chaired(meeting: Meeting) -> str:
    """The chair with the office held in the committee on that day."""
    if meeting.chair is None:
        return ""
    day = clock.local(meeting.starts_at).date()
    seat = next(
        (one for one in form.signers(meeting.committee, day) if one.person_id == meeting.chair_id), None
    )
    return f"{seat.role_name} {meeting.chair.full_name}" if seat else meeting.chair.full_name


def intro(meeting: Meeting) -> str:
    """The opening paragraph, where nobody wrote another."""
    day = wording.day(clock.local(meeting.starts_at).date())
    led = (
        f", {chaired(meeting)} chủ trì {title_inside(meeting)}."
        if meeting.chair
        else f" đã họp {title_inside(meeting)}."
    )
    opening = f"Ngày {day}" + (led if meeting.chair else f", {meeting.committee.name}{led}")
    return f"{opening} Sau khi nghe báo cáo và ý kiến thảo luận, {_who(meeting)} kết luận như sau:"


def _who(meeting: Meeting) -> str:
    return "người chủ trì" if meeting.chair is None else chaired(meeting)


def clause(number: int, conclusion: Conclusion) -> list[Paragraph]:
    """One conclusion: its words, then who does it and by when where the words do not say."""
    found = [Paragraph((Run(f"{number}. ", bold=True), Run(_ended(conclusion.text))))]
    told = []
    if conclusion.lead:
        joint = ", ".join(agency.name for agency in conclusion.joint.all())
        along = f"; phối hợp: {joint}" if joint else ""
        told.append(f"Cơ quan chủ trì: {conclusion.lead.name}{along}.")
    if due := due_words(conclusion):
        told.append(f"Thời hạn: {due}.")
    if told:
        found.append(text(" ".join(told), italic=True))
    return found


def due_words(conclusion: Conclusion) -> str:
    """`trong tháng 4 (30/04/2023)`, `30/04/2023`, or what was said alone."""
    day = wording.day(conclusion.deadline) if conclusion.deadline else ""
    said = conclusion.deadline_text
    return f"{said} ({day})" if said and day and day not in said else said or day


def _ended(words: str) -> str:
    return words if words.rstrip().endswith((".", ";", ":", "!", "?")) else f"{words.rstrip()}."


def paper(
    meeting: Meeting,
    conclusions: Sequence[Conclusion],
    *,
    notation: str,
    on: date | None,
    signing: form.Signing,
    opening: str = "",
    recipients: tuple[str, ...] = (),
    made_at: datetime,
    draft: bool = False,
) -> Paper:
    """The whole notice."""
    blocks: list[Paragraph] = [text(opening or intro(meeting))]
    for number, conclusion in enumerate(conclusions, 1):
        blocks += clause(number, conclusion)
    committee = meeting.committee.name
    blocks.append(text(f"{committee} thông báo để các cơ quan, đơn vị, địa phương biết, thực hiện./."))
    return Paper(
        title=f"Thông báo {abstract_inside(meeting)}",
        form=form.official(
            meeting.committee,
            type_name=TYPE_NAME,
            abstract=abstract(meeting),
            notation=notation,
            on=on,
            lines=signing,
            recipients=recipients or usual_recipients(meeting, conclusions),
            draft=draft,
        ),
        blocks=tuple(blocks),
        author=meeting.committee.name,
        made_at=made_at,
    )


def usual_recipients(meeting: Meeting, conclusions: Sequence[Conclusion]) -> tuple[str, ...]:
    """The committee's members, every agency that a conclusion names, the file."""
    named: dict[str, None] = {}
    for conclusion in conclusions:
        for agency in [conclusion.lead, *conclusion.joint.all()]:
            if agency is not None:
                named[agency.name] = None
    standing = meeting.committee.standing_agency
    last = f"Lưu: VT, {standing.short_name or standing.name}" if standing else "Lưu: VT"
    return ("Các thành viên Ban Chỉ đạo", *named, last)

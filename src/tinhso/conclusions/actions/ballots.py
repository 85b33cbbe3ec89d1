"""Opening a ballot, giving it more time, putting it to a meeting, calling it off."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.calendar import OutsideCalendar
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Conflict, Invalid
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.conclusions import policies, telling
from tinhso.conclusions.actions.common import is_illustrative, item_of, stream
from tinhso.conclusions.errors import require_reason
from tinhso.conclusions.events import BallotOpened
from tinhso.conclusions.models import Ballot, BallotState, Voter
from tinhso.conclusions.queries import ballots as queries
from tinhso.conclusions.schemas import BallotDraft
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import MeetingState
from tinhso.steering.actions import naming

USUAL = (
    ("agree", gettext_lazy("Đồng ý")),
    ("disagree", gettext_lazy("Không đồng ý")),
    ("other", gettext_lazy("Ý kiến khác")),
)
OTHER = "other"
"""The option that asks for words."""


def open_ballot(
    by: Actor,
    draft: BallotDraft,
    *,
    committee: Committee,
    meeting: Meeting | None = None,
    pack: str = "",
    illustrative: bool = False,
) -> Ballot:
    """Put a question to the members of a committee (lấy ý kiến bằng phiếu), at a meeting or in writing.

    The roll is who has a vote on this day; majority, quorum and term are the regulation's. Raises NotAllowed;
    Invalid where there is no regulation, nobody to ask, or a term that is over.
    """
    policies.require_write(by, committee)
    rule, roll = _regulation(committee), committees.voting(committee)
    if not roll:
        raise Invalid(
            _("%(committee)s chưa có thành viên có quyền biểu quyết.") % {"committee": committee},
            field="committee",
            hint=_("Bổ sung thành viên ở trang của ban rồi gửi lại."),
        )
    options = _options(draft)
    closes_at = draft.closes_at or _usual_term(rule, meeting)
    _require_coming(closes_at)
    with acting(by, "ballot.open") as act:
        committees.for_update(committee.pk)
        ballot = Ballot(
            committee=committee,
            meeting=meeting,
            item=item_of(meeting, draft.item) if meeting else None,
            document=naming.document(draft.document),
            question=draft.question,
            explanation=draft.explanation,
            options=options,
            secret=draft.secret,
            opens_at=act.now,
            closes_at=clock.local(closes_at),
            illustrative=illustrative or is_illustrative(by, meeting) or committee.illustrative,
            pack=pack,
            **_rule(rule),
        )
        _number(ballot)
        ballot.save(force_insert=True)
        _enrol(ballot, roll)
        _opened(act, ballot, draft.model_dump(mode="json"))
    return ballot


def _regulation(committee: Committee) -> Regulation:
    found = committees.regulation(committee)
    if found is None:
        raise Invalid(
            _("%(committee)s chưa có quy chế làm việc nên chưa biết tỷ lệ biểu quyết.")
            % {"committee": committee},
            code="no_regulation",
            field="committee",
            hint=_("Nhập quy chế ở trang của ban rồi gửi lại; nội dung vừa nhập vẫn còn."),
        )
    return found


def _options(draft: BallotDraft) -> list[tuple[str, str]]:
    if not draft.options:
        return [(key, str(words)) for key, words in USUAL]
    words = list(dict.fromkeys(draft.options))
    if len(words) < 2:
        raise Invalid(_("Cần ít nhất hai phương án khác nhau."), field="options")
    return [(f"o{number}", each) for number, each in enumerate(words, 1)]


def _rule(rule: Regulation) -> dict[str, object]:
    return {
        "quorum_numerator": rule.quorum_numerator,
        "quorum_denominator": rule.quorum_denominator,
        "quorum_over": rule.quorum_over,
        "majority_numerator": rule.ballot_numerator,
        "majority_denominator": rule.ballot_denominator,
        "majority_over": rule.ballot_over,
        "legal_reference": rule.legal_reference,
    }


def _usual_term(rule: Regulation, meeting: Meeting | None) -> datetime:
    """The end of the meeting, else so many working days from today, at the close of offices."""
    if meeting is not None and meeting.ends_at > clock.now():
        return meeting.ends_at
    calendar = current_calendar()
    try:
        day = calendar.add_working_days(clock.today(), rule.ballot_days)
    except OutsideCalendar as outside:
        raise Invalid(
            _("Chưa có lịch làm việc để tính hạn."), field="closes_at", hint=_("Nhập ngày hết hạn.")
        ) from outside
    return datetime.combine(day, time(17), tzinfo=clock.TZ)


def _require_coming(closes_at: datetime) -> None:
    if clock.local(closes_at) <= clock.now():
        raise Invalid(
            _("Hạn gửi phiếu %(moment)s đã qua.") % {"moment": f"{clock.local(closes_at):%H:%M %d/%m/%Y}"},
            field="closes_at",
            hint=_("Chọn một thời điểm sau lúc này."),
        )


def _number(ballot: Ballot) -> None:
    ballot.year = clock.today().year
    rows = Ballot.objects.filter(committee=ballot.committee, year=ballot.year)
    ballot.number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    ballot.code = f"{ballot.committee.code[:60]}-{ballot.year}-phieu-{ballot.number}"


def _enrol(ballot: Ballot, roll: list[Membership]) -> None:
    Voter.objects.bulk_create(
        Voter(
            ballot=ballot,
            person=seat.person,
            name=seat.person.full_name,
            title=seat.title or seat.role_name,
            agency_name=seat.agency.name if seat.agency else "",
            order=number,
            illustrative=ballot.illustrative,
        )
        for number, seat in enumerate(roll, 1)
    )


def _opened(act: Act, ballot: Ballot, data: dict[str, object]) -> None:
    voters = queries.voters(ballot)
    act.record(stream(ballot), subject=ballot, data=data, facts=voters)
    telling.ballot_opened(act, ballot, [one for one in voters if not hasattr(one, "returned")])
    act.emit(BallotOpened(ballot=ballot.pk, committee=ballot.committee_id))


def extend(by: Actor, code: str, closes_at: datetime, *, reason: str) -> Ballot:
    """Give more time (gia hạn): to an open ballot, or to one counted without enough papers: it opens again.

    Raises NotAllowed, Conflict, Invalid.
    """
    why = require_reason(reason)
    _require_coming(closes_at)
    with acting(by, "ballot.extend", reason=why) as act:
        ballot = queries.for_update(code)
        policies.require_write(by, ballot.committee)
        if not ballot.is_open and not _lacks_papers(ballot):
            raise Conflict(
                _("Phiếu đã kiểm và có kết quả nên không gia hạn."),
                hint=_("Lập phiếu mới nếu cần hỏi lại."),
            )
        if closes_at <= ballot.closes_at:
            raise Invalid(_("Hạn mới phải sau hạn cũ."), field="closes_at")
        before, ballot.closes_at = ballot.closes_at, clock.local(closes_at)
        move_to(ballot, BallotState.OPEN, why)
        _opened(act, ballot, {"from": before.isoformat(), "to": ballot.closes_at.isoformat()})
    return ballot


def _lacks_papers(ballot: Ballot) -> bool:
    last = queries.closing(ballot)
    return ballot.state == BallotState.CLOSED and last is not None and last.outcome == "no_quorum"


def move_to(ballot: Ballot, state: BallotState, reason: str) -> None:
    """Put a ballot into a state and keep it."""
    ballot.state, ballot.state_reason = state, reason
    ballot.version += 1
    ballot.save()


def cancel(by: Actor, code: str, *, reason: str) -> Ballot:
    """Call an open ballot off (huỷ lấy phiếu); papers that came stay where they are. Raises as `extend`."""
    why = require_reason(reason)
    with acting(by, "ballot.cancel", reason=why) as act:
        ballot = queries.for_update(code)
        policies.require_write(by, ballot.committee)
        if not ballot.is_open:
            raise Conflict(_("Chỉ huỷ được phiếu đang lấy ý kiến."))
        move_to(ballot, BallotState.CANCELLED, why)
        act.record(stream(ballot), subject=ballot, data={"state": ballot.state})
    return ballot


def require_coming_meeting(ballot: Ballot, meeting: Meeting) -> None:
    """Raises Invalid unless the meeting is the same committee's and still ahead."""
    ahead = meeting.state in (MeetingState.PLANNED, MeetingState.INVITED)
    if meeting.committee_id != ballot.committee_id or not ahead:
        raise Invalid(
            _("Chọn một phiên họp sắp tới của chính ban này."),
            field="meeting",
            hint=_("Lên lịch phiên họp trước nếu chưa có."),
        )

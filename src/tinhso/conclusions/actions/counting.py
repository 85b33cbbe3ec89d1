"""Counting a ballot, and recording what was decided from it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import Conflict, Invalid
from tinhso.conclusions import agenda, policies, telling
from tinhso.conclusions.actions.ballots import move_to, require_coming_meeting
from tinhso.conclusions.actions.common import is_illustrative, item_of, require_begun, stream
from tinhso.conclusions.core import counting
from tinhso.conclusions.errors import require_reason
from tinhso.conclusions.events import BallotClosed, DecisionRecorded
from tinhso.conclusions.models import Ballot, BallotState, Closing, Decision, Outcome
from tinhso.conclusions.queries import ballots as queries
from tinhso.conclusions.schemas import DecisionDraft
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import ItemKind


def close(by: Actor, code: str) -> Closing:
    """Count a ballot (kiểm phiếu): when its term is over, when every paper is back, or at its meeting.

    Raises NotAllowed; Conflict when it is too early, saying who is missing.
    """
    with acting(by, "ballot.close") as act:
        ballot = queries.for_update(code)
        policies.require_write(by, ballot.committee)
        if not ballot.is_open:
            raise Conflict(_("Phiếu này không còn đang lấy ý kiến."))
        counted = queries.count(ballot)
        _require_ripe(by, ballot, counted)
        if counted.returned != queries.returned(ballot):
            raise Conflict(
                _("Số phiếu không khớp danh sách đã gửi; cần kiểm tra trước khi kiểm phiếu."),
                code="papers_differ",
                hint=_("Báo quản trị hệ thống đối chiếu nhật ký."),
            )
        result = counting.decide(counted, ballot.rule)
        closing = Closing.objects.create(
            ballot=ballot,
            asked=counted.asked,
            returned=counted.returned,
            papers=dict(counted.papers),
            outcome=result.outcome.value,
            winner=result.winner,
            needed=result.needed,
            needed_back=result.needed_back,
            illustrative=ballot.illustrative,
        )
        move_to(ballot, BallotState.CLOSED, "")
        _told(act, ballot, closing)
    return closing


def _require_ripe(by: Actor, ballot: Ballot, counted: counting.Count) -> None:
    over = clock.now() >= ballot.closes_at
    if over or counted.missing == 0 or (ballot.meeting_id and not isinstance(by, SystemActor)):
        return
    raise Conflict(
        _("Chưa hết hạn lấy phiếu và còn %(missing)d phiếu chưa gửi.") % {"missing": counted.missing},
        code="too_early",
        hint=_("Chờ đến %(moment)s, hoặc nhắc người chưa gửi phiếu.")
        % {"moment": f"{clock.local(ballot.closes_at):%H:%M %d/%m/%Y}"},
    )


def _told(act: Act, ballot: Ballot, closing: Closing) -> None:
    papers = sorted(queries.papers(ballot), key=lambda paper: paper.pk)
    data = {"outcome": closing.outcome, "papers": closing.papers, "asked": closing.asked}
    act.record(stream(ballot), subject=ballot, data=data, facts=[closing, *papers])
    telling.ballot_counted(act, ballot, closing)
    act.emit(BallotClosed(ballot=ballot.pk, committee=ballot.committee_id, outcome=closing.outcome))


def put_to_meeting(by: Actor, code: str, meeting: Meeting, *, reason: str) -> Ballot:
    """Put the question to a coming meeting (đưa ra phiên họp), where papers did not settle it.

    Raises NotAllowed, Conflict, Invalid.
    """
    why = require_reason(reason)
    with acting(by, "ballot.move", reason=why) as act:
        ballot = queries.for_update(code)
        policies.require_write(by, ballot.committee)
        last = queries.closing(ballot)
        if ballot.state != BallotState.CLOSED or last is None or last.outcome == Outcome.PASSED:
            raise Conflict(_("Chỉ đưa ra phiên họp nội dung đã kiểm phiếu mà chưa đủ đa số."))
        require_coming_meeting(ballot, meeting)
        agenda.put(
            act,
            meeting,
            title=ballot.question,
            origin=str(ballot),
            href=ballot.get_absolute_url(),
            kind=ItemKind.BALLOT,
        )
        move_to(ballot, BallotState.MOVED, why)
        act.record(stream(ballot), subject=ballot, data={"meeting": meeting.code})
    return ballot


def decide(by: Actor, code: str, draft: DecisionDraft) -> Decision:
    """Record the decision of a counted ballot (ghi quyết nghị).

    A tie is decided by the chair, who names the option and says why. Without enough papers there is none: the
    term is extended, or the question put to a meeting. Raises NotAllowed, Conflict, Invalid.
    """
    with acting(by, "decision.record", reason=draft.reason) as act:
        ballot = queries.for_update(code)
        if not policies.may_chair(by, ballot):
            policies.require_write(by, ballot.committee)
        closing = queries.closing(ballot)
        if ballot.state != BallotState.CLOSED or closing is None:
            raise Conflict(_("Phiếu chưa kiểm, hoặc đã có quyết nghị."))
        choice = _choice(by, ballot, closing, draft)
        decision = Decision(
            committee=ballot.committee,
            meeting=ballot.meeting,
            item=ballot.item,
            ballot=ballot,
            text=draft.text or default_text(ballot, choice),
            choice=choice,
            decided_on=clock.today(),
            illustrative=ballot.illustrative,
        )
        move_to(ballot, BallotState.DECIDED, draft.reason)
        return _recorded(act, decision, stream(ballot))


def _choice(by: Actor, ballot: Ballot, closing: Closing, draft: DecisionDraft) -> str:
    if closing.outcome == Outcome.NO_QUORUM:
        raise Conflict(
            _("Chỉ %(back)d/%(asked)d phiếu gửi về, cần ít nhất %(needed)d: chưa quyết nghị được.")
            % {"back": closing.returned, "asked": closing.asked, "needed": closing.needed_back},
            code="no_quorum",
            hint=_("Gia hạn lấy phiếu, hoặc đưa nội dung ra phiên họp."),
        )
    if closing.outcome != Outcome.TIED:
        policies.require_write(by, ballot.committee)
        return closing.winner
    if not policies.may_chair(by, ballot):
        policies.refuse_agree(by)
    require_reason(draft.reason)
    most = max(closing.papers.values())
    leading = [key for key, papers in closing.papers.items() if papers == most]
    if draft.choice not in leading:
        raise Invalid(
            _("Chọn một trong các phương án ngang phiếu."),
            field="choice",
            hint=", ".join(ballot.words[key] for key in leading),
        )
    return draft.choice


def default_text(ballot: Ballot, choice: str) -> str:
    """The decision in words, as it would be written without anybody's help."""
    question = ballot.question.rstrip(" ?.")
    if not choice or choice == "disagree":
        return _("Không thông qua: %(question)s.") % {"question": question}
    if choice == "agree":
        return _("Thông qua: %(question)s.") % {"question": question}
    return _("%(question)s: %(choice)s.") % {"question": question, "choice": ballot.words[choice]}


def decide_at(by: Actor, meeting: Meeting, draft: DecisionDraft) -> Decision:
    """Record what a meeting decided without papers (quyết nghị tại phiên họp). Raises NotAllowed, Invalid."""
    policies.require_write(by, meeting.committee)
    require_begun(meeting)
    if not draft.text:
        raise Invalid(_("Ghi nội dung đã quyết nghị."), code="missing", field="text")
    with acting(by, "decision.record", reason=draft.reason) as act:
        decision = Decision(
            committee=meeting.committee,
            meeting=meeting,
            item=item_of(meeting, draft.item),
            text=draft.text,
            decided_on=clock.local(meeting.closed_at or act.now).date(),
            illustrative=is_illustrative(by, meeting),
        )
        return _recorded(act, decision, stream(meeting))


def _recorded(act: Act, decision: Decision, where: str) -> Decision:
    decision.save(force_insert=True)
    act.record(where, subject=decision, data={"text": decision.text}, facts=[decision])
    act.emit(DecisionRecorded(decision=decision.pk, committee=decision.committee_id))
    return decision

"""Drafting conclusions (dự thảo kết luận), agreeing to them, dropping them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.committees import queries as committees
from tinhso.conclusions import policies, telling
from tinhso.conclusions.actions.common import is_illustrative, item_of, require_begun, stream
from tinhso.conclusions.core.deadlines import last_day, term_in
from tinhso.conclusions.core.states import State, Step, after
from tinhso.conclusions.errors import require_reason, step_closed
from tinhso.conclusions.events import ConclusionChanged
from tinhso.conclusions.models import Conclusion, ConclusionEvent, ConclusionState, MinuteEntry
from tinhso.conclusions.queries import conclusions as queries
from tinhso.conclusions.queries import minutes
from tinhso.conclusions.schemas import ConclusionDraft
from tinhso.indicators import queries as indicators
from tinhso.meetings.models import Meeting
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.steering.actions import naming
from tinhso.steering.errors import require_fresh
from tinhso.steering.models import Target
from tinhso.steering.queries import plans

_ONLY_TEXT = {ConclusionState.ISSUED, ConclusionState.CARRIED}


def draft(by: Actor, meeting: Meeting, told: ConclusionDraft) -> Conclusion:
    """Draft a conclusion of a meeting (dự thảo kết luận). Owner and term may still be missing.

    Raises NotAllowed, Conflict before the meeting was opened, Invalid beside the field.
    """
    policies.require_write(by, meeting.committee)
    require_begun(meeting)
    with acting(by, "conclusion.draft") as act:
        committees.for_update(meeting.committee_id)
        rows = Conclusion.objects.filter(meeting=meeting)
        conclusion = Conclusion(
            committee=meeting.committee,
            meeting=meeting,
            number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
            illustrative=is_illustrative(by, meeting),
        )
        _fill(conclusion, told)
        conclusion.save(force_insert=True)
        _link(conclusion, told)
        happened(act, conclusion, "draft", told.model_dump(mode="json"))
        telling.to_agree(act, meeting)
    return conclusion


def draft_from(by: Actor, meeting: Meeting, ids: Sequence[UUID]) -> list[Conclusion]:
    """A draft of each entry of the minutes (dự thảo từ biên bản): its words, what they say of owner and term.

    An agency is proposed where the words name exactly one; a term where they name a day. Raises as `draft`.
    """
    chosen = {entry.pk: entry for entry in minutes.of_meeting(meeting).filter(pk__in=ids)}
    if missing := [each for each in ids if each not in chosen]:
        raise Invalid(
            _("%(n)d ghi chép đã chọn vừa được sửa hoặc rút.") % {"n": len(missing)},
            field="entry",
            hint=_("Tải lại trang rồi chọn lại."),
        )
    agencies = list(people.agencies().valid_on(clock.today()).at_home())
    day = clock.local(meeting.starts_at).date()
    with transaction.atomic():
        return [draft(by, meeting, _proposed(chosen[each], agencies, day)) for each in ids]


def _proposed(entry: MinuteEntry, agencies: Sequence[Agency], day: date) -> ConclusionDraft:
    term = term_in(entry.text, day)
    words = entry.text.casefold()
    named = [one for one in agencies if one.name.casefold() in words]
    longest = [
        one
        for one in named
        if not any(one.name.casefold() in other.name.casefold() for other in named if other is not one)
    ]
    return ConclusionDraft(
        text=entry.text,
        item=entry.item.order if entry.item else None,
        lead=longest[0].code if len(longest) == 1 else "",
        deadline=term[1] if term else None,
        deadline_text=term[0][:120] if term else "",
        entries=(entry.pk,),
    )


def edit(by: Actor, conclusion_id: UUID, told: ConclusionDraft, *, version: int | None = None) -> Conclusion:
    """Change a conclusion. Once issued, only who does it and by when may be completed.

    Raises NotAllowed, NotFound, Invalid, Conflict; StaleForm when somebody saved meanwhile.
    """
    with acting(by, "conclusion.edit") as act:
        conclusion = queries.for_update(conclusion_id)
        policies.require_write(by, conclusion.committee)
        stored, typed = draft_of(conclusion).model_dump(mode="json"), told.model_dump(mode="json")
        require_fresh(version, conclusion.version, stored, typed)
        _require_editable(conclusion, told)
        _fill(conclusion, told)
        conclusion.version += 1
        conclusion.save()
        _link(conclusion, told)
        happened(act, conclusion, "edit", typed)
    return conclusion


def _require_editable(conclusion: Conclusion, told: ConclusionDraft) -> None:
    if conclusion.state == ConclusionState.DRAFT:
        return
    if conclusion.state not in _ONLY_TEXT:
        raise Conflict(
            _("Kết luận ở trạng thái “%(state)s” không sửa được nữa.") % {"state": conclusion.state_word},
            code="not_editable",
            hint=_("Trả lại dự thảo để sửa, hoặc sửa ở nhiệm vụ đã giao; nội dung vừa nhập vẫn còn."),
        )
    if told.text != conclusion.text:
        raise Conflict(
            _("Câu chữ đã ban hành trong %(document)s không đổi được.")
            % {"document": conclusion.notice.document.cited if conclusion.notice else ""},
            code="issued_text",
            field="text",
            hint=_("Chỉ bổ sung được cơ quan và thời hạn; câu chữ đổi bằng một kết luận khác."),
        )


def draft_of(conclusion: Conclusion) -> ConclusionDraft:
    """A conclusion as one would have to type it."""
    return ConclusionDraft(
        text=conclusion.text,
        item=conclusion.item.order if conclusion.item else None,
        lead=conclusion.lead.code if conclusion.lead else "",
        joint=tuple(sorted(agency.code for agency in conclusion.joint.all())),
        deadline=conclusion.deadline,
        deadline_text=conclusion.deadline_text,
        target=conclusion.target.code if conclusion.target else "",
        indicator=conclusion.indicator.code if conclusion.indicator else "",
        entries=tuple(sorted(conclusion.source_links.values_list("entry_id", flat=True))),
        decision=conclusion.decision_id,
    )


def _fill(conclusion: Conclusion, told: ConclusionDraft) -> None:
    meeting = conclusion.meeting
    conclusion.text, conclusion.deadline_text = told.text, told.deadline_text
    conclusion.item = item_of(meeting, told.item)
    conclusion.lead = naming.agency(told.lead)
    conclusion.deadline = told.deadline or last_day(told.deadline_text, clock.local(meeting.starts_at).date())
    if conclusion.deadline and conclusion.deadline < clock.local(meeting.starts_at).date():
        raise Invalid(_("Thời hạn đứng trước ngày họp."), field="deadline")
    conclusion.target = _target(told.target)
    conclusion.indicator = naming.one(indicators.indicators(), "code", told.indicator, "indicator")
    decision = meeting.decisions.filter(pk=told.decision).first() if told.decision else None
    if told.decision and decision is None:
        raise Invalid(_("Phiên họp này không có quyết nghị đó."), field="decision")
    conclusion.decision = decision


def _target(code: str) -> Target | None:
    if not code:
        return None
    try:
        return plans.find_target(code)
    except NotFound as nothing:
        raise Invalid(nothing.message, field="target", hint=", ".join(nothing.near) or None) from nothing


def _link(conclusion: Conclusion, told: ConclusionDraft) -> None:
    joint = naming.agencies(told.joint, "joint")
    if conclusion.lead in joint:
        raise Invalid(_("Đơn vị chủ trì không đồng thời là đơn vị phối hợp."), field="joint")
    known = list(minutes.entries().filter(meeting=conclusion.meeting, pk__in=told.entries))
    if len(known) != len(set(told.entries)):
        raise Invalid(_("Có ghi chép không thuộc biên bản phiên họp này."), field="entries")
    marked = {"illustrative": conclusion.illustrative}
    conclusion.joint_links.exclude(agency__in=joint).delete()
    conclusion.source_links.exclude(entry__in=known).delete()
    for agency in joint:
        conclusion.joint_links.get_or_create(agency=agency, defaults=marked)
    for entry in known:
        conclusion.source_links.get_or_create(entry=entry, defaults=marked)


def happened(act: Act, conclusion: Conclusion, step: str, data: dict[str, object]) -> ConclusionEvent:
    """The fact, the audit entry and the event of a step."""
    event = ConclusionEvent.objects.create(
        conclusion=conclusion, step=step, state=conclusion.state, illustrative=conclusion.illustrative
    )
    act.record(stream(conclusion.meeting), subject=conclusion, data=data, facts=[event])
    act.emit(
        ConclusionChanged(conclusion=conclusion.pk, committee=conclusion.committee_id, state=conclusion.state)
    )
    return event


def advance(conclusion: Conclusion, step: Step, reason: str = "") -> None:
    """Put a conclusion into the state after `step`; the caller saves it. Raises Conflict."""
    state = after(State(conclusion.state), step)
    if state is None:
        raise step_closed(conclusion.state_word)
    conclusion.state, conclusion.state_reason = state.value, reason
    if step is not Step.CARRY:  # what returns by itself must not make an open form stale
        conclusion.version += 1


def agree(by: Actor, meeting: Meeting, ids: Sequence[UUID] = (), *, note: str = "") -> list[Conclusion]:
    """Agree to drafts (thống nhất kết luận), all of the meeting's when none is named.

    The chair and those who sign agree; the standing office and the secretary may enter what they agreed to,
    and say by which paper (`note`). Raises NotAllowed, Conflict, Invalid.
    """
    if not policies.may_agree(by, meeting):
        if not policies.may_write(by, meeting.committee):
            policies.refuse_agree(by)
        require_reason(note, "note")
    with acting(by, "conclusion.agree", reason=note) as act:
        chosen = ids or queries.ids_of(meeting, [ConclusionState.DRAFT])
        if not chosen:
            raise Conflict(_("Phiên họp này không còn dự thảo kết luận nào chờ thống nhất."))
        return [_stepped(act, meeting, each, Step.AGREE, "") for each in chosen]


def send_back(by: Actor, conclusion_id: UUID, *, reason: str) -> Conclusion:
    """Send an agreed conclusion back to be changed (trả lại dự thảo). Raises as `agree`."""
    found = queries.conclusion(conclusion_id)
    if not policies.may_agree(by, found.meeting):
        policies.require_write(by, found.committee)
    why = require_reason(reason)
    with acting(by, "conclusion.return", reason=why) as act:
        return _stepped(act, found.meeting, conclusion_id, Step.RETURN, why)


def drop(by: Actor, conclusion_id: UUID, *, reason: str) -> Conclusion:
    """Say that no task comes of a conclusion, and why (không giao nhiệm vụ). Raises as `agree`."""
    found = queries.conclusion(conclusion_id)
    if not policies.may_agree(by, found.meeting):
        policies.require_write(by, found.committee)
    why = require_reason(reason)
    with acting(by, "conclusion.drop", reason=why) as act:
        return _stepped(act, found.meeting, conclusion_id, Step.DROP, why)


def _stepped(act: Act, meeting: Meeting, conclusion_id: UUID, step: Step, reason: str) -> Conclusion:
    conclusion = queries.for_update(conclusion_id)
    if conclusion.meeting_id != meeting.pk:
        raise Invalid(_("Kết luận này của phiên họp khác."), field="conclusion")
    advance(conclusion, step, reason)
    conclusion.save()
    happened(act, conclusion, step.value, {"state": conclusion.state})
    return conclusion

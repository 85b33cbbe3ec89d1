"""Asking: opening a round, more time, reminding, closing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.committees import queries as committees
from tinhso.consultation import notices, policies
from tinhso.consultation.actions.common import move, settle, stream
from tinhso.consultation.core.states import Move
from tinhso.consultation.events import DraftClosed, DraftOpened
from tinhso.consultation.models import (
    ANSWERED_STATES,
    Draft,
    DraftState,
    DraftVersion,
    Invitee,
    InviteeState,
    Round,
)
from tinhso.consultation.queries import drafts as queries
from tinhso.consultation.schemas import NewRound
from tinhso.documents import secrecy
from tinhso.people import choosing
from tinhso.people import queries as people
from tinhso.people.models import Agency


def closing(day: date) -> datetime:
    """The moment at which a deadline of that day ends: the close of its office hours."""
    return current_calendar().hours.closing(day)


def working_days_left(deadline: datetime, today: date | None = None) -> int:
    """Working days after today up to the deadline's own."""
    day, last = today or clock.today(), clock.local(deadline).date()
    if last <= day:
        return 0
    told = current_calendar().working_days(day, last)
    return told.count - (1 if current_calendar().is_working(day) else 0)


def open_round(by: Actor, code: str, told: NewRound) -> Round:
    """Open a round on the newest version (mở đợt lấy ý kiến): the version is locked, all asked are told.

    Raises NotAllowed; Invalid beside the field: nobody asked, a deadline that is past or no working day;
    Conflict while another round is open.
    """
    secrecy.refuse_secret({"note": told.note, "letter": told.letter})
    with acting(by, "drafts.open_round") as act:
        draft = queries.for_update(code)
        policies.require_draft(by, draft.agency_id)
        version = _ready(draft)
        _require_ahead(told.deadline)
        agencies, persons = _asked(draft, told)
        if not agencies and not persons and not told.public:
            raise Invalid(
                _("Chưa chọn cơ quan, cá nhân nào để hỏi."),
                field="agencies",
                hint=_("Chọn ít nhất một nơi, hoặc đánh dấu lấy ý kiến công khai."),
            )
        move(draft, Move.OPEN)
        draft.save(update_fields=["state"])
        before = queries.latest_round(draft)
        of = Round.objects.create(
            draft=draft,
            number=before.number + 1 if before else 1,
            version=version,
            opened_at=act.now,
            deadline=closing(told.deadline),
            public=told.public,
            letter=told.letter,
            note=told.note,
            illustrative=draft.illustrative,
        )
        if version.locked_at is None:
            DraftVersion.objects.filter(pk=version.pk).update(locked_at=act.now)
        _ask(act, of, agencies, persons)
        act.record(stream(draft), subject=of, data=told.model_dump(mode="json") | {"version": version.number})
        act.emit(DraftOpened(draft=draft.pk, round=of.pk))
    return of


def _ready(draft: Draft) -> DraftVersion:
    version = queries.newest(draft)
    if version is None or not version.clauses.exists():
        raise Conflict(
            _("Dự thảo chưa có nội dung để lấy ý kiến."),
            code="no_text",
            hint=_("Thêm một bản dự thảo trước."),
        )
    return version


def _require_ahead(day: date) -> None:
    if closing(day) <= clock.now():
        raise Invalid(_("Hạn trả lời phải sau hôm nay."), field="deadline")
    calendar = current_calendar()
    if not calendar.is_working(day):
        later = calendar.add_working_days(day, 1)
        raise Invalid(
            _("Ngày %(day)s là ngày nghỉ (%(why)s).")
            % {"day": f"{day:%d/%m/%Y}", "why": calendar.day_off_reason(day)},
            field="deadline",
            hint=_("Ngày làm việc gần nhất sau đó: %(day)s.") % {"day": f"{later:%d/%m/%Y}"},
        )


def _asked(draft: Draft, told: NewRound) -> tuple[list[Agency], list[UUID]]:
    """The agencies and persons to ask, each once."""
    agencies: dict[UUID, Agency] = {}
    for code in told.agencies:
        try:
            agency = people.agency_by_code(code)
        except NotFound as refusal:
            hint = ", ".join(refusal.near) or None
            raise Invalid(refusal.message, field="agencies", hint=hint) from refusal
        agencies[agency.pk] = agency
    persons = dict.fromkeys(told.persons)
    if told.members and draft.committee:
        persons |= dict.fromkeys(row.person_id for row in committees.members(draft.committee))
    _require_known(draft, told.persons)
    return list(agencies.values()), list(persons)


def _require_known(draft: Draft, persons: Sequence[UUID]) -> None:
    members = {row.person_id for row in committees.members(draft.committee)} if draft.committee else set()
    for person in persons:
        if person not in members and not any(
            key == str(person) for key, _name in choosing.persons(chosen=str(person)).choices
        ):
            raise Invalid(_("Không có người này."), field="persons")


def _ask(act: Act, of: Round, agencies: Iterable[Agency], persons: Iterable[UUID]) -> list[Invitee]:
    rows = [Invitee(round=of, agency=agency, illustrative=of.illustrative) for agency in agencies]
    rows += [Invitee(round=of, person_id=person, illustrative=of.illustrative) for person in persons]
    Invitee.objects.bulk_create(rows)
    if rows:
        notices.invited(act, of, rows)
    return rows


def ask_more(by: Actor, code: str, agencies: Sequence[str], persons: Sequence[UUID] = ()) -> list[Invitee]:
    """Ask others in the open round (hỏi thêm); those asked already are left as they are."""
    with acting(by, "drafts.ask_more") as act:
        draft, of = open_one(by, code)
        told = NewRound(deadline=of.deadline.date(), agencies=tuple(agencies), persons=tuple(persons))
        wanted, named = _asked(draft, told)
        known = set(of.invitees.values_list("agency_id", flat=True))
        seen = set(of.invitees.values_list("person_id", flat=True))
        rows = _ask(
            act,
            of,
            [agency for agency in wanted if agency.pk not in known],
            [person for person in named if person not in seen],
        )
        act.record(stream(draft), subject=of, data={"asked": [row.name for row in rows]})
    return rows


def open_one(by: Actor, code: str) -> tuple[Draft, Round]:
    """The draft, locked, and its open round. Raises NotAllowed, Conflict."""
    draft = queries.for_update(code)
    policies.require_draft(by, draft.agency_id)
    of = draft.rounds.select_related("version", "draft__agency").filter(closed_at=None).first()
    if of is None:
        raise Conflict(
            _("Không có đợt lấy ý kiến nào đang mở."), code="no_round", hint=_("Mở một đợt lấy ý kiến trước.")
        )
    return draft, of


def extend(by: Actor, code: str, deadline: date, why: str) -> Round:
    """Give more time (gia hạn); a round that is over is open again. Raises Invalid, Conflict."""
    if not why.strip():
        raise Invalid(_("Nêu lý do gia hạn."), field="why")
    with acting(by, "drafts.extend", reason=why) as act:
        draft = queries.for_update(code)
        policies.require_draft(by, draft.agency_id)
        of = draft.rounds.select_related("version", "draft__agency").order_by("-number").first()
        if of is None:
            raise Conflict(_("Dự thảo chưa có đợt lấy ý kiến nào."), code="no_round")
        _require_ahead(deadline)
        if draft.state != DraftState.OPEN:
            move(draft, Move.OPEN)
            draft.save(update_fields=["state"])
        of.deadline, of.closed_at = closing(deadline), None
        of.save(update_fields=["deadline", "closed_at"])
        waiting = list(of.invitees.exclude(state__in=ANSWERED_STATES))
        if waiting:
            notices.extended(act, of, waiting)
        act.record(stream(draft), subject=of, data={"deadline": deadline.isoformat(), "why": why.strip()})
    return of


def close(by: Actor, code: str, *, reason: str = "") -> Round:
    """End the open round (kết thúc đợt). What is still being written stays with its author."""
    with acting(by, "drafts.close_round", reason=reason) as act:
        draft, of = open_one(by, code)
        move(draft, Move.CLOSE)
        draft.save(update_fields=["state"])
        of.closed_at = act.now
        of.save(update_fields=["closed_at"])
        told = queries.progress(of)
        act.record(
            stream(draft),
            subject=of,
            data={"round": of.number, "asked": told.asked, "answered": told.answered},
        )
        act.emit(DraftClosed(draft=draft.pk, round=of.pk))
        notices.closed(act, of, told.answered, told.asked)
        settle(act, draft)
    return of


def remind(by: Actor, code: str, *, occasion: str = "") -> int:
    """Remind those who have not answered (nhắc góp ý); how many were meant. Once for each `occasion`."""
    with acting(by, "drafts.remind") as act:
        draft, of = open_one(by, code)
        silent = list(
            of.invitees.filter(state__in=[InviteeState.WAITING, InviteeState.VIEWED]).select_related(
                "agency", "person"
            )
        )
        if silent:
            left = working_days_left(of.deadline)
            notices.reminded(act, of, silent, left, occasion or f"{act.now:%Y%m%d}")
            act.record(stream(draft), subject=of, data={"reminded": len(silent), "left": left})
    return len(silent)

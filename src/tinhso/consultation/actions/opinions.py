"""Commenting: what is typed is kept at once; whoever answers for the agency sends it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.files.models import StoredFile
from tinhso.consultation import notices, policies
from tinhso.consultation.actions.common import settle, stream
from tinhso.consultation.core import anchoring
from tinhso.consultation.models import (
    Clause,
    Comment,
    Draft,
    Invitee,
    InviteeState,
    Note,
    NoteState,
    Round,
)
from tinhso.consultation.queries import comments as queries
from tinhso.consultation.queries.drafts import progress
from tinhso.consultation.schemas import NewNote, Opinion
from tinhso.documents import secrecy
from tinhso.people.principals import Principal


class RoundOver(Conflict):
    """The round is over: what was typed is kept, and there are two ways out."""

    code = "round_over"


def view(by: Principal, invitee: Invitee) -> None:
    """Note that the asked opened the draft (đã xem), once."""
    if invitee.state != InviteeState.WAITING or not policies.may_write(by, invitee):
        return
    with acting(by, "drafts.view") as act:
        invitee.state, invitee.viewed_at = InviteeState.VIEWED, act.now
        invitee.save(update_fields=["state", "viewed_at"])
        act.record(stream(invitee.round.draft), subject=invitee, data={"asked": invitee.name})


def write(by: Actor, invitee: Invitee, told: NewNote) -> Note:
    """Keep a comment as it is written (soạn ý kiến), even after the end. Raises Invalid, Conflict."""
    secrecy.refuse_secret({"text": told.text})
    with acting(by, "drafts.write") as act:
        invitee = writable(by, invitee)
        clause, span = _selected(invitee, told)
        note = Note.objects.create(
            invitee=invitee,
            clause=clause,
            start=span.start if span else None,
            end=span.end if span else None,
            quote=told.quote if span else "",
            text=told.text,
            author=by.actor_id,
            author_label=by.actor_label,
            written_at=act.now,
            changed_at=act.now,
            illustrative=invitee.illustrative,
        )
        act.record(stream(invitee.round.draft), subject=note, data={"asked": invitee.name})
    return note


def change(by: Actor, note_id: UUID, told: NewNote) -> Note:
    """Change what is not sent yet. Raises NotAllowed, NotFound, Conflict."""
    secrecy.refuse_secret({"text": told.text})
    with acting(by, "drafts.change_note") as act:
        note = _open_note(by, note_id)
        clause, span = _selected(note.invitee, told)
        note.clause, note.quote = clause, told.quote if span else ""
        note.start, note.end = (span.start, span.end) if span else (None, None)
        note.text, note.changed_at = told.text, act.now
        note.save()
        act.record(stream(note.invitee.round.draft), subject=note, data={"asked": note.invitee.name})
    return note


def take_back(by: Actor, note_id: UUID) -> Note:
    """Leave out what is not sent yet (bỏ ý kiến đang soạn); its words stay in the table."""
    return _turn(by, note_id, NoteState.TAKEN_BACK)


def restore(by: Actor, note_id: UUID) -> Note:
    """Undo `take_back`."""
    return _turn(by, note_id, NoteState.WRITING)


def _turn(by: Actor, note_id: UUID, state: NoteState) -> Note:
    with acting(by, "drafts.turn_note") as act:
        note = _open_note(by, note_id)
        note.state, note.changed_at = state, act.now
        note.save(update_fields=["state", "changed_at"])
        act.record(stream(note.invitee.round.draft), subject=note, data={"state": state.value})
    return note


def writable(by: Actor, invitee: Invitee) -> Invitee:
    """Whom `by` writes for, locked, while nothing was sent. Raises NotAllowed, Conflict."""
    row = Invitee.objects.select_for_update(of=("self",)).select_related(
        "round__draft__agency", "round__version", "agency", "person"
    )
    found = row.get(pk=invitee.pk)
    policies.require_write(by, found)
    if found.has_answered or found.state == InviteeState.LATE:
        raise Conflict(
            _("%(name)s đã gửi ý kiến nên không soạn thêm được.") % {"name": found.name},
            code="already_answered",
            hint=_("Cần bổ sung thì đề nghị cơ quan soạn thảo mở lại hoặc lấy ý kiến đợt tiếp theo."),
        )
    return found


def _open_note(by: Actor, note_id: UUID) -> Note:
    note = queries.note(note_id)
    note.invitee = writable(by, note.invitee)
    if note.state == NoteState.SENT:
        raise Conflict(_("Ý kiến này đã gửi nên giữ nguyên."), code="already_sent")
    return note


def _selected(invitee: Invitee, told: NewNote) -> tuple[Clause | None, anchoring.Span | None]:
    """The clause and the stretch that are meant. Raises NotFound, Invalid for words not in the clause."""
    if told.clause is None:
        return None, None
    clause = invitee.round.version.clauses.filter(pk=told.clause).first()
    if clause is None:
        raise NotFound(_("Đoạn này không thuộc bản đang lấy ý kiến."), field="clause")
    if not told.quote:
        return clause, None
    span = anchoring.locate(clause.text, told.quote, told.start)
    if span is None:
        raise Invalid(
            _("Trong %(clause)s không có đoạn chữ được trích.") % {"clause": clause.named},
            field="quote",
            hint=_("Chép lại đúng đoạn chữ, hoặc để trống để góp ý cả đoạn."),
        )
    return clause, span


def require_time(invitee: Invitee, now: datetime | None = None) -> None:
    """Raises RoundOver when the round is closed or past its deadline."""
    of = invitee.round
    if of.is_open and (now or clock.now()) <= of.deadline:
        return
    words = (
        _("Đợt lấy ý kiến đã kết thúc lúc %(moment)s nên chưa gửi được.")
        if of.ended_early
        else _("Đợt lấy ý kiến đã hết hạn lúc %(moment)s nên chưa gửi được.")
    )
    raise RoundOver(
        words % {"moment": f"{clock.local(of.ended_at):%H:%M %d/%m/%Y}"},
        hint=_("Ý kiến đã được lưu. Xin cơ quan soạn thảo gia hạn, hoặc gửi là ý kiến muộn kèm lý do."),
    )


def send(by: Actor, invitee: Invitee, told: Opinion, *, file: StoredFile | None = None) -> Invitee:
    """Send the official answer (gửi ý kiến chính thức): all that was written, or “thống nhất”.

    Raises NotAllowed naming who sends; RoundOver; Invalid when nothing was written, or something was
    although it agrees.
    """
    policies.require_send(by, invitee)
    with acting(by, "drafts.send") as act:
        row = writable(by, invitee)
        require_time(row, act.now)
        deliver(act, by, row, told, file=file)
    return row


def deliver(act: Act, by: Actor, row: Invitee, told: Opinion, *, file: StoredFile | None = None) -> None:
    """Make comments of what was written, and note the answer."""
    notes = list(row.notes.filter(state=NoteState.WRITING).order_by("clause__order", "written_at", "pk"))
    require_consistent(told, notes)
    row.state = InviteeState.AGREED if told.agrees else InviteeState.COMMENTED
    row.answered_at, row.answered_by = act.now, (row.answered_by if row.late else by.actor_label)
    row.letter, row.file = told.letter or row.letter, file or row.file
    row.save()
    draft = locked(row)
    made = [_comment(draft, row, note) for note in notes]
    act.record(
        stream(draft),
        subject=row,
        data={"asked": row.name, "agrees": told.agrees, "letter": told.letter, "late": row.late},
        facts=made,
    )
    settle(act, draft)
    _tell_when_all_answered(act, row.round)


def _tell_when_all_answered(act: Act, of: Round) -> None:
    """The drafter need not look every day: the last answer is told, once for so many asked."""
    told = progress(of)
    if of.is_open and told.asked and told.answered == told.asked:
        notices.all_answered(act, of, told.asked)


def require_consistent(told: Opinion, notes: list[Note]) -> None:
    """Comments or “thống nhất”, never both, never neither. Raises Invalid."""
    if told.agrees and notes:
        raise Invalid(
            _("Đang có %(count)d ý kiến soạn dở nên chưa thể gửi “thống nhất”.") % {"count": len(notes)},
            field="agrees",
            hint=_("Gửi các ý kiến đó, hoặc bỏ chúng rồi gửi “thống nhất, không có ý kiến”."),
        )
    if not told.agrees and not notes:
        raise Invalid(
            _("Chưa soạn ý kiến nào."),
            field="agrees",
            hint=_("Soạn ý kiến, hoặc chọn “thống nhất, không có ý kiến”."),
        )


def locked(row: Invitee) -> Draft:
    """The draft, locked: comments are numbered one after the other."""
    return Draft.objects.select_for_update(of=("self",)).select_related("agency").get(pk=row.round.draft_id)


def _comment(draft: Draft, row: Invitee, note: Note) -> Comment:
    draft.last_comment += 1
    draft.save(update_fields=["last_comment"])
    made = Comment.objects.create(
        draft=draft,
        round=row.round,
        number=draft.last_comment,
        invitee=row,
        note=note,
        agency=row.agency,
        person=row.person,
        author_label=note.author_label,
        clause=note.clause,
        start=note.start,
        end=note.end,
        quote=note.quote,
        text=note.text,
        late=row.late,
        illustrative=row.illustrative,
    )
    note.state = NoteState.SENT
    note.save(update_fields=["state"])
    return made

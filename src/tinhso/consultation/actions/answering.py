"""Answering (tiếp thu, giải trình): each comment gets its answer; several may get the same one at once."""

from __future__ import annotations

from uuid import uuid4

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.consultation import policies
from tinhso.consultation.actions.common import require_alive, settle, stream
from tinhso.consultation.models import Answer, AnswerKind, Clause, Draft, DraftState
from tinhso.consultation.queries import comments as queries
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import NewAnswer
from tinhso.documents import secrecy


def answer(by: Actor, code: str, told: NewAnswer) -> list[Answer]:
    """Answer comments by their numbers (trả lời ý kiến); a later answer supersedes the one before.

    Raises NotAllowed; Invalid without a reason where one is due; NotFound for an unknown comment; Conflict
    for a draft that is finished.
    """
    secrecy.refuse_secret({"text": told.text})
    if told.kind != AnswerKind.ACCEPTED and not told.text:
        raise Invalid(
            _("“%(kind)s” phải kèm nội dung giải trình, lý do.") % {"kind": AnswerKind(told.kind).label},
            field="text",
        )
    with acting(by, "drafts.answer") as act:
        draft = drafts.for_update(code)
        policies.require_draft(by, draft.agency_id)
        require_alive(draft)
        if draft.state == DraftState.PREPARING:
            raise Conflict(_("Dự thảo chưa được lấy ý kiến."), code="draft_state")
        found = queries.numbered(draft, told.comments)
        clause = _clause(draft, told)
        batch = uuid4() if len(found) > 1 else None
        made = [
            Answer.objects.create(
                comment=row,
                kind=told.kind,
                text=told.text,
                clause=clause,
                batch=batch,
                supersedes=queries.answer_of(row),
                author_label=by.actor_label,
                illustrative=draft.illustrative,
            )
            for row in found
        ]
        numbers = [row.number for row in found]
        act.record(stream(draft), subject=draft, data={"comments": numbers, "kind": told.kind}, facts=made)
        settle(act, draft)
    return made


def _clause(draft: Draft, told: NewAnswer) -> Clause | None:
    """The clause in which it is taken up: of the newest version, or of any of this draft."""
    if told.clause is None:
        return None
    found = Clause.objects.filter(pk=told.clause, version__draft=draft).first()
    if found is None:
        raise NotFound(_("Đoạn này không thuộc dự thảo."), field="clause")
    return found

"""What the verbs share: the stream, the move from state to state, what a draft still owes."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tinhso.base.actions import Act
from tinhso.base.errors import Conflict, Problem
from tinhso.consultation.core import states
from tinhso.consultation.core.states import Move, State
from tinhso.consultation.models import Draft, DraftState
from tinhso.consultation.queries import comments

MOST_NAMED: Final = 20


def stream(draft: Draft) -> str:
    """The audit stream of a draft."""
    return f"draft:{draft.code}"


def move(draft: Draft, how: Move) -> None:
    """Bring the draft to the state `how` leads to; it is saved by the caller. Raises Conflict."""
    reached = states.after(State(draft.state), how)
    if reached is None:
        raise Conflict(
            _("Dự thảo “%(title)s” ở trạng thái “%(state)s” nên không làm được việc này.")
            % {"title": draft.title, "state": DraftState(draft.state).label},
            code="draft_state",
            hint=_WAYS_OUT.get(how, ""),
        )
    draft.state = DraftState(reached.value)


_WAYS_OUT: Final = {
    Move.OPEN: gettext_lazy(
        "Kết thúc đợt đang mở trước khi mở đợt mới; dự thảo đã ban hành hoặc đã rút thì lập dự thảo khác."
    ),
    Move.CLOSE: gettext_lazy("Chỉ kết thúc được đợt đang mở."),
    Move.FINALISE: gettext_lazy("Kết thúc đợt lấy ý kiến và trả lời mọi ý kiến trước."),
}


def require_alive(draft: Draft) -> None:
    """Raises Conflict for a draft that was finalised or withdrawn."""
    if State(draft.state) in states.ENDED:
        raise Conflict(
            _("Dự thảo đã %(state)s nên không sửa được nữa.")
            % {"state": str(DraftState(draft.state).label).lower().removeprefix("đã ")},
            code="draft_state",
            hint=_("Lập dự thảo mới nếu cần lấy ý kiến lại."),
        )


def owed(draft: Draft) -> list[Problem]:
    """What stands between the draft and its publication: each comment without an answer, by its address."""
    problems = [
        Problem(
            "unanswered",
            _("Ý kiến số %(number)d của %(source)s chưa được trả lời.")
            % {"number": row.number, "source": row.source},
            f"y-kien-{row.number}",
            row.get_absolute_url(),
        )
        for row in comments.unanswered(draft)[:MOST_NAMED]
    ]
    problems += [
        Problem(
            "late_opinion",
            _("Ý kiến gửi muộn của %(name)s chưa được tiếp nhận hay từ chối.") % {"name": row.name},
            None,
            f"{draft.get_absolute_url()}progress",
        )
        for row in comments.late_ones(draft)
    ]
    waiting = comments.to_moderate(draft).count()
    if waiting:
        problems.append(
            Problem(
                "unread_public",
                pgettext("drafts", "%(count)d ý kiến của người dân chưa được duyệt.") % {"count": waiting},
                None,
                f"{draft.get_absolute_url()}moderation",
            )
        )
    return problems


def settle(act: Act, draft: Draft) -> None:
    """Closed with everything answered is `answered`; a new thing to answer takes that back."""
    if draft.state not in {DraftState.CLOSED, DraftState.ANSWERED}:
        return
    open_things = bool(owed(draft))
    if draft.state == DraftState.CLOSED and not open_things:
        move(draft, Move.ANSWER_LAST)
    elif draft.state == DraftState.ANSWERED and open_things:
        move(draft, Move.MISS_ANSWER)
    else:
        return
    draft.save(update_fields=["state"])
    act.record(stream(draft), subject=draft, data={"state": draft.state})

"""The nouns of consultation (lấy ý kiến)."""

from tinhso.consultation.models.choices import (
    ANSWER_TONES,
    ANSWERED_STATES,
    INVITEE_TONES,
    TONES,
    AnswerKind,
    ClauseKind,
    DraftState,
    InviteeState,
    Matched,
    Moderation,
    NoteState,
)
from tinhso.consultation.models.comments import Answer, Comment, Submission
from tinhso.consultation.models.drafts import Clause, Draft, DraftVersion
from tinhso.consultation.models.rounds import Invitee, Note, Round

__all__ = [
    "ANSWERED_STATES",
    "ANSWER_TONES",
    "INVITEE_TONES",
    "TONES",
    "Answer",
    "AnswerKind",
    "Clause",
    "ClauseKind",
    "Comment",
    "Draft",
    "DraftState",
    "DraftVersion",
    "Invitee",
    "InviteeState",
    "Matched",
    "Moderation",
    "Note",
    "NoteState",
    "Round",
    "Submission",
]

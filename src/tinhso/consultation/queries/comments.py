"""Reads over comments, their answers, what is being written, and what the public sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.consultation import policies
from tinhso.consultation.models import (
    Answer,
    Comment,
    Draft,
    Invitee,
    InviteeState,
    Moderation,
    Note,
    NoteState,
    Submission,
)
from tinhso.people.principals import Principal

_LIVE = Prefetch(
    "answers",
    queryset=Answer.objects.filter(superseded_by__isnull=True).select_related("clause__version"),
    to_attr="live_answers",
)


def comments(draft: Draft) -> QuerySet[Comment]:
    """Every comment on a draft with its answer in force, by number."""
    rows = Comment.objects.filter(draft=draft).select_related("agency", "person", "clause", "round", "draft")
    return rows.prefetch_related(_LIVE).order_by("number")


def answer_of(comment: Comment) -> Answer | None:
    """The answer in force, as `comments` read it."""
    live: Sequence[Answer] = getattr(comment, "live_answers", ())
    return live[0] if live else None


def unanswered(draft: Draft) -> QuerySet[Comment]:
    """Comments that nobody answered yet."""
    answered = Answer.objects.filter(comment=OuterRef("pk"))
    rows = Comment.objects.filter(draft=draft).select_related("agency", "person", "draft")
    return rows.filter(~Exists(answered)).order_by("number")


def numbered(draft: Draft, numbers: Iterable[int]) -> list[Comment]:
    """Those comments, in their order. Raises NotFound for a number that is none."""
    wanted = set(numbers)
    found = list(comments(draft).filter(number__in=wanted))
    missing = sorted(wanted - {row.number for row in found})
    if missing:
        told = ", ".join(str(number) for number in missing)
        raise NotFound(_("Không có ý kiến số %(numbers)s.") % {"numbers": told}, field="comments")
    return found


def by_anchor(rows: Iterable[Comment]) -> dict[UUID | None, list[Comment]]:
    """Comments by the anchor of the clause they speak of; None: of the whole."""
    found: dict[UUID | None, list[Comment]] = defaultdict(list)
    for row in rows:
        found[row.clause.anchor if row.clause else None].append(row)
    return found


def writing(of: Invitee) -> list[Note]:
    """What is being written for whom was asked, and what waits as late."""
    rows = of.notes.filter(state__in=[NoteState.WRITING, NoteState.LATE]).select_related("clause")
    return list(rows.order_by("clause__order", "written_at", "pk"))


def note(note_id: UUID) -> Note:
    """That note, locked, with whom it is written for. Raises NotFound."""
    rows = Note.objects.select_for_update(of=("self",))
    found = rows.select_related("invitee__round__draft", "invitee__agency", "invitee__person").filter(
        pk=note_id
    )
    row = found.first()
    if row is None:
        raise NotFound(_("Không có ý kiến này."), field="note")
    return row


def late_ones(draft: Draft) -> QuerySet[Invitee]:
    """Who sent late and waits for the drafter to let it in."""
    rows = Invitee.objects.filter(round__draft=draft, state=InviteeState.LATE)
    return rows.select_related("agency", "person", "round")


def to_moderate(draft: Draft) -> QuerySet[Submission]:
    """What the public sent and nobody read yet."""
    rows = Submission.objects.filter(round__draft=draft, state=Moderation.PENDING)
    return rows.select_related("clause", "round")


def moderated(draft: Draft) -> QuerySet[Submission]:
    """What was read, the latest first."""
    rows = Submission.objects.filter(round__draft=draft).exclude(state=Moderation.PENDING)
    return rows.select_related("clause", "round").order_by("-decided_at", "pk")


def submission(submission_id: UUID) -> Submission:
    """That one, locked. Raises NotFound."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("round__draft", "clause")
    found = rows.filter(pk=submission_id).first()
    if found is None:
        raise NotFound(_("Không có ý kiến này."), field="submission")
    return found


def shown(draft: Draft) -> list[Comment]:
    """What the public may read: its own comments that were read and shown, with their answers."""
    return list(comments(draft).filter(submission__state=Moderation.SHOWN))


def waiting_for(by: Principal) -> QuerySet[Invitee]:
    """Open rounds in which `by` has not answered."""
    rows = Invitee.objects.filter(policies.asked_rows(by), round__closed_at=None)
    rows = rows.filter(state__in=[InviteeState.WAITING, InviteeState.VIEWED])
    return rows.select_related("round__draft", "agency", "person").order_by("round__deadline", "pk")

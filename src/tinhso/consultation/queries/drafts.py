"""Reads over drafts, versions, clauses and rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.text import fold, near_matches
from tinhso.consultation import policies
from tinhso.consultation.models import (
    ANSWERED_STATES,
    Clause,
    Draft,
    DraftVersion,
    Invitee,
    InviteeState,
    Round,
)
from tinhso.people import policies as people
from tinhso.people.principals import Principal


def drafts() -> QuerySet[Draft]:
    """Every draft with its agency and committee, the newest first."""
    return Draft.objects.select_related("agency", "committee", "document").order_by("-created_at", "code")


def with_progress(rows: QuerySet[Draft]) -> QuerySet[Draft]:
    """With `asked`, `answered` and `deadline` of the latest round; None before the first."""
    latest = Round.objects.filter(draft=OuterRef("pk")).order_by("-number")
    asked = (
        Invitee.objects.filter(round=OuterRef("latest")).order_by().values("round").annotate(n=Count("pk"))
    )
    return rows.annotate(
        latest=Subquery(latest.values("pk")[:1]), deadline=Subquery(latest.values("deadline")[:1])
    ).annotate(
        asked=Subquery(asked.values("n")[:1]),
        answered=Subquery(asked.filter(state__in=ANSWERED_STATES).values("n")[:1]),
    )


def readable(by: Principal) -> QuerySet[Draft]:
    """Those that `by` may read, each once."""
    return drafts().filter(pk__in=Draft.objects.filter(policies.readable(by)).values("pk"))


def to_comment(by: Principal) -> QuerySet[Draft]:
    """Those on which `by` is asked, or was."""
    rows = Draft.objects.filter(policies.asked_rows(by, "rounds__invitees__"))
    return drafts().filter(pk__in=rows.values("pk"))


def searched(rows: QuerySet[Draft], words: str) -> QuerySet[Draft]:
    """Those in which every word occurs, tones ignored."""
    for word in fold(words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def by_code(code: str) -> Draft:
    """The draft of that code. Raises NotFound with near codes."""
    found = drafts().filter(code=code).first()
    if found is None:
        raise NotFound(_("Không có dự thảo mang mã “%(code)s”.") % {"code": code}, field="code")
    return found


def readable_by_code(by: Principal, code: str) -> Draft:
    """The same, when `by` may read it. Raises NotSignedIn, NotFound with near codes of readable ones."""
    if by.is_signed_in:
        found = readable(by).filter(code=code).first()
        if found is not None:
            return found
        near = near_matches(code, readable(by).values_list("code", flat=True))
        raise NotFound(_("Không có dự thảo này, hoặc bạn không được xem."), field="code", near=near)
    people.require_signed_in(by)
    raise AssertionError("Somebody is signed in.")


def for_update(code: str) -> Draft:
    """The row, locked: what happens to a draft happens one after the other. Raises NotFound."""
    by_code(code)
    return Draft.objects.select_for_update().get(code=code)


def versions(draft: Draft) -> list[DraftVersion]:
    """All versions with their files, the newest first."""
    return list(draft.versions.select_related("file").order_by("-number"))


def newest(draft: Draft) -> DraftVersion | None:
    """The newest version."""
    return draft.versions.select_related("file").order_by("-number").first()


def version(draft: Draft, number: int) -> DraftVersion:
    """That version. Raises NotFound."""
    found = draft.versions.select_related("file", "draft").filter(number=number).first()
    if found is None:
        raise NotFound(_("Dự thảo không có bản %(number)d.") % {"number": number}, field="version")
    return found


def clauses(of: DraftVersion) -> list[Clause]:
    """Its clauses in order."""
    return list(of.clauses.order_by("order"))


def rounds(draft: Draft) -> list[Round]:
    """All rounds with the versions they ask on, the newest first."""
    return list(draft.rounds.select_related("version").order_by("-number"))


def latest_round(draft: Draft) -> Round | None:
    """The newest round."""
    return draft.rounds.select_related("version").order_by("-number").first()


def open_rounds() -> QuerySet[Round]:
    """Rounds that nobody closed yet, with their drafts."""
    return Round.objects.filter(closed_at=None).select_related("draft__agency", "version")


def invitees(of: Round) -> list[Invitee]:
    """Who was asked, with how many comments each sent."""
    rows = of.invitees.select_related("agency", "person", "file")
    return list(rows.annotate(said=Count("comments")).order_by("agency__sort_key", "person__sort_name", "pk"))


def invitee(by: Principal, of: Round) -> Invitee | None:
    """For whom `by` answers in that round: the own agency first, then oneself."""
    rows = of.invitees.select_related("agency", "person", "round__draft__agency", "file")
    return rows.filter(policies.asked_rows(by)).order_by("person", "pk").first()


@dataclass(frozen=True)
class Progress:
    """How far a round is: `18/25 cơ quan đã góp ý`."""

    asked: int
    answered: int
    agreed: int
    late: int

    @property
    def missing(self) -> int:
        """Those who have not answered."""
        return self.asked - self.answered


def progress(of: Round) -> Progress:
    """Counts of a round, in one query."""
    told: Mapping[str, Any] = of.invitees.aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(state__in=ANSWERED_STATES)),
        agreed=Count("pk", filter=Q(state=InviteeState.AGREED)),
        late=Count("pk", filter=Q(state=InviteeState.LATE)),
    )
    return Progress(**told)


def open_to_public() -> QuerySet[Draft]:
    """Drafts with a public round, withdrawn ones left out."""
    public = Round.objects.filter(draft=OuterRef("pk"), public=True)
    rows = drafts().filter(Exists(public)).exclude(state="withdrawn")
    latest = Prefetch(
        "rounds", Round.objects.filter(public=True).order_by("-number"), to_attr="public_rounds"
    )
    return rows.prefetch_related(latest)


def public_by_code(code: str) -> tuple[Draft, Round]:
    """A draft that anybody may read, with its latest public round. Raises NotFound."""
    found = open_to_public().filter(code=code).first()
    if found is None:
        raise NotFound(_("Không có dự thảo nào đang công khai dưới địa chỉ này."), field="code")
    of: Round = found.public_rounds[0]  # type: ignore[attr-defined]  # prefetched above
    return found, of

"""What the pages of one draft share: the draft as this reader may see it, its tabs, its head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.consultation import policies
from tinhso.consultation.actions.rounds import working_days_left
from tinhso.consultation.core import states
from tinhso.consultation.core.states import State
from tinhso.consultation.models import TONES, Draft, DraftState, Invitee, Round
from tinhso.consultation.queries import drafts
from tinhso.consultation.queries.drafts import Progress
from tinhso.people.principals import Principal, principal_of


@dataclass(frozen=True)
class Tab:
    """One of the draft's pages."""

    name: str
    label: str | Promise
    url: str


@dataclass
class Opened:
    """A draft as one reader sees it."""

    by: Principal
    draft: Draft
    of: Round | None
    invitee: Invitee | None
    progress: Progress | None

    @property
    def may_draft(self) -> bool:
        """Whether the reader works for the drafter."""
        return policies.may_draft(self.by, self.draft.agency_id)

    @property
    def ended(self) -> bool:
        """Whether it was finalised or withdrawn."""
        return State(self.draft.state) in states.ENDED

    @property
    def in_time(self) -> bool:
        """Whether comments are taken now."""
        return self.of is not None and self.of.is_open and clock.now() <= self.of.deadline

    def deadline_words(self) -> str:
        """`hạn 04/12/2026, còn 9 ngày làm việc`, `đã kết thúc ngày 20/11/2026`; empty before any round."""
        if self.of is None:
            return ""
        day = wording.day(self.of.ended_at)
        if self.of.ended_early:
            return _("đã kết thúc ngày %(day)s") % {"day": day}
        if not self.in_time:
            return _("hết hạn %(day)s") % {"day": day}
        left = working_days_left(self.of.deadline)
        return _("hạn %(day)s, còn %(left)d ngày làm việc") % {"day": day, "left": left}

    def tabs(self) -> list[Tab]:
        """The pages this reader may go to."""
        code = self.draft.code
        found = [Tab("draft", _("Dự thảo"), self.draft.get_absolute_url())]
        if self.invitee:
            found.append(
                Tab(
                    "opinion", _("Góp ý của %(name)s") % {"name": _short(self.invitee)}, _url("opinion", code)
                )
            )
        if self.of:
            found.append(Tab("progress", _("Tiến độ góp ý"), _url("progress", code)))
            found.append(Tab("answers", _("Tiếp thu, giải trình"), _url("answers", code)))
        found.append(Tab("versions", _("Các bản"), _url("versions", code)))
        if self.may_draft and self.of and self.draft.rounds.filter(public=True).exists():
            found.append(Tab("moderation", _("Ý kiến người dân"), _url("moderation", code)))
        return found

    def context(self, tab: str) -> dict[str, Any]:
        """What every page of the draft needs."""
        return {
            "title": self.draft.title,
            "draft": self.draft,
            "round": self.of,
            "invitee": self.invitee,
            "progress": self.progress,
            "may_draft": self.may_draft,
            "ended": self.ended,
            "in_time": self.in_time,
            "deadline": self.deadline_words(),
            "tone": TONES[DraftState(self.draft.state)],
            "tabs": self.tabs(),
            "tab": tab,
        }


def _url(name: str, code: str) -> str:
    return reverse(f"consultation:{name}", args=[code])


def _short(invitee: Invitee) -> str:
    return str(invitee.agency) if invitee.agency else _("tôi")


def opened(request: HttpRequest, code: str) -> Opened:
    """The draft of that code as the reader sees it. Raises NotSignedIn, NotFound."""
    by = principal_of(request)
    draft = drafts.readable_by_code(by, code)
    of = drafts.latest_round(draft)
    if of is not None:
        of.draft = draft
    invitee = drafts.invitee(by, of) if of else None
    return Opened(by, draft, of, invitee, drafts.progress(of) if of else None)


def drafting(request: HttpRequest, code: str) -> Opened:
    """The same for pages of the drafter. Raises NotAllowed."""
    found = opened(request, code)
    policies.require_draft(found.by, found.draft.agency_id)
    return found


def page_status(typed: Any) -> int:
    """The status of a page with a form: that of its refusal."""
    return typed.refusal.status if typed is not None and typed.refusal else 200

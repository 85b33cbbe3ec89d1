"""Decisions: the list, and one page each: its words, where it came from, the count, the files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.web import listing
from tinhso.conclusions import policies, tables
from tinhso.conclusions.models import Decision
from tinhso.conclusions.pages import shared
from tinhso.conclusions.queries import ballots as queries
from tinhso.conclusions.queries.conclusions import conclusions
from tinhso.people.principals import Principal


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Decisions of the committees that the reader reads of, the newest first."""
    by = shared.reader(request)
    rows = queries.decisions().filter(policies.of_committees(by))
    found = listing.build(request, tables.DECISIONS, rows)
    return found.respond("conclusions/decisions.html", {"title": _("Quyết nghị")})


@require_safe
def decision(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One decision."""
    by = shared.reader(request)
    found = queries.decision(pk)
    policies.require_decision(by, found)
    context = {
        "title": _("Quyết nghị"),
        "decision": found,
        "count": _count(found),
        "conclusions": policies.visible(by, conclusions().filter(decision=found)),
        "ballot": found.ballot if found.ballot and _sees_ballot(by, found) else None,
        "within": found.meeting is not None and policies.may_read_meeting(by, found.meeting),
    }
    return render(request, "conclusions/decision.html", context)


def _sees_ballot(by: Principal, found: Decision) -> bool:
    return queries.visible(by).filter(decision=found).exists()


def _count(found: Decision) -> dict[str, object] | None:
    """The last count of its ballot: who was asked, what came back, how many for what."""
    closing = queries.closing(found.ballot) if found.ballot else None
    if found.ballot is None or closing is None:
        return None
    words = found.ballot.words
    return {
        "closing": closing,
        "rows": [(told, closing.papers.get(key, 0), key == found.choice) for key, told in words.items()],
    }

"""The pages of figures on their way: each level's own queue, what waits below it, what somebody sent in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.base.web import filters, forms, listing
from tinhso.indicators import policies
from tinhso.indicators.approval import queues
from tinhso.indicators.approval.tables import (
    SENT_FILTERS,
    SENT_TABLE,
    WAITING_FILTERS,
    WAITING_TABLE,
    Queue,
    narrow,
)
from tinhso.indicators.bulk import deciding as bulk_decide
from tinhso.indicators.bulk.deciding import Outcome
from tinhso.indicators.models import Submission
from tinhso.people import policies as people
from tinhso.people.principals import Principal, principal_of

_A_PAGE: Final = 200
View = Literal["mine", "below"]


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponseBase:
    """What waits for this reader's level, or below it; and the decision on what is ticked or on all of it."""
    by = principal_of(request)
    people.require_signed_in(by)
    policies.require_decide(by)
    if request.method != "POST":
        return _page(request, by, forms.start())
    try:
        outcome = _decide(request, by)
    except (Invalid, Conflict, NotAllowed) as refusal:
        return _page(request, by, forms.again(request.POST, refusal))
    messages.success(request, said(outcome))
    return redirect(request.get_full_path())


def _view(request: HttpRequest) -> View:
    return "below" if request.GET.get("view") == "below" else "mine"


def _rows(request: HttpRequest, by: Actor) -> QuerySet[Submission]:
    found = queues.waiting_below(by) if _view(request) == "below" else queues.waiting_for(by)
    return found.order_by("last__recorded_at", "place__sort_key", "indicator__sort_key", "pk")


def _decide(request: HttpRequest, by: Actor) -> Outcome:
    """Decide on the ticked figures, or on all that the address asks for and the reader has seen counted."""
    sent = request.POST
    if "all" in sent:
        read = filters.read(request, WAITING_FILTERS)
        read.require()
        rows = narrow(_rows(request, by), read).filter(last__recorded_at__lte=_moment(sent.get("seen", "")))
        figures = list(rows.values_list("last", flat=True)[: bulk_decide.MOST + 1])
    else:
        figures = _ticked(sent.getlist("figure"))
    reason = sent.get("reason", "").strip()
    if "return" in sent:
        return bulk_decide.send_back(by, figures, reason)
    return bulk_decide.pass_on(by, figures, reason)


def _ticked(keys: list[str]) -> list[UUID]:
    try:
        return [UUID(key) for key in keys]
    except ValueError as error:
        raise Invalid(_("Không có số liệu này."), field="figure") from error


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return clock.now()


def said(outcome: Outcome) -> str:
    """What a decision did, in one sentence."""
    parts = []
    if outcome.approved:
        told = ngettext("đã duyệt %(count)d số liệu", "đã duyệt %(count)d số liệu", outcome.approved)
        parts.append(told % {"count": outcome.approved})
    if outcome.confirmed:
        told = ngettext("đã xác nhận %(count)d số liệu", "đã xác nhận %(count)d số liệu", outcome.confirmed)
        parts.append(told % {"count": outcome.confirmed})
    if outcome.ahead:
        told = ngettext("%(count)d số vượt cấp", "%(count)d số vượt cấp", outcome.ahead)
        parts.append(told % {"count": outcome.ahead})
    if outcome.returned:
        told = ngettext("đã trả lại %(count)d số liệu", "đã trả lại %(count)d số liệu", outcome.returned)
        parts.append(told % {"count": outcome.returned})
    line = ", ".join(parts)
    return f"{line[:1].upper()}{line[1:]}."


def _page(request: HttpRequest, by: Principal, typed: forms.Typed) -> HttpResponseBase:
    view = _view(request)
    rows = _rows(request, by)
    read = filters.read(request, WAITING_FILTERS)
    found = listing.build(
        request, WAITING_TABLE, Queue(narrow(rows, read)), declared=WAITING_FILTERS, limit=_A_PAGE
    )
    if request.GET.get("format"):
        return found.respond("indicators/waiting.html")
    other = queues.waiting_for(by) if view == "below" else queues.waiting_below(by)
    counts = {view: rows.count() if read.values else found.page.total}
    counts["mine" if view == "below" else "below"] = other.count()
    context: Mapping[str, Any] = {
        "title": _("Số liệu chờ duyệt"),
        "listing": found,
        "filters": read,
        "view": view,
        "counts": counts,
        "seen": clock.now().isoformat(),
        "typed": typed,
        "most": bulk_decide.MOST,
        "office": policies.may_confirm(by),
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indicators/waiting.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponseBase:
    """What this reader sent in: its state, who decides next, why it was returned."""
    by = principal_of(request)
    people.require_signed_in(by)
    read = filters.read(request, SENT_FILTERS)
    rows = narrow(queues.sent_by(by), read)
    found = listing.build(request, SENT_TABLE, Queue(rows), declared=SENT_FILTERS)
    context = {"title": _("Số liệu tôi đã gửi"), "entry": reverse("entry:grid")}
    return found.respond("indicators/sent.html", context)

"""The inbox (hộp thông báo): what one was told, read and unread."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Invalid
from tinhso.base.web import listing
from tinhso.base.web.pace import Pace
from tinhso.notify import policies, queries, tables, telling
from tinhso.notify.actions import reading
from tinhso.notify.kinds import kinds
from tinhso.people.principals import principal_of

marking = Pace("notices")


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """One's own notices, the newest first."""
    by = principal_of(request)
    rows = queries.inbox(
        by, unread=request.GET.get("unread") == "1", archive=request.GET.get("archive") == "1"
    )
    found = listing.build(
        request, tables.NOTICES, rows, declared=tables.NOTICE_FILTERS, narrow=tables.narrow_notices
    )
    context = {
        "title": _("Thông báo"),
        "any_unread": queries.unread(by).exists(),
        "group": found.filters.get("group") or "",
        "undo": _moment(request.GET.get("marked", "")),
        "here": request.get_full_path(),
    }
    return found.respond("notify/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One notice; opening it marks it as read and leads to what it tells of."""
    by = principal_of(request)
    if request.method == "POST":
        policies.require_mark(by)
        marking.require(request)
        row = queries.one(by, key)
        if request.POST.get("do") == "unread":
            reading.mark_unread(by, keys=[key])
            return redirect("notify:notice", key)
        reading.mark_read(by, [key])
        opens = request.POST.get("do") == "open" and row.message.href
        return redirect(row.message.href if opens else reverse("notify:inbox"))
    row = queries.one(by, key)
    telling.prepare_notices([row])
    kind = kinds().get(row.message.kind)
    context = {
        "title": getattr(row, "said").subject,  # noqa: B009 - given to the row above
        "notice": row,
        "group": telling.group(row.group),
        "urgent": row.message.urgent,
        "kind": kind.label if kind else row.message.kind,
    }
    return render(request, "notify/notice.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponseBase:
    """Mark those sent, or all, as read; the page offers to take it back."""
    by = principal_of(request)
    policies.require_mark(by)
    marking.require(request)
    keys = [_key(text) for text in request.POST.getlist("key")]
    at = reading.mark_read(by, keys or None, group=request.POST.get("group", ""))
    return redirect(_back(request, {"marked": at.isoformat()} if at else {}))


@require_POST
def unread(request: HttpRequest) -> HttpResponseBase:
    """Take back what was marked at a moment."""
    by = principal_of(request)
    policies.require_mark(by)
    marking.require(request)
    at = _moment(request.POST.get("at", ""))
    if at is None:
        raise Invalid(_("Không rõ cần hoàn tác lần nào."), field="at")
    reading.mark_unread(by, at=at)
    return redirect("notify:inbox")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(_("Không có thông báo này trong hộp của bạn."), field="key") from error


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _back(request: HttpRequest, told: dict[str, str]) -> str:
    """The list as it was, with what may be undone."""
    next_ = request.POST.get("next", "")
    here = reverse("notify:inbox")
    if not (next_.startswith(here) and url_has_allowed_host_and_scheme(next_, allowed_hosts=None)):
        next_ = here
    path, _mark, query = next_.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("marked=")]
    parts = [*kept, urlencode(told)] if told else kept
    return f"{path}?{'&'.join(parts)}" if parts else path

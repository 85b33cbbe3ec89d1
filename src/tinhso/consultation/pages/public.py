"""Pages for everybody: drafts that ask the public, one draft, and sending a comment without signing in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms
from tinhso.base.web.pace import Pace
from tinhso.base.web.typed import Reading
from tinhso.consultation.actions import public
from tinhso.consultation.models import Draft, Round
from tinhso.consultation.pages.drafts import margin
from tinhso.consultation.queries import comments, drafts
from tinhso.consultation.schemas import NewSubmission

_PACE = Pace("opinions")


def _open(of: Round) -> bool:
    return of.is_open and clock.now() <= of.deadline


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Drafts on which everybody may comment, and those of which the answers can be read."""
    rows = [(row, row.public_rounds[0], _open(row.public_rounds[0])) for row in drafts.open_to_public()]  # type: ignore[attr-defined]  # prefetched
    context = {"title": _("Góp ý dự thảo văn bản"), "rows": sorted(rows, key=lambda one: not one[2])}
    return render(request, "consultation/public_index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponseBase:
    """One draft with its text and what was shown of the public's comments; sending one more."""
    draft, of = drafts.public_by_code(code)
    if request.method != "POST":
        return _page(request, draft, of)
    _PACE.require(request)
    try:
        public.submit(code, _read(request))
    except Refusal as refusal:
        return _page(request, draft, of, forms.again(request.POST, refusal))
    messages.success(
        request,
        _(
            "Cảm ơn ý kiến của ông/bà. Ý kiến được đăng sau khi cơ quan soạn thảo đọc;"
            " ông/bà có thể gửi thêm."
        ),
    )
    return redirect("consultation:public", code)


def _read(request: HttpRequest) -> NewSubmission:
    sent = Reading(request.POST.dict())
    if request.POST.get("website", ""):
        raise Invalid(
            _("Ô “Để trống ô này” có chữ nên chưa gửi."),
            field="website",
            hint=_("Xoá ô đó rồi gửi lại; ô này để chặn máy gửi tự động."),
        )
    try:
        clause = UUID(sent.text("clause")) if sent.text("clause") else None
    except ValueError as error:
        raise Invalid(_("Không có đoạn này."), field="clause") from error
    values = {name: sent.text(name) for name in ("text", "name", "contact")}
    return sent.finish(NewSubmission, {**values, "clause": clause})


def _page(request: HttpRequest, draft: Draft, of: Round, typed: forms.Typed | None = None) -> HttpResponse:
    lines = margin(of.version, comments.shown(draft))
    context = {
        "title": draft.title,
        "draft": draft,
        "round": of,
        "open": _open(of),
        "whole": lines[0],
        "lines": lines[1:],
        "clauses": [
            (str(line.clause.pk), f"{line.clause.named}: {line.clause.text[:60]}")
            for line in lines[1:]
            if line.clause
        ],
        "typed": typed or forms.start({"clause": request.GET.get("clause", "")}),
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "consultation/public.html", context, status=status)

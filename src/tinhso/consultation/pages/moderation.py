"""What the public sent: read, shown or refused with a reason, before anybody else sees it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.consultation.actions import public
from tinhso.consultation.models import Moderation, Submission
from tinhso.consultation.pages.common import Opened, drafting, page_status
from tinhso.consultation.personal_data import mask_contact
from tinhso.consultation.queries import comments


@require_safe
def moderation(request: HttpRequest, code: str) -> HttpResponseBase:
    """What waits, and what was decided."""
    return _page(request, drafting(request, code))


def _page(
    request: HttpRequest,
    found: Opened,
    typed: forms.Typed | None = None,
    told: Submission | None = None,
) -> HttpResponse:
    context = found.context("moderation") | {
        "waiting": [_line(row, told) for row in comments.to_moderate(found.draft)],
        "decided": [(row, Moderation(row.state).label) for row in comments.moderated(found.draft)[:100]],
        "typed": typed or forms.start(),
    }
    return render(request, "consultation/moderation.html", context, status=page_status(typed))


def _line(row: Submission, told: Submission | None) -> tuple[Submission, str, bool]:
    """The row, its contact masked or, when it was just looked up, whole."""
    open_now = told is not None and told.pk == row.pk
    contact = row.contact if open_now else mask_contact(row.contact)
    name = row.name if open_now else (row.name[:1] + "…" if row.name else "")
    return row, " · ".join(part for part in (name, contact) if part), open_now


@require_POST
def decide(request: HttpRequest, code: str, submission_id: UUID) -> HttpResponseBase:
    """Show it, refuse it, or look up who sent it."""
    found = drafting(request, code)
    how = request.POST.get("do", "")
    try:
        if how == "contact":
            told = public.read_contact(found.by, submission_id)
            return _page(request, found, told=told)
        public.moderate(found.by, submission_id, shown=how == "show", why=request.POST.get("why", ""))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, found, forms.again(request.POST, refusal))
    messages.success(request, _("Đã duyệt ý kiến."))
    return redirect("consultation:moderation", code)

"""Laying a draft down, changing what is told of it, its versions, withdrawing it."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.committees import queries as committees
from tinhso.consultation import policies
from tinhso.consultation.actions import drafting
from tinhso.consultation.models import Draft
from tinhso.consultation.pages.common import Opened, opened, page_status
from tinhso.consultation.pages.common import drafting as drafting_page
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import NewDraft
from tinhso.documents.models import DocumentType
from tinhso.people import policies as people
from tinhso.people import queries as agencies
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal, principal_of

_FIELDS = ("title", "kind", "agency", "committee", "summary")


def _read(request: HttpRequest, agency: str = "") -> NewDraft:
    sent = Reading(request.POST.dict())
    told = {name: sent.text(name) for name in _FIELDS}
    return sent.finish(NewDraft, told | ({"agency": agency} if agency else {}))


def _sent_file(request: HttpRequest) -> tuple[BinaryIO | None, str]:
    upload = request.FILES.get("file")
    return (cast(BinaryIO, upload), upload.name or "") if upload else (None, "")


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """Lay a draft down, with its text where there is one already."""
    by = principal_of(request)
    policies.require_draft(by)
    held = by.acting.agency_code if by.acting else ""
    typed = forms.start({"kind": "KH", "agency": held})
    if request.method == "POST":
        made: Draft | None = None
        try:
            made = drafting.lay_down(by, _read(request))
            file, name = _sent_file(request)
            if file or request.POST.get("text", "").strip():
                drafting.add_version(by, made.code, text=request.POST.get("text", ""), file=file, name=name)
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
            if made is not None:
                found = opened(request, made.code)
                return _versions(request, found, typed)
        else:
            return redirect("consultation:versions" if not made.versions.exists() else made, *_args(made))
    return render(request, "consultation/form.html", _form(by, typed, None), status=page_status(typed))


def _args(made: Draft) -> list[str]:
    return [] if made.versions.exists() else [made.code]


def _form(by: Principal, typed: forms.Typed, draft: Draft | None) -> dict[str, object]:
    own = people.span(by, Capability.CONSULT).agencies
    rows = agencies.agencies().valid_on().at_home()
    rows = rows if own is None else rows.filter(pk__in=own)
    return {
        "title": _("Sửa thông tin dự thảo") if draft else _("Lập dự thảo lấy ý kiến"),
        "typed": typed,
        "draft": draft,
        "kinds": DocumentType.choices,
        "agencies": list(rows.values_list("code", "name")),
        "committees": list(committees.committees().values_list("code", "name")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change title, kind, committee and summary."""
    found = drafting_page(request, code)
    draft = found.draft
    typed = forms.start(
        {
            "title": draft.title,
            "kind": draft.kind,
            "committee": draft.committee.code if draft.committee else "",
            "summary": draft.summary,
        }
    )
    if request.method == "POST":
        try:
            drafting.revise(found.by, code, _read(request, draft.agency.code))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            return redirect(draft)
    context = _form(found.by, typed, draft)
    return render(request, "consultation/form.html", context, status=page_status(typed))


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponseBase:
    """Withdraw it, with a reason."""
    found = drafting_page(request, code)
    try:
        drafting.withdraw(found.by, code, request.POST.get("why", ""))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _versions(request, found, forms.again(request.POST, refusal))
    messages.success(request, _("Đã rút dự thảo; ý kiến đã nhận vẫn xem được."))
    return redirect(found.draft)


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, code: str) -> HttpResponseBase:
    """All versions; a new one from a file or typed."""
    if request.method != "POST":
        return _versions(request, opened(request, code))
    found = drafting_page(request, code)
    file, name = _sent_file(request)
    sent = request.POST
    try:
        made = drafting.add_version(
            found.by, code, text=sent.get("text", ""), file=file, name=name, note=sent.get("note", "")
        )
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _versions(request, found, forms.again(sent, refusal))
    return redirect("consultation:version", code, made.number)


def _versions(request: HttpRequest, found: Opened, typed: forms.Typed | None = None) -> HttpResponse:
    rows = drafts.versions(found.draft)
    pairs = [
        (row, rows[index + 1].number if index + 1 < len(rows) else None) for index, row in enumerate(rows)
    ]
    context = found.context("versions") | {"rows": pairs, "typed": typed or forms.start()}
    return render(request, "consultation/versions.html", context, status=page_status(typed))

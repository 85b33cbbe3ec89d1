"""Sending a document to be read, and the list of those that were."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms, listing
from tinhso.base.web.errors import TooLarge
from tinhso.base.web.pace import Pace
from tinhso.base.web.typed import Reading as Form
from tinhso.people import queries as people
from tinhso.people.principals import Principal, principal_of
from tinhso.reading import policies, queries, tables
from tinhso.reading.actions import taking
from tinhso.reading.schemas import NewReading

PACE: Final = Pace("readings")
ENVELOPE: Final = 64 << 10
"""What a sent form may be larger than its file."""
ACCEPT: Final = ".txt,.html,.htm,.docx,.pdf,.xlsx,.png,.jpg,.jpeg"


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """All readings that one may see, the newest first."""
    by = principal_of(request)
    policies.require_read(by)
    found = listing.build(
        request, tables.READINGS, queries.readings(by), declared=tables.FILTERS, narrow=tables.narrow
    )
    return found.respond("reading/index.html", {"title": _("Đọc văn bản")})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Paste a text or send a file."""
    by = principal_of(request)
    policies.require_read(by)
    if request.method != "POST":
        return _form(request, by, forms.start({"document": request.GET.get("document", "")[:200]}))
    try:
        require_small(request)
        PACE.require(request)
        row = taking.take_in(by, _told(request), upload_of(request.FILES.get("file")))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _form(request, by, forms.again(request.POST, refusal))
    return redirect(row)


def require_small(request: HttpRequest) -> None:
    """Raises TooLarge for more than one file may weigh."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_MAX_BYTES + ENVELOPE:
        raise TooLarge(
            _("Tệp lớn hơn %(most)d MB.") % {"most": settings.FILE_MAX_BYTES >> 20},
            field="file",
            hint=_("Chia nhỏ tệp, hoặc dán phần nội dung cần đọc vào ô văn bản."),
        )


def upload_of(sent: UploadedFile[Any] | None) -> taking.Upload | None:
    """The file of a form; None where the field was left empty."""
    if sent is None or not sent.name:
        return None
    return taking.Upload(sent.name, sent.read())


def _told(request: HttpRequest) -> NewReading:
    sent = Form(request.POST.dict())
    values = {
        "text": request.POST.get("text", ""),
        "title": sent.text("title"),
        "dated": sent.day("dated"),
        "place": sent.text("place"),
        "document": sent.text("document"),
        "agency": sent.text("agency") or None,
    }
    return sent.finish(NewReading, values)


def _form(request: HttpRequest, by: Principal, typed: forms.Typed) -> HttpResponse:
    held = policies.span(by).agencies
    own = people.agencies().filter(pk__in=held) if held and len(held) > 1 else ()
    context = {
        "title": _("Đọc văn bản mới"),
        "typed": typed,
        "agencies": [(str(row.pk), str(row)) for row in own],
        "accept": ACCEPT,
        "most": settings.FILE_MAX_BYTES >> 20,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "reading/new.html", context, status=status)

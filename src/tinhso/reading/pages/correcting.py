"""The form that says what the document is, where the reader was wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading as Form
from tinhso.people.principals import principal_of
from tinhso.reading import queries
from tinhso.reading.actions.correcting import correct
from tinhso.reading.schemas import Corrected


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Title, day, place, entry in the register."""
    by = principal_of(request)
    reading = queries.one(by, key)
    typed = forms.start(
        {
            "title": reading.title,
            "dated": reading.dated,
            "place": reading.place_text,
            "document": reading.document.slug if reading.document else "",
        }
    )
    if request.method == "POST":
        sent = Form(request.POST.dict())
        try:
            told = {name: sent.text(name) for name in ("title", "place", "document")}
            correct(by, key, sent.finish(Corrected, {**told, "dated": sent.day("dated")}))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã lưu. Số liệu chưa xử lý được đọc lại theo thông tin mới."))
            return redirect(reading)
    context = {"title": _("Thông tin văn bản"), "reading": reading, "typed": typed}
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "reading/about.html", context, status=status)

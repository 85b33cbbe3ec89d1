"""Sending what the grid keeps, with a file that bears it out (gửi kèm minh chứng)."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.errors import Invalid, Refusal
from tinhso.base.files import actions as files
from tinhso.base.web import forms
from tinhso.indicators import policies
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import pages as entry_pages
from tinhso.people.principals import principal_of


@require_POST
def evidence(request: HttpRequest) -> HttpResponseBase:
    """The file goes with every drafted figure whose definition asks for one; the others go as they are."""
    by = principal_of(request)
    policies.require_enter(by)
    grid = entry_pages.asked(by, request.GET)
    try:
        upload = request.FILES.get("evidence")
        if upload is None:
            raise Invalid(_("Chọn tệp minh chứng."), code="missing", field="evidence")
        stored = files.store(by, cast(BinaryIO, upload), name=upload.name or "", illustrative=by.illustrative)
        told = entry_drafts.send(by, grid, reason=request.POST.get("reason", "").strip(), evidence=stored.pk)
    except Refusal as refusal:
        return entry_pages.page(request, grid, forms.again({}, refusal), status=refusal.status)
    if told.wrong:
        return entry_pages.page(request, grid, forms.start(), status=422)
    messages.success(request, _("Đã gửi %(count)d số liệu kèm minh chứng.") % {"count": told.figures})
    return redirect(entry_pages.address(grid))

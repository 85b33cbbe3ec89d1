"""Keeping filters: the two addresses that the forms of a list send to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.base.errors import Conflict, Invalid, Refusal
from tinhso.base.web import forms
from tinhso.base.web.saved import ALL
from tinhso.people.actions import filters as actions
from tinhso.people.models import SavedFilter
from tinhso.people.pages.forms import posted
from tinhso.people.principals import principal_of


def _again(request: HttpRequest, refusal: Refusal) -> HttpResponseBase:
    """The name once more, with what is wrong beside it."""
    context = {"title": _("Lưu bộ lọc"), "typed": forms.again(request.POST, refusal)}
    return render(request, "people/saved_filter.html", context, status=refusal.status)


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep what the list shows; back to it."""
    try:
        made = actions.save(
            principal_of(request),
            path=posted(request, "path"),
            query=posted(request, "query"),
            name=posted(request, "name"),
            opens=posted(request, "opens") == "1",
        )
    except (Invalid, Conflict) as refusal:
        return _again(request, refusal)
    messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": made.name})
    return redirect(made.url)


@require_POST
def change(request: HttpRequest, saved: UUID) -> HttpResponseBase:
    """Rename it, forget it, open the list with it or no longer; back to the list."""
    who = principal_of(request)
    wanted = posted(request, "do")
    try:
        if wanted == "delete":
            gone = actions.delete(who, saved)
            messages.success(request, _("Đã xoá bộ lọc “%(name)s”.") % {"name": gone.name})
            return redirect(f"{gone.path}?{ALL}=1")
        if wanted in {"open", "close"}:
            found = actions.open_with(who, saved, opens=wanted == "open")
        else:
            found = actions.rename(who, saved, posted(request, "name"))
    except (Invalid, Conflict) as refusal:
        return _again(request, refusal)
    messages.success(request, _said(wanted, found))
    return redirect(found.url)


def _said(wanted: str, found: SavedFilter) -> str:
    said = {
        "open": _("Danh sách này từ nay mở bằng bộ lọc “%(name)s”."),
        "close": _("Danh sách này từ nay mở không kèm bộ lọc."),
    }
    return said.get(wanted, _("Đã đổi tên bộ lọc thành “%(name)s”.")) % {"name": found.name}

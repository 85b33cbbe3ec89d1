"""Saved views: their list, one view opened, and everything that is done to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.base.web import forms, listing
from tinhso.base.web.drafting import drafted
from tinhso.exploration import keeping, policies, queries, tables
from tinhso.exploration.actions import cards, dashboards
from tinhso.exploration.actions import views as actions
from tinhso.exploration.models import Sharing, View
from tinhso.exploration.pages import explore
from tinhso.exploration.pages.sent import sharings, spec_sent
from tinhso.exploration.schemas import CardDraft, DashboardDraft, ViewDraft
from tinhso.exploration.spec import Spec
from tinhso.people.principals import Principal, principal_of

NEW = "new"
"""What stands for a dashboard that is still to be made."""


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The views that the reader may open: own ones, the agency's, everybody's."""
    by = principal_of(request)
    found = listing.build(
        request,
        tables.VIEWS,
        queries.views(by),
        declared=tables.FILTERS,
        narrow=lambda rows, filters: tables.narrowing(by, rows, filters),
    )
    return found.respond(
        "exploration/views.html", {"title": _("Góc nhìn đã lưu"), "q": request.GET.get("q", "")}
    )


@require_safe
def view(request: HttpRequest, code: str) -> HttpResponseBase:
    """The view on the page of exploration, under its name; with other parameters it is changed, not saved."""
    by = principal_of(request)
    row = queries.view(by, code)
    spec = explore.spec_of(request) if set(request.GET) - _NOT_SPEC else keeping.spec_of(row)
    kept = keeping.kept(by, spec, clock.today(), row)
    return explore.show(request, kept.drawn, base=row.get_absolute_url(), kept=kept)


_NOT_SPEC = {"format", "q"}
"""Parameters that say how the view is answered, not what it shows."""


@require_POST
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep what the page of exploration shows: a new view, or the changed one; onto a dashboard if told."""
    by = principal_of(request)
    policies.require_keep(by)
    sent = request.POST
    try:
        if sent.get("do") == "change":
            old = queries.view(by, sent.get("view", ""))
            draft = ViewDraft(
                name=old.name,
                name_en=old.name_en,
                description=old.description,
                sharing=Sharing(old.sharing),
                spec=spec_sent(sent),
            )
            row = actions.change_view(by, old.code, draft)
            messages.success(request, _("Đã lưu thay đổi của góc nhìn “%(name)s”.") % {"name": row.name})
            return redirect(row)
        row = actions.save_view(by, _draft(sent, spec_sent(sent)))
        if board := sent.get("dashboard"):
            return _put(request, by, row, board)
    except Refusal as refusal:
        return _again(request, refusal)
    messages.success(request, _("Đã lưu góc nhìn “%(name)s”.") % {"name": row.name})
    return redirect(row)


@require_POST
def change(request: HttpRequest, code: str) -> HttpResponseBase:
    """Rename, share, copy, put on a dashboard, take back, put back."""
    by, sent = principal_of(request), request.POST
    row = queries.view(by, code)
    wanted = sent.get("do", "")
    if wanted in {"", "details"} or wanted in {"retire", "restore"}:
        policies.require_change(by, row)
    policies.require_keep(by)
    try:
        if wanted == "put":
            return _put(request, by, row, sent.get("dashboard", NEW))
        if wanted == "copy":
            made = actions.copy_view(by, code)
            messages.success(request, _("Đã tạo bản sao “%(name)s” của riêng bạn.") % {"name": made.name})
            return redirect(made)
        if wanted == "retire":
            actions.retire_view(by, code)
            return redirect(row)
        if wanted == "restore":
            actions.restore_view(by, code)
            messages.success(request, _("Đã khôi phục góc nhìn “%(name)s”.") % {"name": row.name})
            return redirect(row)
        changed = actions.change_view(by, code, _draft(sent, keeping.spec_of(row), row))
    except Refusal as refusal:
        return _again(request, refusal, row)
    messages.success(request, _("Đã sửa góc nhìn “%(name)s”.") % {"name": changed.name})
    return redirect(changed)


def _draft(sent: QueryDict, spec: Spec, old: View | None = None) -> ViewDraft:
    told = {
        "name": sent.get("name", ""),
        "name_en": sent.get("name_en", old.name_en if old else ""),
        "description": sent.get("description", ""),
        "sharing": sent.get("sharing", old.sharing if old else Sharing.OWN),
        "spec": spec,
    }
    return drafted(ViewDraft, told)


def _put(request: HttpRequest, by: Principal, row: View, board: str) -> HttpResponse:
    """Onto that dashboard, or onto a new one of its own; to the dashboard."""
    if board == NEW:
        made = dashboards.create_dashboard(by, DashboardDraft(name=_("Bảng của tôi")))
        board = made.code
    cards.add_card(by, board, CardDraft(view=row.code))
    messages.success(request, _("Đã đưa “%(name)s” lên bảng.") % {"name": row.name})
    return redirect(reverse("exploration:dashboard", args=[board]))


def _again(request: HttpRequest, refusal: Refusal, row: View | None = None) -> HttpResponse:
    """The form once more, with what is wrong beside it."""
    by = principal_of(request)
    context = {
        "title": _("Sửa góc nhìn") if row else _("Lưu góc nhìn"),
        "typed": forms.again(request.POST, refusal),
        "view": row,
        "sharings": sharings(by, row.sharing if row else ""),
        "boards": queries.may_change_many(by)[:20],
    }
    return render(request, "exploration/view_form.html", context, status=refusal.status)

"""An agency's part of a report: written with autosave, sent; taken or returned by the standing office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.base.web import forms
from tinhso.base.web.drafting import drafted
from tinhso.people.principals import Principal, principal_of
from tinhso.reports import figures_of_agencies, policies, queries, tables
from tinhso.reports.actions import contributing
from tinhso.reports.actions.beginning import title_of
from tinhso.reports.models import Contribution
from tinhso.reports.pages.sent import whole
from tinhso.reports.schemas import ContributionDraft


@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: HttpRequest, key: UUID, part: UUID) -> HttpResponseBase:
    """The page on which an agency writes its part; the standing office decides on it here."""
    by = principal_of(request)
    row = queries.contribution(by, key, part)
    typed: forms.Typed | None = None
    if request.method == "POST":
        try:
            return _done(request, by, row)
        except Refusal as refusal:
            if request.POST.get("do") == "save" and request.headers.get("HX-Request"):
                return HttpResponse(str(refusal.message), status=200)
            typed = forms.again(request.POST, refusal)
    return _page(request, by, row, typed)


def _done(request: HttpRequest, by: Principal, row: Contribution) -> HttpResponseBase:
    sent = request.POST
    wanted = sent.get("do", "send")
    if wanted == "save":
        saved = contributing.save(by, row.pk, _draft(sent), version=whole(sent, "version"))
        if request.headers.get("HX-Request"):
            return _saved(saved)
        messages.success(request, _("Đã lưu nháp."))
    elif wanted == "send":
        contributing.send_in(by, row.pk, _draft(sent), version=whole(sent, "version"))
        messages.success(request, _("Đã gửi cơ quan thường trực."))
    elif wanted == "accept":
        contributing.accept(by, row.pk)
        return redirect(row.report.get_absolute_url())
    else:
        contributing.return_(by, row.pk, reason=sent.get("reason", ""))
        return redirect(row.report.get_absolute_url())
    return redirect(row.get_absolute_url())


def _saved(row: Contribution) -> HttpResponse:
    """A quiet tick, and the version that the next save has to carry."""
    said = _("Đã lưu lúc %(time)s") % {"time": f"{clock.now():%H:%M:%S}"}
    hidden = (
        f'<input type="hidden" name="version" id="part-version" value="{row.version}" hx-swap-oob="true">'
    )
    return HttpResponse(f"{said}{hidden}")


def _draft(sent: QueryDict) -> ContributionDraft:
    confirmed = {}
    for name in sent:
        if name.startswith("fig:") and sent.get(name) in {"right", "wrong"}:
            key = name.removeprefix("fig:")
            confirmed[key] = {
                "right": sent.get(name) == "right",
                "shown": sent.get(f"shown:{key}", ""),
                "note": sent.get(f"note:{key}", ""),
            }
    return drafted(ContributionDraft, {"text": sent.get("text", ""), "confirmed": confirmed})


def _page(request: HttpRequest, by: Principal, row: Contribution, typed: forms.Typed | None) -> HttpResponse:
    editable = (
        policies.may_contribute(by, row)
        and row.state in (Contribution.State.WAITING, Contribution.State.RETURNED)
        and row.report.state in queries.ON_THE_WAY
    )
    context = {
        "title": row.asks or _("Phần góp báo cáo"),
        "head_line": f"{title_of(row.report)} · {row.agency}",
        "part": row,
        "look": tables.PART_LOOKS[row.state],
        "state_label": Contribution.State(row.state).label,
        "typed": typed or forms.start({"text": row.text}),
        "editable": editable,
        "figures": figures_of_agencies.lines(row, dict(typed.values) if typed else {}),
        "may_decide": policies.may_compose(by)
        and row.state in (Contribution.State.SENT, Contribution.State.ACCEPTED)
        and row.report.state in queries.ON_THE_WAY,
        "may_open_report": policies.may_compose(by),
        "others": [one for one in queries.asked_of(by) if one.pk != row.pk][:10],
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "reports/contribution.html", context, status=status)

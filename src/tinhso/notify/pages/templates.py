"""Wording of notices (mẫu thông báo): every kind, the places it may name, a preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base.errors import Refusal
from tinhso.base.web import exports, forms, listing
from tinhso.base.web.tables import Column, Table
from tinhso.notify import policies, telling
from tinhso.notify.actions import managing
from tinhso.notify.choices import Route
from tinhso.notify.kinds import NoticeKind, kind, kinds
from tinhso.notify.placeholders import fill
from tinhso.notify.wording import LANGUAGES, Wordings, check_template, places
from tinhso.people.principals import principal_of

_NAMES = {"vi": "Tiếng Việt", "en": "English"}


class _Line:
    """A kind with its wording, as the list shows it."""

    def __init__(self, kind: NoticeKind, wordings: Wordings) -> None:
        self.kind = kind
        self.subject = wordings.template(kind, "vi").subject
        self.changed = [_NAMES[each] for each in LANGUAGES if wordings.chosen(kind, each)]


def _table() -> Table[_Line]:
    return Table(
        "mau-thong-bao",
        _("Mẫu thông báo"),
        (
            Column("label", _("Loại thông báo"), lambda line: str(line.kind.label)),
            Column("group", _("Nhóm"), lambda line: telling.group(line.kind.group)),
            Column("subject", _("Tiêu đề"), lambda line: line.subject),
            Column("urgent", _("Gấp"), lambda line: _("có") if line.kind.urgent else _("không")),
            Column(
                "channels",
                _("Kênh thường dùng"),
                lambda line: ", ".join(str(Route(each).label) for each in line.kind.channels),
                essential=False,
            ),
            Column("changed", _("Đã sửa"), lambda line: ", ".join(line.changed), essential=False),
            Column("code", _("Mã"), lambda line: line.kind.code, export_only=True),
        ),
        href=lambda line: reverse("notify:template", args=[line.kind.code]),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Every kind of notice that rooms declare."""
    policies.require_manage(principal_of(request))
    wordings, table = Wordings(), _table()
    in_order = sorted(kinds().values(), key=lambda one: (telling.group(one.group), one.code))
    lines = [_Line(each, wordings) for each in in_order]
    wanted = request.GET.get("format", "")
    if wanted == "json":
        items = [exports.item(table, line) for line in lines]
        told = {"items": items, "next": None, "total": len(items)}
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    if wanted:
        return exports.file(table, lines, wanted)
    context = {"title": _("Mẫu thông báo"), "lines": listing.lines(table, lines), "columns": table.shown}
    return render(request, "notify/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str) -> HttpResponseBase:
    """One kind in one language: change its wording, look at it, go back to the shipped one."""
    by = principal_of(request)
    policies.require_manage(by)
    found = kind(code)
    asked = request.POST.get("language") or request.GET.get("language") or "vi"
    language = asked if asked in LANGUAGES else "vi"
    if request.method != "POST":
        now = Wordings().template(found, language)
        return _page(request, found, language, forms.start({"subject": now.subject, "body": now.body}))
    wanted = request.POST.get("do", "")
    try:
        if wanted == "shipped":
            managing.word_as_shipped(by, code, language)
        elif wanted == "preview":
            check_template(found, request.POST.get("subject", ""), request.POST.get("body", ""))
            return _page(request, found, language, forms.start(request.POST.dict()))
        else:
            managing.word(by, code, language, request.POST.get("subject", ""), request.POST.get("body", ""))
    except Refusal as refusal:
        return _page(request, found, language, forms.again(request.POST, refusal))
    messages.success(request, _("Đã lưu mẫu. Thông báo gửi từ bây giờ dùng mẫu này."))
    return redirect(f"{reverse('notify:template', args=[code])}?language={language}")


def _page(request: HttpRequest, kind: NoticeKind, language: str, typed: forms.Typed) -> HttpResponseBase:
    names = places(kind)
    sample = {name: _("[%(name)s]") % {"name": name} for name in names}
    context: dict[str, Any] = {
        "title": _("Mẫu: %(kind)s") % {"kind": kind.label},
        "kind": kind,
        "group": telling.group(kind.group),
        "language": language,
        "languages": [(each, _NAMES[each]) for each in LANGUAGES],
        "places": [f"{{{name}}}" for name in names],
        "typed": typed,
        "changed": Wordings().chosen(kind, language),
        "preview": {
            "subject": fill(typed.value("subject"), sample, language),
            "body": fill(typed.value("body"), sample, language),
        },
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "notify/template.html", context, status=status)

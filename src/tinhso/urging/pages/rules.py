"""Rules of urging: read by who sees what is owed, edited by the standing office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms as web_forms
from tinhso.people.principals import principal_of
from tinhso.urging import forms, policies, queries
from tinhso.urging.actions.rules import add_rule, edit_rule
from tinhso.urging.core.ladder import Unit
from tinhso.urging.models import Applies, Rule
from tinhso.urging.models.rules import ByDate


@require_safe
def rules(request: HttpRequest) -> HttpResponseBase:
    """Every version of every rule in words."""
    by = principal_of(request)
    policies.require_read(by)
    today = clock.today()
    context = {
        "title": _("Quy tắc đôn đốc"),
        "rules": [(row, list(steps(row)), _not_now(row, today)) for row in queries.rules()],
        "scorings": [(row, _not_now(row, today)) for row in queries.scorings()],
        "may_urge": policies.may_urge(by),
        "reads_all": policies.reads_all(by),
    }
    return render(request, "urging/rules.html", context)


def steps(row: Rule) -> Iterator[str]:
    """A rule's steps in words, in the order in which they come."""
    for count in sorted(row.before, reverse=True):
        yield _("trước hạn %(n)d ngày làm việc: cán bộ báo cáo") % {"n": count}
    if row.on_day:
        yield _("đúng ngày hạn (hạn rơi vào ngày nghỉ: ngày làm việc liền trước): cán bộ báo cáo")
    if row.every:
        words = (
            ngettext("sau hạn, cứ %(n)d ngày làm việc", "sau hạn, cứ %(n)d ngày làm việc", row.every)
            if row.unit == Unit.WORKING
            else ngettext("sau hạn, cứ %(n)d ngày", "sau hạn, cứ %(n)d ngày", row.every)
        )
        officer = _("cán bộ báo cáo")
        yield f"{words % {'n': row.every}}: {officer}"
    for after, who in (
        (row.head_after, _("thủ trưởng đơn vị")),
        (row.deputy_after, _("Phó Trưởng ban Chỉ đạo")),
    ):
        if after is not None:
            late = ngettext("quá hạn %(n)d ngày làm việc", "quá hạn %(n)d ngày làm việc", after) % {
                "n": after
            }
            yield f"{late}: {who}"


def _not_now(row: ByDate, today: date) -> str:
    """Why a version does not hold today; empty where it does."""
    if row.holds_on(today):
        return ""
    return _("chưa có hiệu lực") if row.valid_from > today else _("đã hết hiệu lực")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """A new rule, or the next version of one."""
    by = principal_of(request)
    policies.require_urge(by)
    if request.method != "POST":
        start = {"applies": Applies.TASKS, "unit": Unit.WORKING, "on_day": "1"}
        return _form(request, web_forms.start(start))
    try:
        add_rule(by, forms.rule(request.POST))
    except Refusal as refusal:
        return _form(request, web_forms.again(request.POST, refusal))
    messages.success(request, _("Đã thêm quy tắc đôn đốc."))
    return redirect("urging:rules")


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Edit one version."""
    by = principal_of(request)
    policies.require_urge(by)
    row = queries.rule(key)
    if request.method != "POST":
        return _form(request, web_forms.start(forms.rule_values(row)), row)
    try:
        sent = request.POST.get("version", "")
        if not sent.isdigit():
            raise Invalid(_("Thiếu số bản của quy tắc."), field="version")
        edit_rule(by, key, forms.rule(request.POST), version=int(sent))
    except Refusal as refusal:
        return _form(request, web_forms.again(request.POST, refusal), row)
    messages.success(request, _("Đã lưu quy tắc. Những lần đã nhắc được giữ nguyên."))
    return redirect("urging:rules")


def _form(request: HttpRequest, typed: web_forms.Typed, row: Rule | None = None) -> HttpResponse:
    context = {
        "title": _("Sửa quy tắc: %(name)s") % {"name": row.name} if row else _("Thêm quy tắc đôn đốc"),
        "typed": typed,
        "rule": row,
        "version": typed.value("version") or (row.version if row else ""),
        "applies": [(one.value, str(one.label)) for one in Applies],
        "units": [(Unit.WORKING.value, _("ngày làm việc")), (Unit.CALENDAR.value, _("ngày theo lịch"))],
    }
    return render(
        request, "urging/rule_form.html", context, status=typed.refusal.status if typed.refusal else 200
    )

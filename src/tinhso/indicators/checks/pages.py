"""Pages of rules: the list, one rule, its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms as typing
from tinhso.base.web import listing, wording
from tinhso.indicators import policies
from tinhso.indicators.checks import actions, findings, forms, tables, words
from tinhso.indicators.checks.core import Stated
from tinhso.indicators.checks.trial import Trial, tried
from tinhso.indicators.models import Check, CheckKind, Finding, Indicator, Severity
from tinhso.people.principals import Principal, principal_of
from tinhso.places.models import Level

LATELY = 20
"""Findings that a rule's page shows."""


def names_of_rules() -> dict[str, words.Name]:
    """The names of all indicators that rules look at; two statements."""
    codes = {code for touched in Check.objects.values_list("touched", flat=True) for code in touched}
    return words.names_of(codes)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """What figures must stand before."""
    found = listing.build(
        request,
        tables.rules_table(names_of_rules()),
        Check.objects.all(),
        declared=tables.RULE_FILTERS,
        narrow=tables.narrow_rules,
    )
    by = principal_of(request)
    context = {
        "title": _("Quy tắc kiểm tra số liệu"),
        "q": request.GET.get("q", ""),
        "may_rule": actions.may_rule(by),
        "may_review": policies.may_enter(by),
        "kinds": CheckKind.choices,
    }
    return found.respond("indicators/checks/index.html", context)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One rule: what it demands, of whom, since when, and what it found lately."""
    return _detail(request, actions.by_code(code), typing.start())


def _detail(request: HttpRequest, row: Check, typed: typing.Typed) -> HttpResponse:
    by = principal_of(request)
    rule, names = row.told, words.names_of(row.touched)
    context = {
        "title": wording.named(row),
        "check": row,
        "says": words.rule_words(rule, names),
        "formula": rule.formula if isinstance(rule, Stated) else "",
        "kind": CheckKind(row.kind).label,
        "severity": Severity(row.severity).label,
        "asks": words.asks(row.severity),
        "level": Level(row.level).label if row.level else "",
        "valid": tables.in_use(row),
        "indicators": [
            (code, names[code].name if code in names else code, code in names) for code in row.touched
        ],
        "lately": _lately(by, row, names),
        "may_rule": actions.may_rule(by),
        "may_review": policies.may_enter(by),
        "typed": typed,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indicators/checks/detail.html", context, status=status)


def _lately(by: Principal, row: Check, names: words.Names) -> list[dict[str, Any]]:
    """What the rule found, for those who work on figures: of their own agencies."""
    if not policies.may_enter(by):
        return []
    rows = findings.of_agencies(Finding.objects.filter(check_of=row), policies.own_agencies(by))
    return [
        {
            "row": one,
            "said": tables.said(one, names),
            "state": tables.TONES[one.outcome],
            "word": tables.state_word(one.outcome),
        }
        for one in findings.whole(rows)[:LATELY]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Write a rule of the kind that was chosen."""
    by = principal_of(request)
    actions.require_rule(by)
    kind = request.GET.get("kind", "")
    if kind not in forms.FIELDS:
        raise Invalid(_("Chọn loại quy tắc."), field="kind")
    if request.method != "POST":
        return _form(
            request, typing.start({"severity": Severity.WARN, "rule.last": 12, "rule.needed": 5}), kind
        )
    return _take(request, by, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a rule."""
    by = principal_of(request)
    actions.require_rule(by)
    row = actions.by_code(code)
    if request.method != "POST":
        return _form(request, typing.start(forms.shown(row)), row.kind, row)
    return _take(request, by, row.kind, row)


def _take(request: HttpRequest, by: Principal, kind: str, row: Check | None) -> HttpResponse:
    """Try the rule on what is stored, or save it."""
    sent = request.POST.dict()
    try:
        item = forms.read(sent, kind, row.code if row else "")
        if "try" in sent:
            return _form(request, typing.start(sent), kind, row, tried(item))
        if row is None and Check.objects.filter(code=item.code).exists():
            raise Invalid(_("Đã có quy tắc mang mã này."), field="code")
        saved = actions.put_check(by, item, reason=sent.get("reason", "").strip())
    except Refusal as refusal:
        return _form(request, typing.again(request.POST, refusal), kind, row)
    messages.success(request, _("Đã lưu quy tắc."))
    return redirect(saved)


def _form(
    request: HttpRequest,
    typed: typing.Typed,
    kind: str,
    row: Check | None = None,
    trial: Trial | None = None,
) -> HttpResponse:
    context = {
        "title": _("Sửa quy tắc") if row else _("Thêm quy tắc: %(kind)s") % {"kind": CheckKind(kind).label},
        "check": row,
        "typed": typed,
        "fields": forms.FIELDS[kind],
        "severities": Severity.choices,
        "levels": [("", _("Mọi cấp")), *Level.choices],
        "codes": Indicator.objects.order_by("code").values_list("code", flat=True),
        "trial": trial,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indicators/checks/form.html", context, status=status)


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """End a rule on a day, with a reason."""
    by = principal_of(request)
    actions.require_rule(by)
    row = actions.by_code(code)
    try:
        last = wording.read_day(request.POST.get("valid_to", ""))
        actions.retire_check(by, row.code, last, request.POST.get("reason", ""))
    except ValueError as error:
        refused = Invalid(str(error).capitalize() + ".", field="valid_to")
        return _detail(request, row, typing.again(request.POST, refused))
    except Refusal as refusal:
        return _detail(request, row, typing.again(request.POST, refusal))
    messages.success(request, _("Đã ngừng áp dụng quy tắc."))
    return redirect(row)

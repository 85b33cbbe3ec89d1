"""The page of the entry grid: choose, type, keep as a draft, send, close the period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.errors import Invalid, Problem, Refusal
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.web import forms, wording
from tinhso.indicators import locks, policies, validation
from tinhso.indicators.aggregation import decimal_of
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import grid as entry
from tinhso.indicators.entry import standing as entry_standing
from tinhso.indicators.entry.grid import Grid
from tinhso.indicators.models import Adding, Indicator
from tinhso.people import policies as people
from tinhso.people.principals import Principal, principal_of
from tinhso.places.models import Level

_SUMMED = frozenset({Adding.SUM, Adding.RATIO_OF_SUMS})


def period_of(code: str) -> Period:
    """The period asked for; the month before this one when none is. Raises Invalid."""
    if not code:
        return Period.of(PeriodKind.MONTH, clock.today()).previous()
    return validation.read_period(code)


def asked(by: Principal, sent: Any) -> Grid:
    """The grid of `period`, `indicator` (many) and `level`. Raises Invalid."""
    period = period_of(sent.get("period", "").strip())
    level = entry.level_of(sent.get("level", ""))
    return entry.build(by, entry.chosen(sent.getlist("indicator")), period, level)


def _address(period: Period, codes: Sequence[str], level: Level) -> str:
    pairs = [("period", period.code), *(("indicator", code) for code in codes)]
    if level is not Level.COMMUNE:
        pairs.append(("level", level))
    return f"{reverse('entry:grid')}?{urlencode(pairs)}"


def address(grid: Grid) -> str:
    """The grid's own address."""
    codes = list(dict.fromkeys(column.indicator.code for column in grid.columns))
    return _address(grid.period, codes, grid.level)


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest) -> HttpResponseBase:
    """The grid; sent as a plain form, it is kept, or sent in."""
    by = principal_of(request)
    policies.require_enter(by)
    sent = request.POST if request.method == "POST" else request.GET
    try:
        found = asked(by, sent)
    except Invalid as refusal:
        return page(request, None, forms.again(sent, refusal), status=422)
    if request.method != "POST":
        entry_drafts.review(found)
        return page(request, found, forms.start())
    entry_drafts.save(by, found, *typed_over(found, sent))
    wrong = 0
    if "send" in sent:
        told = entry_drafts.send(by, found, reason=sent.get("reason", "").strip())
        wrong = told.wrong
        if said := sent_words(told):
            messages.success(request, said)
    if wrong or found.disputed:
        again = forms.start({"reason": sent.get("reason", "")})
        return page(request, found, again, status=409 if found.disputed else 422)
    if "send" not in sent:
        messages.success(request, _("Đã lưu nháp."))
    return redirect(address(found))


def typed_over(found: Grid, sent: Any) -> tuple[dict[str, str], dict[str, str]]:
    """What a plain form brings: the texts by cell, and the token of what its typist saw.

    A choice (`k:` before the cell's name) is the token of the text it stands against, or `theirs`.
    """
    cells = found.cells
    typed = {name: str(sent[name]) for name in cells if name in sent}
    seen: dict[str, str] = {}
    for row in found.rows:
        tokens = sent.get(f"s:{row.place.code}", "").split()
        seen |= {cell.name: token for cell, token in zip(row.cells, tokens, strict=False)}
    for name, cell in cells.items():
        if choice := sent.get(f"k:{name}", ""):
            typed[name], seen[name] = (cell.text if choice == "theirs" else typed.get(name, "")), choice
    return typed, seen


def sent_words(told: entry_drafts.Sent) -> str:
    """What is said of sending; empty where everything is still to be mended."""
    if told.figures:
        said = ngettext("Đã gửi %(count)d số liệu.", "Đã gửi %(count)d số liệu.", told.figures)
        return said % {"count": told.figures}
    return "" if told.wrong else _("Không có gì mới để gửi.")


def missing_words(count: int) -> str:
    """`còn thiếu 3 ô`; what is said when nothing is."""
    if not count:
        return _("đã đủ các ô")
    return ngettext("còn thiếu %(count)d ô", "còn thiếu %(count)d ô", count) % {"count": count}


def sums(found: Grid) -> list[str]:
    """What the columns add up to, where their numbers can be added; empty where not."""
    return [
        _sum([row.cells[at].text for row in found.rows]) if _adds(column.indicator) else ""
        for at, column in enumerate(found.columns)
    ]


def _adds(indicator: Indicator) -> bool:
    return Adding(indicator.adding) in _SUMMED


def _sum(texts: Sequence[str]) -> str:
    total = Fraction(0)
    for text in texts:
        try:
            total += Fraction(parse_number(text, expects=None)) if text else 0
        except NumberError:
            continue
    return wording.number(decimal_of(total))


def page(
    request: HttpRequest,
    found: Grid | None,
    typed: forms.Typed,
    *,
    sheet: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of a grid; `sheet` are problems of a workbook's cells."""
    by = principal_of(request)
    shown = found if found and found.columns else None
    if shown:
        entry_standing.tell(shown)
    wrong = [cell for cell in shown.cells.values() if cell.problem and not cell.dispute] if shown else []
    context: Mapping[str, Any] = {
        "title": _("Nhập số liệu"),
        "grid": shown,
        "period": found.period.code if found else typed.value("period"),
        "choices": entry.choosable(),
        "chosen": {column.indicator.code for column in shown.columns} if shown else frozenset(),
        "typed": typed,
        "wrong": wrong,
        "disputed": shown.disputed if shown else [],
        "account": str(by.actor_id or ""),
        "made": clock.now(),
        "sheet": sheet,
        "query": address(shown).partition("?")[2] if shown else "",
        "sums": sums(shown) if shown else [],
        "missing": missing_words(shown.missing) if shown else "",
        "needs_evidence": any(column.indicator.evidence_required for column in shown.columns)
        if shown
        else False,
        "may_lock": policies.may_confirm(by),
        "may_decide": policies.may_decide(by),
        "level": found.level if found else typed.value("level"),
        "levels": entry.LEVELS if policies.own_agencies(by) is None else (),
        "locked": any(column.locked for column in shown.columns) if shown else False,
        "address": address(shown) if shown else reverse("entry:grid"),
    }
    return render(request, "indicators/entry.html", context, status=status)


@require_POST
def lock(request: HttpRequest) -> HttpResponseBase:
    """Close the period for the grid's indicators, or open it again with a reason."""
    by = principal_of(request)
    people.require_signed_in(by)
    policies.require_lock(by)
    period = period_of(request.POST.get("period", ""))
    codes = request.POST.getlist("indicator")
    reason = request.POST.get("lock_reason", "").strip()
    back = _address(period, codes, entry.level_of(request.POST.get("level", "")))
    try:
        if "reopen" in request.POST:
            locks.reopen(by, codes, period, reason)
            messages.success(request, _("Đã mở lại kỳ."))
        else:
            locks.lock(by, codes, period, reason)
            messages.success(request, _("Đã khoá kỳ."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect(back)

"""Pages of looking over figures (rà soát số liệu): what was found, one finding, the looks themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.web import forms as typing
from tinhso.base.web import listing, wording
from tinhso.indicators import display, policies
from tinhso.indicators.checks import findings, jobs, reviews, tables, words
from tinhso.indicators.checks.pages import names_of_rules
from tinhso.indicators.models import Check, CheckRun, Finding, FindingStep, Outcome, Severity
from tinhso.people.principals import Principal, principal_of

RUNS = 5
"""Looks that the page tells of."""


def _own(by: Principal) -> Any:
    return findings.whole(findings.of_agencies(Finding.objects.all(), policies.own_agencies(by)))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponseBase:
    """What was found: of all agencies for the standing office, else of one's own; asking for a new look."""
    by = principal_of(request)
    policies.require_enter(by)
    if request.method == "POST":
        return _take(request, by)
    return _page(request, by, typing.start())


def _page(request: HttpRequest, by: Principal, typed: typing.Typed) -> HttpResponseBase:
    found = listing.build(
        request,
        tables.findings_table(names_of_rules()),
        _own(by),
        declared=tables.FINDING_FILTERS,
        narrow=tables.narrow_findings,
    )
    runs = list(CheckRun.objects.order_by("-asked_at", "-pk")[:RUNS])
    context = {
        "title": _("Rà soát số liệu"),
        "may_review": policies.may_confirm(by),
        "typed": typed,
        "runs": runs,
        "going": any(run.finished_at is None for run in runs),
        "choices": [
            ("", _("Mọi quy tắc")),
            *((row.code, wording.named(row)) for row in Check.objects.only("code", "name", "name_en")),
        ]
        if policies.may_confirm(by)
        else [],
        "most": reviews.MOST,
    }
    return found.respond("indicators/checks/review.html", context)


def _take(request: HttpRequest, by: Principal) -> HttpResponseBase:
    """A new look, or a decision on what is ticked."""
    sent = request.POST
    try:
        if "run" in sent:
            _ask(by, sent)
            messages.success(request, _("Đang rà soát; kết quả hiện ở trang này khi xong."))
        else:
            _decide(request, by)
    except (Invalid, Conflict, NotFound) as refusal:
        return _page(request, by, typing.again(sent, refusal))
    return redirect(request.get_full_path())


def _ask(by: Principal, sent: Any) -> None:
    days = {}
    for name in ("since", "until"):
        try:
            days[name] = wording.read_day(sent.get(name, "")) if sent.get(name, "").strip() else None
        except ValueError as error:
            raise Invalid(str(error).capitalize() + ".", field=name) from error
    codes = [sent["rule"]] if sent.get("rule") else []
    jobs.ask(by, codes=codes, place=sent.get("place", "").strip(), **days)


def _decide(request: HttpRequest, by: Principal) -> None:
    outcome = Outcome.SENT_BACK if "send_back" in request.POST else Outcome.ACCEPTED
    try:
        keys = [UUID(key) for key in request.POST.getlist("finding")]
    except ValueError as error:
        raise Invalid(_("Không có phát hiện này."), field="finding") from error
    count = reviews.decide(by, keys, outcome, request.POST.get("reason", ""))
    if outcome == Outcome.ACCEPTED:
        told = ngettext("Đã chấp nhận %(count)d phát hiện.", "Đã chấp nhận %(count)d phát hiện.", count)
    else:
        told = ngettext("Đã chuyển lại %(count)d số liệu.", "Đã chuyển lại %(count)d số liệu.", count)
    messages.success(request, told % {"count": count})


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, finding: UUID) -> HttpResponseBase:
    """One finding: the figure, the rule, what became of it; deciding on it."""
    by = principal_of(request)
    policies.require_enter(by)
    row = _own(by).filter(pk=finding).first()
    if row is None:
        raise NotFound(_("Không có phát hiện này."), field="finding")
    typed = typing.start()
    if request.method == "POST":
        try:
            _decide(request, by)
        except (Invalid, Conflict) as refusal:
            typed = typing.again(request.POST, refusal)
        else:
            return redirect(tables.address_of(row))
    names = words.names_of([*row.check_of.touched, row.observation.indicator.code])
    context = {
        "title": wording.named(row.observation.indicator),
        "finding": row,
        "figure": row.observation,
        "shown": display.show(row.observation),
        "said": tables.said(row, names),
        "severity": Severity(row.severity).label,
        "says": words.rule_words(row.check_of.told, names),
        "state": tables.TONES[row.outcome],
        "word": tables.state_word(row.outcome),
        "given": row.observation.reason or row.observation.note,
        "steps": [
            {"row": step, "word": Outcome(step.outcome).label}
            for step in FindingStep.objects.filter(finding=row).order_by("-recorded_at", "-pk")
        ],
        "may_decide": policies.may_confirm(by) and row.outcome in findings.STANDING,
        "typed": typed,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indicators/checks/finding.html", context, status=status)


@require_safe
def progress(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far a look is."""
    policies.require_enter(principal_of(request))
    row = CheckRun.objects.filter(pk=run).first()
    if row is None:
        raise NotFound(_("Không có lượt rà soát này."), field="run")
    return JsonResponse(
        {
            "done": row.done,
            "of": row.of,
            "finished": row.finished_at is not None,
            "found": row.found,
            "fresh": row.fresh,
            "gone": row.gone,
        }
    )

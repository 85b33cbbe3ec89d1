"""Pages of committees: the list, one page a committee on any day, and the forms of the standing office."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid, Problem, Refusal
from tinhso.base.web import forms as typing
from tinhso.base.web import listing, wording
from tinhso.base.web.drafting import day, drafted
from tinhso.committees import actions, forms, panels, policies, queries, tables
from tinhso.committees.api import told
from tinhso.committees.models import Committee
from tinhso.committees.roles import MemberRole, Tier
from tinhso.committees.schemas import CommitteeDraft, NewCommittee, RegulationDraft, SeatDraft
from tinhso.people import choosing
from tinhso.people.principals import principal_of


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Every committee: search, filter, exports."""
    by = principal_of(request)
    policies.require_read(by)
    rows = queries.committees()
    found = listing.build(request, tables.COMMITTEES, rows, declared=tables.FILTERS, narrow=tables.narrow)
    context = {"title": pgettext("list", "Ban chỉ đạo"), "may_edit": policies.may_edit(by)}
    return found.respond("committees/index.html", context)


def _as_of(request: HttpRequest) -> date:
    text = request.GET.get("as_of", "")
    try:
        return wording.read_day(text) if text else clock.today()
    except ValueError as error:
        raise Invalid(str(error).capitalize() + ".", field="as_of") from error


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One committee on a day: members, regulation, what is above and below, changes of membership."""
    by = principal_of(request)
    policies.require_read(by)
    committee, day = queries.find(code), _as_of(request)
    if request.GET.get("format") == "json":
        out = told(committee, day).model_dump(mode="json")
        return JsonResponse(out, json_dumps_params={"ensure_ascii": False})
    regulation = queries.regulation(committee, day)
    context = {
        "title": wording.named(committee),
        "committee": committee,
        "level": Tier(committee.level).label,
        "day": day,
        "today": clock.today(),
        "members": queries.members(committee, day),
        "voting": len(queries.voting(committee, day)),
        "regulation": regulation,
        "convenes": _roles(regulation.convenes if regulation else ()),
        "signs": _roles(regulation.signs if regulation else ()),
        "regulations": queries.regulations(committee),
        "changes": queries.all_memberships(committee),
        "children": list(committee.children.order_by("sort_key", "code")),
        "panels": panels.of(request, committee),
        "may_edit": policies.may_edit(by),
    }
    return render(request, "committees/detail.html", context)


def _roles(roles: object) -> str:
    named = [str(MemberRole(role).label) for role in roles] if isinstance(roles, list | tuple) else []
    return ", ".join(named)


def _form(request: HttpRequest, typed: typing.Typed, committee: Committee | None) -> HttpResponse:
    chosen = (typed.value("agency"), typed.value("standing_agency"))
    agencies = [("", _("không có")), *choosing.agencies(*chosen)]
    above = [(row.code, row.name) for row in queries.committees() if row != committee]
    context = {
        "title": _("Sửa ban chỉ đạo") if committee else _("Lập ban chỉ đạo"),
        "committee": committee,
        "typed": typed,
        "levels": Tier.choices,
        "agencies": agencies,
        "above": above,
    }
    return render(request, "committees/form.html", context, status=_status(typed))


def _status(typed: typing.Typed) -> int:
    return typed.refusal.status if typed.refusal else 200


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Register a committee."""
    by = principal_of(request)
    policies.require_edit(by)
    if request.method != "POST":
        return _form(request, typing.start({"level": Tier.PROVINCE}), None)
    try:
        draft = drafted(NewCommittee, forms.plain(request.POST, NewCommittee))
        return redirect(actions.create_committee(by, draft))
    except Refusal as refusal:
        return _form(request, typing.again(request.POST, refusal), None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what is told of a committee."""
    by = principal_of(request)
    policies.require_edit(by)
    committee = queries.find(code)
    if request.method != "POST":
        return _form(request, typing.start(forms.shown(committee)), committee)
    try:
        draft = drafted(CommitteeDraft, forms.plain(request.POST, CommitteeDraft))
        actions.revise_committee(by, code, draft, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        return _form(request, typing.again(request.POST, refusal), committee)
    return redirect(committee)


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """Give somebody a seat: found by words, then chosen."""
    by = principal_of(request)
    policies.require_edit(by)
    committee = queries.find(code)
    typed = typing.start({"role": MemberRole.MEMBER, "since": clock.today().isoformat()})
    if request.method == "POST":
        problems: list[Problem] = []
        days = {name: day(request.POST, name, problems) for name in ("since", "until")}
        values = forms.plain(request.POST, SeatDraft, "since", "until", "order")
        order = {"order": request.POST["order"]} if request.POST.get("order") else {}
        try:
            draft = drafted(SeatDraft, {**values, **days, **order}, problems=problems)
            made = actions.seat(by, code, draft)
        except Refusal as refusal:
            typed = typing.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã thêm %(person)s vào ban.") % {"person": made.person})
            return redirect(committee)
    found = choosing.persons(request.GET.get("q", ""), chosen=typed.value("person"), anybody=True)
    context = {
        "title": _("Thêm thành viên"),
        "committee": committee,
        "typed": typed,
        "found": found,
        "roles": MemberRole.choices,
        "agencies": choosing.agencies(typed.value("agency")),
    }
    return render(request, "committees/seat.html", context, status=_status(typed))


@require_POST
def change_seat(request: HttpRequest, code: str, membership: UUID) -> HttpResponse:
    """End a seat (yesterday was its last day, or the day told), or take its end back."""
    by = principal_of(request)
    policies.require_edit(by)
    if request.POST.get("do") == "restore":
        row = actions.restore_seat(by, code, membership)
        messages.success(request, _("Đã khôi phục: %(person)s.") % {"person": row.person})
        return redirect("committees:detail", code)
    problems: list[Problem] = []
    last = day(request.POST, "until", problems)
    if problems:
        raise Invalid(problems[0].message, field="until")
    last = last or clock.today() - timedelta(days=1)
    row = actions.end_seat(by, code, membership, on=last, reason=request.POST.get("reason", ""))
    return redirect(f"{reverse('committees:detail', args=[code])}?{urlencode({'ended': row.pk})}#changes")


@require_http_methods(["GET", "HEAD", "POST"])
def regulation(request: HttpRequest, code: str) -> HttpResponse:
    """Adopt a regulation from a day on; the form begins with the one in force."""
    by = principal_of(request)
    policies.require_edit(by)
    committee = queries.find(code)
    now = queries.regulation(committee)
    typed = typing.start({**forms.regulation_shown(now), "valid_from": clock.today().isoformat()})
    convenes = now.convenes if now else [MemberRole.CHAIR]
    signs = now.signs if now else [MemberRole.CHAIR]
    if request.method == "POST":
        problems: list[Problem] = []
        convenes, signs = request.POST.getlist("convenes"), request.POST.getlist("signs")
        flags = {name: request.POST.get(name) == "1" for name in forms.FLAGS}
        values = forms.plain(request.POST, RegulationDraft, "valid_from", *forms.FLAGS)
        first = day(request.POST, "valid_from", problems)
        asked = {**values, **flags, "convenes": convenes, "signs": signs}
        if first or problems:
            asked["valid_from"] = first or clock.today()
        try:
            draft = drafted(
                RegulationDraft, asked, problems=problems, said={"value_error": _("Tử số lớn hơn mẫu số.")}
            )
            actions.adopt_regulation(by, code, draft, reason=request.POST.get("reason", ""))
        except Refusal as refusal:
            typed = typing.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã ghi quy chế hoạt động."))
            return redirect(committee)
    context = {
        "title": _("Quy chế hoạt động"),
        "committee": committee,
        "typed": typed,
        "roles": [(role.value, role.label, role in convenes, role in signs) for role in MemberRole],
    }
    return render(request, "committees/regulation.html", context, status=_status(typed))

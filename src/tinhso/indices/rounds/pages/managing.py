"""The standing office's pages of a round: opening it; terms, assignments, publication, reopening."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, ValidationError

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Problem, Refusal
from tinhso.base.packs.home import home_pack
from tinhso.base.web import forms, wording
from tinhso.indices import queries as indices
from tinhso.indices.models import Component, Round
from tinhso.indices.models.rounds import REMIND_DAYS
from tinhso.indices.rounds import board, opening, policies, publishing, queries
from tinhso.indices.rounds.schemas import AssignDraft, RoundDraft, Terms
from tinhso.indices.rounds.totals import value_of
from tinhso.people import queries as people
from tinhso.people.principals import Principal, principal_of

_TERMS = ("score_by", "verify_by", "appeal_by", "publish_by")
GET_POST = ["GET", "HEAD", "POST"]


def _day(sent: QueryDict, name: str, problems: list[Problem]) -> Any:
    text = str(sent.get(name, "")).strip()
    try:
        return wording.read_day(text)
    except ValueError as error:
        message = f"{str(error).capitalize()}." if text else _("Chưa nhập ngày.")
        problems.append(Problem("invalid_date", message, name))
        return None


def _days(sent: QueryDict, problems: list[Problem]) -> tuple[int, ...]:
    parts = [part.strip() for part in str(sent.get("remind_days", "")).replace(";", ",").split(",")]
    if all(part.isdigit() and 1 <= int(part) <= 90 for part in parts if part) and len(parts) <= 5:
        return tuple(int(part) for part in parts if part)
    problems.append(
        Problem("invalid", _("Ghi nhiều nhất 5 số ngày từ 1 đến 90, cách nhau bằng dấu phẩy."), "remind_days")
    )
    return ()


def _read(schema: type[BaseModel], values: dict[str, Any], problems: list[Problem]) -> Any:
    """The values as `schema`. Raises Invalid with every problem at its field."""
    known = {problem.field for problem in problems}
    try:
        found = schema.model_validate(values)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            field = str(one["loc"][0]) if one["loc"] else "score_by"
            if field not in known and not (known and field == "score_by"):
                message = str(one["msg"]).removeprefix("Value error, ").capitalize()
                told = f"{message}." if not one["loc"] else _("Chưa nhập, hoặc giá trị không dùng được.")
                problems.append(Problem(one["type"], told, field))
        found = None
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)
    return found


def _term_values(sent: QueryDict, problems: list[Problem]) -> dict[str, Any]:
    days = {name: _day(sent, name, problems) for name in _TERMS}
    return {**days, "remind_days": _days(sent, problems)}


@require_http_methods(GET_POST)
def new_round(request: HttpRequest) -> HttpResponseBase:
    """Open a round."""
    by = principal_of(request)
    policies.require_manage(by)
    if request.method != "POST":
        year = clock.today().year
        start = {"year": year, "remind_days": ", ".join(str(days) for days in REMIND_DAYS)}
        return _new(request, forms.start({**start, "edition": request.GET.get("edition", "")}))
    try:
        problems: list[Problem] = []
        index, _slash, edition = str(request.POST.get("edition", "")).partition("/")
        values = {
            **_term_values(request.POST, problems),
            "index": index,
            "edition": edition,
            "year": str(request.POST.get("year", "")),
            "place": home_pack().place,
        }
        row = opening.open_round(by, _read(RoundDraft, values, problems))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _new(request, forms.again(request.POST, refusal))
    messages.success(request, _("Đã mở đợt đánh giá."))
    return redirect("indices:manage_round", row.pk)


def _new(request: HttpRequest, typed: forms.Typed) -> HttpResponse:
    editions = [
        (f"{row.index.code}/{row.code}", f"{wording.named(row.index)} – {wording.named(row)}")
        for row in indices.editions()
        if any(node.points for node in row.nodes.all())
    ]
    context = {"title": _("Mở đợt đánh giá"), "typed": typed, "editions": editions}
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indices/new_round.html", context, status=status)


@require_http_methods(GET_POST)
def manage_round(request: HttpRequest, found: UUID) -> HttpResponseBase:
    """Terms, assignments, publication, reopening: a form each, `do` says which was sent."""
    by = principal_of(request)
    policies.require_manage(by)
    row = queries.round_by_id(by, found)
    if request.method != "POST":
        return _manage(request, by, row, forms.start())
    try:
        messages.success(request, _done(request, by, row))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _manage(request, by, row, forms.again(request.POST, refusal))
    published = request.POST.get("do") == "publish"
    return redirect("indices:round" if published else "indices:manage_round", row.pk)


def _done(request: HttpRequest, by: Principal, row: Round) -> str:
    """Do what was asked; what to say of it."""
    sent, do = request.POST, request.POST.get("do", "")
    reason = str(sent.get("reason", ""))
    if do == "terms":
        problems: list[Problem] = []
        terms = _read(Terms, _term_values(sent, problems), problems)
        opening.reschedule(by, row.pk, terms, reason)
        return _("Đã đổi thời hạn.")
    if do == "assign":
        count = opening.assign(by, row.pk, _assignment(sent))
        return ngettext("Đã giao lại %(count)d chỉ số.", "Đã giao lại %(count)d chỉ số.", count) % {
            "count": count
        }
    if do == "publish":
        publishing.publish(by, row.pk, str(sent.get("document", "")))
        return _("Đã công bố kết quả.")
    if do == "reopen":
        publishing.reopen(by, row.pk, reason)
        return _("Đã mở lại đợt.")
    raise Invalid(_("Chọn một việc."), field="do")


def _assignment(sent: QueryDict) -> AssignDraft:
    """An empty choice leaves the agency as it is; `-` takes it away."""
    given = {name: str(sent.get(name, "")) for name in ("owner", "verifier")}
    named = {name: "" if code == "-" else code for name, code in given.items() if code}
    return AssignDraft(under=tuple(str(code) for code in sent.getlist("under")), **named)


def _manage(request: HttpRequest, by: Principal, row: Round, typed: forms.Typed) -> HttpResponse:
    do = str(request.POST.get("do", ""))
    components = board.seen(by, row)
    terms = {name: getattr(row, name) for name in _TERMS}
    start = forms.start({**terms, "remind_days": ", ".join(str(days) for days in row.remind_days)})
    agencies = people.agencies().valid_on(clock.today()).of_pack(home_pack().code)
    named = [(agency.code, str(agency)) for agency in agencies]
    unsettled = [one for one in components if not one.settled]
    context = {
        "title": _("Quản lý đợt: %(round)s") % {"round": f"{wording.named(row.edition.index)} {row.year}"},
        "round": row,
        "do": do,
        "typed": typed,
        "terms": typed if do == "terms" else start,
        "assigning": typed if do == "assign" else forms.start(),
        "publishing": typed if do == "publish" else forms.start(),
        "reopening": typed if do == "reopen" else forms.start(),
        "owners": [("", _("giữ nguyên")), *named],
        "verifiers": [("", _("giữ nguyên")), ("-", _("cơ quan thường trực")), *named],
        "tree": _tree(row, {one.node.code: one for one in components}),
        "chosen": set(request.POST.getlist("under")),
        "unsettled": unsettled,
        "value": value_of(components),
        "steps": queries.round_steps(row),
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indices/manage_round.html", context, status=status)


def _tree(row: Round, components: dict[str, Component]) -> list[dict[str, Any]]:
    """The scored nodes, each with its component where it is one."""
    return [
        {"node": node, "name": wording.named(node), "depth": depth, "one": components.get(node.code)}
        for node, depth in indices.tree(row.edition).walk()
        if node.scored
    ]

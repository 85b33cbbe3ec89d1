"""The standing office enters what was published of a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Problem, Refusal
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.packs.home import home_pack
from tinhso.base.web import forms, wording
from tinhso.indices import queries, results
from tinhso.indices.models import Certainty, Edition
from tinhso.indices.results import ResultDraft
from tinhso.indices.rounds import policies
from tinhso.people.principals import principal_of

_TEXTS = ("place", "node", "document", "locator", "certainty", "note")


@require_http_methods(["GET", "HEAD", "POST"])
def new_result(request: HttpRequest, code: str, edition: str) -> HttpResponseBase:
    """Enter a result; what was typed stays when it cannot stand."""
    by = principal_of(request)
    policies.require_manage(by)
    row = queries.edition(code, edition)
    if request.method != "POST":
        start = {"place": home_pack().place, "year": clock.today().year - 1, "certainty": "official"}
        return _page(request, row, forms.start(start))
    try:
        draft = _draft({name: str(value).strip() for name, value in request.POST.items()})
        results.record(by, row, draft, str(request.POST.get("reason", "")))
    except (NotSignedIn, NotAllowed):
        raise
    except NotFound as missing:
        hint = _("Có phải: %(near)s?") % {"near": "; ".join(missing.near)} if missing.near else None
        return _page(request, row, forms.again(request.POST, Invalid(str(missing), field="place", hint=hint)))
    except Refusal as refusal:
        return _page(request, row, forms.again(request.POST, refusal))
    messages.success(request, _("Đã ghi kết quả công bố."))
    return redirect(row)


def _draft(sent: Mapping[str, str]) -> ResultDraft:
    """Raises Invalid with every problem at its field."""
    problems: list[Problem] = []
    values: dict[str, Any] = {name: sent.get(name, "") for name in _TEXTS}
    for name in ("year", "rank", "of", "value"):
        values[name] = _number(sent.get(name, ""), name, problems)
    day = sent.get("published", "")
    try:
        values["published"] = wording.read_day(day) if day else None
    except ValueError as error:
        problems.append(Problem("invalid_date", f"{str(error).capitalize()}.", "published"))
    known = {problem.field for problem in problems}
    try:
        draft = ResultDraft(**values)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            field = str(one["loc"][0]) if one["loc"] else "value"
            if field not in known:
                told = str(one["msg"]).removeprefix("Value error, ").capitalize()
                message = f"{told}." if not one["loc"] else _("Chưa nhập, hoặc giá trị không dùng được.")
                problems.append(Problem(one["type"], message, field))
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)
    return draft


def _number(text: str, name: str, problems: list[Problem]) -> Any:
    if not text:
        return None
    try:
        found = parse_number(
            text, locale=wording.language(), expects="decimal" if name == "value" else "integer"
        )
    except NumberError as error:
        problems.append(Problem(error.code, _(error.message) % error.params, name))
        return None
    return found if name == "value" else int(found)


def _page(request: HttpRequest, row: Edition, typed: forms.Typed) -> HttpResponse:
    nodes = [(node.code, wording.named(node)) for node in row.nodes.all() if not node.group]
    certainties = [(one.value, one.label) for one in Certainty if one is not Certainty.OWN]
    context = {
        "title": _("Ghi kết quả công bố"),
        "edition": row,
        "typed": typed,
        "nodes": [("", _("cả bộ chỉ số")), *nodes],
        "certainties": certainties,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indices/new_result.html", context, status=status)

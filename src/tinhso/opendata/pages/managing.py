"""Pages of those who publish: laying down, previewing what would be kept back, publishing, retiring."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Refusal
from tinhso.base.web import forms as typing
from tinhso.indicators.models import Frequency
from tinhso.opendata import actions, forms, policies, publishing, queries, tables
from tinhso.opendata.models import Dataset, Stage
from tinhso.opendata.showing import kept_back
from tinhso.opendata.words import KINDS, LEVELS
from tinhso.people import choosing
from tinhso.people.principals import Principal, principal_of
from tinhso.places.models import Level

_MOST = 200


def _by(request: HttpRequest) -> Principal:
    by = principal_of(request)
    policies.require_publish(by)
    return by


@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """Every dataset with its stage, drafts first."""
    _by(request)
    rows = [(row, queries.stage(row), tables.frequency_word(row)) for row in queries.datasets().with_newest()]
    order = [Stage.DRAFT, Stage.PUBLISHED, Stage.RETIRED]
    rows.sort(key=lambda one: order.index(one[1]))
    return render(request, "opendata/manage.html", {"title": _("Công bố dữ liệu mở"), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Lay down a dataset."""
    by = _by(request)
    if request.method != "POST":
        return _form(request, typing.start(forms.fresh()), None)
    try:
        dataset = actions.lay_down(by, forms.read(request.POST.dict()))
    except Refusal as refusal:
        return _form(request, typing.again(request.POST, refusal), None)
    return redirect("opendata:preview", dataset.code)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is told of a dataset."""
    by = _by(request)
    dataset = queries.by_code(code)
    if request.method != "POST":
        return _form(request, typing.start(forms.shown(dataset)), dataset)
    sent = request.POST.dict() | {"code": dataset.code}
    try:
        actions.revise(by, code, forms.read(sent), reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        return _form(request, typing.again(request.POST, refusal), dataset)
    return redirect("opendata:preview", code)


def _form(request: HttpRequest, typed: typing.Typed, dataset: Dataset | None) -> HttpResponse:
    context = {
        "title": _("Sửa bộ dữ liệu") if dataset else _("Lập bộ dữ liệu mở"),
        "dataset": dataset,
        "typed": typed,
        "licences": [(one.code, str(one)) for one in queries.licences()],
        "agencies": choosing.agencies(typed.value("owner")),
        "frequencies": Frequency.choices,
        "levels": [(f"level_{level.value}", LEVELS[level.value]) for level in Level],
        "kinds": [(f"kind_{kind.value}", KINDS[kind.value]) for kind in forms.KINDS],
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "opendata/form.html", context, status=status)


@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """What would be published now: rows, what is kept back and why, what changed."""
    _by(request)
    return _preview(request, queries.by_code(code))


def _preview(request: HttpRequest, dataset: Dataset, typed: typing.Typed | None = None) -> HttpResponse:
    ready, refused = None, None
    try:
        ready = publishing.prepare(dataset)
    except Refusal as refusal:
        refused = refusal
    context = {
        "title": dataset.title,
        "dataset": dataset,
        "stage": queries.stage(dataset),
        "ready": ready,
        "refused": refused,
        "typed": typed or typing.start(),
        "kept": kept_back(ready, _MOST) if ready else None,
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "opendata/preview.html", context, status=status)


@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish what the preview shows."""
    by = _by(request)
    try:
        publishing.publish(by, code, note=request.POST.get("note", "").strip())
    except Refusal as refusal:
        return _preview(request, queries.by_code(code), typing.again(request.POST, refusal))
    return redirect("opendata:dataset", code)


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Renew it no more."""
    by = _by(request)
    try:
        actions.retire(by, code, request.POST.get("why", ""))
    except Refusal as refusal:
        return _preview(request, queries.by_code(code), typing.again(request.POST, refusal))
    return redirect("opendata:manage")


@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Renew it again."""
    actions.resume(_by(request), code)
    return redirect("opendata:preview", code)

"""Laying down a target outside any plan: a form for the standing office."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import Invalid, Problem, Refusal
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.web import forms
from tinhso.documents import queries as documents
from tinhso.indicators import policies, queries, tables
from tinhso.indicators.models import Indicator
from tinhso.indicators.targets.own import AimDraft, lay_down
from tinhso.indicators.targets.panel import home_code, unit_of
from tinhso.people import policies as people
from tinhso.people.principals import principal_of


@require_http_methods(["GET", "HEAD", "POST"])
def aim(request: HttpRequest, code: str) -> HttpResponseBase:
    """The form; sent, the target stands as a figure with its paper."""
    by = principal_of(request)
    people.require_signed_in(by)
    policies.require_confirm(by)
    row = queries.by_code(code)
    if request.method != "POST":
        return _page(request, row, forms.start({"place": home_code()}))
    try:
        lay_down(by, row, _read(request.POST))
    except Refusal as refusal:
        return _page(request, row, forms.again(request.POST, refusal))
    messages.success(request, _("Đã đặt mục tiêu."))
    return redirect(f"{row.get_absolute_url()}#indicator-aims")


def _page(request: HttpRequest, row: Indicator, typed: forms.Typed) -> HttpResponse:
    unit = unit_of(row)
    context = {
        "title": _("Đặt mục tiêu: %(name)s") % {"name": tables.indicator_name(row)},
        "indicator": row,
        "typed": typed,
        "value_label": _("Giá trị phải đạt (%(unit)s)") % {"unit": unit} if unit else _("Giá trị phải đạt"),
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indicators/aim.html", context, status=status)


def _read(sent: Mapping[str, str]) -> AimDraft:
    """What was typed. Raises Invalid with every problem at its field."""
    texts = {name: sent.get(name, "").strip() for name in AimDraft.__dataclass_fields__}
    wanted = {
        "place": _("Nhập mã địa bàn."),
        "period": _("Nhập kỳ phải đạt."),
        "value": _("Nhập giá trị phải đạt."),
        "document": _("Nêu văn bản đặt ra mục tiêu."),
    }
    problems = [Problem("missing", said, name) for name, said in wanted.items() if not texts[name]]
    numbers: dict[str, Decimal | None] = {}
    for name in ("value", "base"):
        try:
            numbers[name] = parse_number(texts[name]) if texts[name] else None
        except NumberError as error:
            problems.append(Problem(error.code, _(error.message) % error.params, name))
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=tuple(problems))
    return AimDraft(
        texts["place"],
        texts["period"],
        numbers["value"] or Decimal(0),
        _paper(texts["document"]),
        agency=texts["agency"],
        locator=texts["locator"],
        base=numbers["base"],
        base_period=texts["base_period"],
    )


def _paper(text: str) -> str:
    """The slug of the paper meant by its slug or its notation. Raises Invalid unless there is just one."""
    found = list(documents.documents().filter(Q(slug=text) | Q(notation=text)).order_by("-date")[:5])
    if len(found) == 1:
        return found[0].slug
    if not found:
        raise Invalid(
            _("Không có văn bản “%(text)s” trong sổ.") % {"text": text},
            field="document",
            hint=_("Ghi số hiệu như trong sổ văn bản, ví dụ 246/KH-UBND."),
        )
    raise Invalid(
        _("Có nhiều văn bản mang số hiệu này."),
        field="document",
        hint=_("Ghi một trong các mã: %(codes)s.") % {"codes": ", ".join(row.slug for row in found)},
    )

"""The page of figures that came in batches and wait: confirmed or returned, many at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import Conflict, Invalid
from tinhso.base.web import forms
from tinhso.indicators import bulk_decide, display, policies
from tinhso.indicators.models import State
from tinhso.people import policies as people
from tinhso.people.principals import principal_of

_A_PAGE = 200


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest) -> HttpResponseBase:
    """What waits, and the decision on what is ticked."""
    by = principal_of(request)
    people.require_signed_in(by)
    policies.require_confirm(by)
    if request.method != "POST":
        return _page(request, forms.start())
    state = State.RETURNED if "return" in request.POST else State.CONFIRMED
    try:
        figures = [UUID(key) for key in request.POST.getlist("figure")]
        count = bulk_decide.decide(by, figures, state, request.POST.get("reason", "").strip())
    except ValueError:
        return _page(request, forms.again(request.POST, Invalid(_("Không có số liệu này."), field="figure")))
    except (Invalid, Conflict) as refusal:
        return _page(request, forms.again(request.POST, refusal))
    if state == State.CONFIRMED:
        said = ngettext("Đã xác nhận %(count)d số liệu.", "Đã xác nhận %(count)d số liệu.", count)
    else:
        said = ngettext("Đã trả lại %(count)d số liệu.", "Đã trả lại %(count)d số liệu.", count)
    messages.success(request, said % {"count": count})
    return redirect(reverse("entry:waiting"))


def _page(request: HttpRequest, typed: forms.Typed) -> HttpResponse:
    rows = bulk_decide.waiting().order_by("recorded_at", "place__sort_key", "indicator__sort_key", "pk")
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Số liệu chờ xác nhận"),
        "rows": [{"row": row, "shown": display.show(row)} for row in page],
        "count": page.paginator.count,
        "most": _A_PAGE,
        "typed": typed,
    }
    return render(
        request, "indicators/waiting.html", context, status=typed.refusal.status if typed.refusal else 200
    )

"""Pages of what is watched: the list, a new one, one of them, and the alerts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.web import exports, forms, listing, wording
from tinhso.base.web.drafting import drafted
from tinhso.exploration import words
from tinhso.exploration.watching import actions, policies, prefill, queries, tables, telling
from tinhso.exploration.watching.models import Watch
from tinhso.exploration.watching.queries import Counted
from tinhso.exploration.watching.schemas import WatchDraft
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.people.principals import Principal, principal_of
from tinhso.places import queries as places
from tinhso.places.models import Level

LISTED: Final = 200
"""Places named on the page of a watch; all of them are in its view."""
RECENT: Final = 10
UNIT, TOLD = "unit", "told"
"""What forms say for a unit as a whole, and for periods as they are told."""
_NONE: Final = (None, "", UNIT, TOLD)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """What I watch, and what crossed."""
    by = principal_of(request)
    lines = _lines(by)
    wanted = request.GET.get("format", "")
    if wanted == "json":
        items = [exports.item(tables.WATCHES, line) for line in lines]
        told = {"items": items, "next": None, "total": len(items)}
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    if wanted:
        return exports.file(tables.WATCHES, lines, wanted)
    context = {
        "title": _("Danh mục theo dõi"),
        "lines": lines,
        "alerts": listing.lines(tables.ALERTS, queries.alerts(by, unread=True)[:RECENT]),
        "unread": sum(line.unread for line in lines),
        "removed": _removed(by, request.GET.get("removed", "")),
    }
    return render(request, "exploration/watches.html", context)


def _lines(by: Principal) -> list[telling.Line]:
    rows = list(queries.mine(by))
    units, counted = telling.units_of(rows), queries.standing(rows)
    return [
        telling.Line(
            row,
            telling.title(row),
            telling.where(row, units),
            telling.condition(row),
            telling.stands(row, stood.inside, stood.told),
            getattr(row, "unread", 0),
        )
        for row in rows
        for stood in [counted.get(row.pk, Counted(0, 0))]
    ]


def _removed(by: Principal, key: str) -> Watch | None:
    """The watch that was just taken off, to be put back with one press."""
    try:
        row = queries.one(by, UUID(key)) if key else None
    except (ValueError, Refusal):
        return None
    return row if row is not None and row.removed_at is not None else None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Watch something: the form holds what the figure, the drawing or the indicator suggests."""
    by = principal_of(request)
    policies.require_watch(by)
    if request.method != "POST":
        begun = prefill.start(dict(request.GET.lists()), clock.today())
        threshold = "" if begun.threshold is None else wording.rounded(begun.threshold, 6)
        typed = forms.start({
            "measure": begun.indicator.code, "within": begun.within, "level": begun.level or UNIT,
            "op": begun.op.value, "threshold": threshold, "kind": begun.kind.value if begun.kind else TOLD,
            "name": "",
        })  # fmt: skip
        return _form(request, typed, begun.indicator, begun.why)
    try:
        row = actions.add_watch(by, _draft(request.POST))
    except Refusal as refusal:
        typed = forms.again(request.POST, refusal)
        return _form(request, typed, indicators.by_code(request.POST.get("measure", "")))
    messages.success(request, _("Đã thêm vào danh mục theo dõi. Bạn sẽ được báo khi số liệu chạm ngưỡng."))
    return redirect(row)


def _draft(sent: QueryDict) -> WatchDraft:
    text = sent.get("threshold", "").strip()
    try:
        threshold: Decimal | int = parse_number(text, locale=wording.language())
    except NumberError as error:
        raise Invalid(_("Nhập một số, ví dụ 95 hoặc 89,5."), field="threshold") from error
    return drafted(
        WatchDraft,
        {
            **{name: sent.get(name, "") for name in ("measure", "name", "within", "op")},
            **{name: None if sent.get(name) in _NONE else sent[name] for name in ("level", "kind")},
            "threshold": threshold,
        },
    )


def _form(
    request: HttpRequest, typed: forms.Typed, indicator: Indicator, why: str = "", watch: Watch | None = None
) -> HttpResponse:
    context = {
        "title": _("Theo dõi: %(name)s") % {"name": indicator_name(indicator)},
        "typed": typed,
        "indicator": indicator,
        "watch": watch,
        "why": why,
        **_choices(indicator, typed.value("within"), typed.value("level")),
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "exploration/watch_form.html", context, status=status)


def _choices(indicator: Indicator, within: str, level: str) -> dict[str, Any]:
    unit = places.by_codes([within]).get(within) if within else None
    levels: list[tuple[str, str]] = []
    if unit is None or unit.level in {Level.COUNTRY, Level.PROVINCE}:
        lower = [Level.COMMUNE] if unit and unit.level == Level.PROVINCE else [Level.PROVINCE, Level.COMMUNE]
        levels = [
            (str(one), _("Từng đơn vị: %(where)s") % {"where": words.where(one, unit)}) for one in lower
        ]
    if unit is not None:
        levels.append((UNIT, _("Một số chung của %(place)s") % {"place": unit.full_name}))
    if level in Level.values and level not in dict(levels):
        levels.append((level, words.where(Level(level), unit)))
    return {
        "unit": words.unit(indicator),
        "levels": levels,
        "ops": [(one.value, str(label)) for one, label in words.OPS.items()],
        "kinds": [
            (TOLD, str(words.KINDS[None])),
            *((one.value, str(said)) for one, said in words.KINDS.items() if one),
        ],
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One watch: where things stand, what crossed; pause, change, take off, put back."""
    by = principal_of(request)
    if request.method == "POST":
        policies.require_watch(by)
        return _done(request, by, key)
    row = queries.one(by, key)
    inside = queries.inside(row)
    units = telling.units_of([row])
    counted = queries.standing([row]).get(row.pk, Counted(0, 0))
    found = listing.build(
        request,
        tables.OF_WATCH,
        queries.alerts(by, watch=row.pk),
        declared=tables.FILTERS[1:],
        narrow=tables.narrowing,
    )
    return found.respond("exploration/watch.html", {
        "title": telling.title(row),
        "watch": row,
        "name": indicator_name(row.indicator),
        "where": telling.where(row, units),
        "condition": telling.condition(row),
        "stands": telling.stands(row, counted.inside, counted.told),
        "explore": telling.explore_href(row),
        "unread": row in queries.with_unread(by),
        "inside": [
            (
                one.place, telling.number(row.indicator, one.number), wording.period(one.period),
                telling.facts_href(row.indicator, one.place, one.period, illustrative=row.illustrative),
            )
            for one in inside[:LISTED]
        ],
        "more": max(0, len(inside) - LISTED),
        "typed": forms.start({
            "measure": row.indicator.code, "within": row.within, "level": row.level or UNIT, "op": row.op,
            "threshold": wording.rounded(row.threshold, 6), "kind": row.kind or TOLD, "name": row.name,
        }),
        **_choices(row.indicator, row.within, row.level or UNIT),
    })  # fmt: skip


def _done(request: HttpRequest, by: Principal, key: UUID) -> HttpResponse:
    """What a button of the page asks for."""
    wanted = request.POST.get("do", "")
    if wanted == "remove":
        row = actions.remove_watch(by, key)
        return redirect(f"{reverse('exploration:watches')}?removed={row.pk}")
    if wanted == "restore":
        actions.restore_watch(by, key)
        return redirect("exploration:watches")
    if wanted in _BUTTONS:
        row = _BUTTONS[wanted](by, key)
        return redirect(row)
    if wanted == "seen":
        actions.mark_seen(by, key)
        return redirect(queries.one(by, key))
    try:
        row = actions.change_watch(by, key, _draft(request.POST))
    except Refusal as refusal:
        row = queries.one(by, key)
        return _form(request, forms.again(request.POST, refusal), row.indicator, watch=row)
    messages.success(request, _("Đã lưu thay đổi; ngưỡng mới tính từ số liệu hiện nay."))
    return redirect(row)


_BUTTONS: Final = {"pause": actions.pause_watch, "resume": actions.resume_watch}


@require_safe
def alerts(request: HttpRequest) -> HttpResponseBase:
    """Everything that crossed, the newest first."""
    by = principal_of(request)
    unread = request.GET.get("unread") == "1"
    found = listing.build(
        request,
        tables.ALERTS,
        queries.alerts(by, unread=unread),
        declared=tables.FILTERS,
        narrow=tables.narrowing,
    )
    context = {"title": _("Cảnh báo"), "any_unread": queries.with_unread(by).exists()}
    return found.respond("exploration/alerts.html", context)


@require_POST
def see(request: HttpRequest) -> HttpResponseBase:
    """Mark all alerts as read."""
    actions.mark_seen(principal_of(request))
    return redirect("exploration:watches")

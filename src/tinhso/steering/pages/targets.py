"""Targets: the list over all plans, and the page of one target."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.numbers import round_half_up
from tinhso.base.web import exports, listing, statuses, wording
from tinhso.base.web.conditional import conditional
from tinhso.base.web.tables import Column, Table
from tinhso.indicators import queries as figures
from tinhso.indicators.display import show
from tinhso.indicators.models import Observation, State
from tinhso.people.principals import Principal, principal_of
from tinhso.steering import policies
from tinhso.steering.models import Report, Target
from tinhso.steering.pages import charting, reading, tables
from tinhso.steering.pages.version import version
from tinhso.steering.queries import agenda, boards, trails
from tinhso.steering.queries.doings import rows_of
from tinhso.steering.queries.plans import find_target, is_home, plans_of_home
from tinhso.steering.queries.series import target_series
from tinhso.steering.queries.shapes import TargetRow
from tinhso.steering.queries.standings import target_states_of
from tinhso.steering.queries.statements import said_of


@require_safe
@conditional(version)
def index(request: HttpRequest) -> HttpResponseBase:
    """Every target of the home province's plans, filtered by the address."""
    day = reading.as_of(request)
    rows = target_states_of([plan.pk for plan in plans_of_home()], day, with_illustrative=True)
    found = listing.build(
        request,
        tables.TARGETS,
        rows,
        declared=tables.target_filters(rows),
        narrow=tables.narrow_targets,
    )
    return found.respond(
        "steering/targets.html", {"title": pgettext("list", "Chỉ tiêu"), "day": day or clock.today()}
    )


FIGURES: Final[Table[Observation]] = Table(
    "so-lieu-chi-tieu",
    gettext_lazy("Số liệu"),
    (
        Column("dated", pgettext_lazy("figure", "Đến ngày"), lambda row: row.dated, kind="date"),
        Column("figure", gettext_lazy("Số liệu"), lambda row: show(row).text),
        Column("value", gettext_lazy("Giá trị"), lambda row: row.value, kind="decimal", export_only=True),
        Column(
            "numerator", gettext_lazy("Tử số"), lambda row: row.numerator, kind="decimal", export_only=True
        ),
        Column(
            "denominator",
            gettext_lazy("Mẫu số"),
            lambda row: row.denominator,
            kind="decimal",
            export_only=True,
        ),
        Column("period", gettext_lazy("Kỳ"), lambda row: row.period, export_only=True),
        Column("place", gettext_lazy("Địa bàn"), lambda row: row.place.full_name, export_only=True),
        Column("source", gettext_lazy("Nguồn"), lambda row: str(row.document or row.agency or "")),
        Column(
            "state",
            gettext_lazy("Tình trạng"),
            lambda row: str(row.state),
            kind="status",
            word=lambda row: State(row.state).label,
        ),
        Column(
            "illustrative",
            gettext_lazy("Minh hoạ"),
            lambda row: _("có") if row.illustrative else "",
            export_only=True,
        ),
    ),
)


def _figures(target: Target, day: Any) -> list[Observation]:
    """The confirmed figures of the target's indicator at its place, the newest first."""
    if target.indicator_id is None:
        return []
    rows = figures.in_force().filter(indicator=target.indicator_id, place=target.place_id)
    return list(rows.filter(dated__lte=day) if day else rows)


def _row(target: Target, day: Any) -> TargetRow:
    rows = target_states_of([target.plan_id], day, with_illustrative=True)
    return next(row for row in rows if row.target.pk == target.pk)


def _earlier(row: TargetRow, rows: list[Observation]) -> Observation | None:
    """The latest figure where all there are come from before the plan."""
    return rows[0] if rows and row.dated is None and row.expected == 1 else None


def _reports(by: Principal, target: Target) -> list[Report]:
    rows = agenda.reports().filter(target=target).prefetch_related("evidence_links__file")
    return [report for report in rows if policies.may_see_report(by, report)]


@require_safe
@conditional(version)
def target(request: HttpRequest, code: str) -> HttpResponseBase:
    """One target: where it stands, its way, its figures, the work that serves it, what was said."""
    by, found, day = principal_of(request), find_target(code), reading.as_of(request)
    row, rows = _row(found, day), _figures(found, day)
    wanted = request.GET.get("format", "")
    if wanted == "json":
        return _json(row, rows)
    if wanted:
        return exports.file(FIGURES, rows, wanted)
    series = target_series(found, with_illustrative=True)
    reports = _reports(by, found)
    context = {
        "title": wording.named(found, "title"),
        "unit": wording.named(found.indicator, "unit") if found.indicator else "",
        "target": found,
        "row": row,
        "value": tables.short(row.value),
        "due_value": tables.neat(row.due_value),
        "pace": None if row.pace is None else round_half_up(row.pace, 0),
        "baseline": tables.neat(found.baseline),
        "look": boards.look(row),
        "look_word": tables.look_word(row),
        "pillar": boards.pillar_of(row),
        "as_of": day,
        "chart": charting.chart(series),
        "figures": [(one, show(one), statuses.word_of(str(one.state))) for one in rows],
        "earlier": _earlier(row, rows),
        "said": said_of(found),
        "names": by.is_signed_in,
        "tasks": [
            (task, boards.task_look(task), tables.task_word(task), tables.days_words(task))
            for task in rows_of(found.tasks.all(), day, with_illustrative=True)
        ],
        "reports": reports,
        "reporters": policies.reporters(found),
        "trail": trails.trail([found, *reports]) if by.is_signed_in else [],
        "may_report": policies.may_report(by, found) and is_home(found.plan),
        "may_edit": policies.may_edit(by) and is_home(found.plan),
    }
    return render(request, "steering/target.html", context)


def _json(row: TargetRow, rows: list[Observation]) -> JsonResponse:
    body = exports.item(tables.TARGETS, row)
    body["figures"] = [exports.item(FIGURES, one) for one in rows]
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})

"""The public board, a gate, and the published line of a day: for everybody, without signing in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import NotFound
from tinhso.bordergate import policies
from tinhso.bordergate.core import verify_day
from tinhso.bordergate.models import Direction, Run, Trade
from tinhso.bordergate.outputs import GateBoardOut
from tinhso.bordergate.queries import gates, lines
from tinhso.bordergate.queries.board import board, shown_run
from tinhso.people.principals import principal_of

_MOST_DAYS = 60


def _run(request: HttpRequest) -> Run:
    """The run that the address names, else the one that the board shows."""
    named = request.GET.get("run", "").strip()
    return gates.run_of(named) if named else shown_run() or gates.live_run()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(_("Ngày viết như 2025-07-15."), field="day") from None


@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """All gates: open or closed, capacity and whose word, who waits, when who joins now is through."""
    told = board(_run(request))
    if request.GET.get("format") == "json":
        return _json(told)
    context = {"title": _("Tình hình cửa khẩu"), "board": told}
    return render(request, "bordergate/board.html", context)


@require_safe
def static_json(request: HttpRequest) -> HttpResponse:
    """The board as one file for programs and for phones with little signal."""
    return _json(board(_run(request)))


def _json(told: Any) -> JsonResponse:
    answer = JsonResponse(
        GateBoardOut.of(told).model_dump(mode="json"), json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "public, max-age=5"
    return answer


@require_safe
def gate(request: HttpRequest, code: str) -> HttpResponseBase:
    """One gate: its lanes, its routes, its published days."""
    row = gates.gate_of(code)
    told = board(_run(request))
    context = {
        "title": row.name,
        "gate": row,
        "board": told,
        "lanes": [lane for lane in told.lanes if lane.gate == row],
        "duties": list(Direction) if policies.on_duty(principal_of(request), Trade, row) else [],
        "days": lines.published(told.run, row)[:_MOST_DAYS],
    }
    return render(request, "bordergate/gate.html", context)


@require_safe
def day_file(request: HttpRequest, code: str, direction: str, day: str) -> HttpResponse:
    """The line of a day as published; of a day that runs, as it stands. Raises NotFound."""
    lane = lines.lane(_run(request), gates.gate_of(code), gates.direction_of(direction))
    text = lines.day_file(lane, _day(day)) if lane else ""
    if not text:
        raise NotFound(_("Chưa có lượt nào của ngày này."), field="day")
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{direction}-{day}.csv"'
    return answer


@require_safe
def verifier(_request: HttpRequest) -> HttpResponse:
    """The program that checks a published day, to be run by anybody: one file, nothing of the product."""
    answer = HttpResponse(Path(verify_day.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify_day.py"'
    return answer

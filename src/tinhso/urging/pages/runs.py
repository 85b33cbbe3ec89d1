"""Runs: what was told to whom, who lacks an address; and what a run would tell now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Refusal
from tinhso.base.web import listing
from tinhso.people import queries as people
from tinhso.people.holders import names_of
from tinhso.people.principals import principal_of
from tinhso.urging import policies, queries, tables
from tinhso.urging.core.ladder import Track
from tinhso.urging.running.running import preview, run


@dataclass(frozen=True)
class Line:
    """One person told about one agency."""

    person: str
    agency: str
    track: str
    late: int
    today: int
    soon: int


@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponseBase:
    """The history of runs; POST makes one."""
    by = principal_of(request)
    if request.method == "POST":
        made = run(by)
        told = ngettext("Đã báo cho %(n)d người.", "Đã báo cho %(n)d người.", made.told) % {"n": made.told}
        messages.success(request, told if made.told else _("Không có gì mới phải nhắc: mọi bậc đã nhắc rồi."))
        return redirect(made)
    policies.require_read_all(by)
    rows = queries.runs(with_illustrative=by.illustrative)
    found = listing.build(request, tables.RUNS, rows)
    context = {
        "title": _("Lượt đôn đốc"),
        "reads_all": True,
        "may_urge": policies.may_urge(by),
        "works": current_calendar().is_working(clock.today()),
    }
    return found.respond("urging/runs.html", context)


@require_safe
def one_run(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One run: its lines as they were kept."""
    by = principal_of(request)
    policies.require_read_all(by)
    row = queries.run(key)
    context = {
        "title": _("Lượt đôn đốc ngày %(day)s") % {"day": f"{row.day:%d/%m/%Y}"},
        "run": row,
        "lines": list(_lines(row.lines)),
        "missing": list(_missing(row.missing)),
    }
    return render(request, "urging/run.html", context)


@require_safe
def coming(request: HttpRequest) -> HttpResponseBase:
    """What a run would tell now; nothing is written."""
    by = principal_of(request)
    policies.require_urge(by)
    try:
        found = preview(clock.today())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("urging:runs")
    context = {
        "title": _("Sẽ đôn đốc hôm nay"),
        "steps": len(found.reached),
        "looked_at": found.looked_at,
        "lines": list(_lines(found.lines)),
        "missing": list(_missing([one.told for one in found.missed])),
        "works": current_calendar().is_working(found.day),
    }
    return render(request, "urging/coming.html", context)


def track_word(track: str) -> str:
    """Who is told, in words."""
    words = {
        Track.OFFICER: _("cán bộ báo cáo"),
        Track.HEAD: _("thủ trưởng đơn vị"),
        Track.DEPUTY: _("Phó Trưởng ban Chỉ đạo"),
    }
    return words[Track(track)]


def _lines(kept: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    rows = list(kept)
    names = names_of({UUID(row["person"]) for row in rows})
    agencies = _agency_names({str(row["agency"]) for row in rows})
    for row in rows:
        yield Line(
            names.get(UUID(row["person"]), ""),
            agencies.get(row["agency"], row["agency"]),
            track_word(row["track"]),
            row["late"],
            row["today"],
            row["soon"],
        )


def _agency_names(codes: Iterable[str]) -> dict[str, str]:
    return {row.code: str(row) for row in people.agencies().filter(code__in=list(codes))}


def _missing(kept: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    rows = list(kept)
    agencies = _agency_names({str(row["agency"]) for row in rows if row.get("agency")})
    names = names_of({UUID(row["person"]) for row in rows if row.get("person")})
    for row in rows:
        if row.get("agency"):
            who = agencies.get(row["agency"], row["agency"])
            yield _("%(agency)s: chưa có %(who)s để nhắc %(n)d việc") % {
                "agency": who,
                "who": track_word(row["track"]),
                "n": row["count"],
            }
        else:
            name = names.get(UUID(row["person"]), "") if row.get("person") else ""
            yield f"{name}: {row.get('why', '')}".strip(": ")

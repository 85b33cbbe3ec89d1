"""Reads over templates, reports and contributions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.errors import NotFound
from tinhso.base.packs.home import home_pack, pack_info
from tinhso.base.text import near_matches
from tinhso.reports import policies
from tinhso.reports.figures.answers import Answer, from_json
from tinhso.reports.figures.composing import Given
from tinhso.reports.figures.moments import Setting
from tinhso.reports.models import (
    Contribution,
    Frozen,
    Issued,
    PeriodicReport,
    State,
    Template,
    TemplateVersion,
)
from tinhso.reports.spans import Span

ON_THE_WAY = (State.COLLECTING, State.ASSEMBLING)
"""States in which figures are live and words are written."""


def templates() -> QuerySet[Template]:
    """Templates in use, with place and issuer."""
    return Template.objects.filter(retired_at=None).select_related("place", "issuer__parent", "issuer__place")


def template(code: str) -> Template:
    """The template of that code, retired ones too. Raises NotFound with near matches."""
    rows = Template.objects.select_related("place", "issuer__parent", "issuer__place")
    found = rows.filter(code=code).first()
    if found is None:
        near = near_matches(code, Template.objects.values_list("code", flat=True))
        raise NotFound(
            _("Không có mẫu báo cáo mang mã “%(code)s”.") % {"code": code},
            field="template",
            near=near,
            hint=", ".join(near) or None,
        )
    return found


def versions(row: Template) -> list[TemplateVersion]:
    """All versions, the newest first."""
    return list(row.versions.order_by("-valid_from"))


def version_on(row: Template, day: date) -> TemplateVersion:
    """The version that holds on that day; before the first, the first. Raises NotFound."""
    rows = versions(row)
    if not rows:
        raise NotFound(_("Mẫu báo cáo này chưa có nội dung."), field="template")
    return next((one for one in rows if one.valid_from <= day), rows[-1])


def reports(by: Actor) -> QuerySet[PeriodicReport]:
    """The reports that `by` may open, the latest period first, with how many parts were sent of how many."""
    sent = Q(contributions__state__in=(Contribution.State.SENT, Contribution.State.ACCEPTED))
    rows = PeriodicReport.objects.filter(policies.seen(by)).select_related("template")
    counted = rows.annotate(
        parts=Count("contributions", distinct=True), sent=Count("contributions", filter=sent, distinct=True)
    )
    return counted.order_by("-period_end", "-made_at", "pk")


def report(by: Actor, key: UUID | str) -> PeriodicReport:
    """One report with its template and issuer. Raises NotFound."""
    around = ("template__place", "issuer__parent", "issuer__place", "version_used")
    rows = PeriodicReport.objects.filter(policies.seen(by)).select_related(*around, "supersedes")
    try:
        found = rows.filter(pk=key).distinct().first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise NotFound(_("Không có báo cáo này."), field="report")
    return found


def for_update(key: UUID) -> PeriodicReport:
    """The row, locked. Raises NotFound."""
    around = ("template__place", "issuer__parent", "issuer__place")
    rows = PeriodicReport.objects.select_for_update(of=("self",)).select_related(*around)
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có báo cáo này."), field="report")
    return found


def contributions(row: PeriodicReport) -> list[Contribution]:
    """What agencies were asked, in the order of the parts."""
    return list(row.contributions.select_related("agency").order_by("slot", "agency__sort_key"))


def contribution(by: Actor, report_id: UUID, key: UUID) -> Contribution:
    """One part of one agency, for who may write or read it. Raises NotFound."""
    rows = Contribution.objects.select_related("agency", "report__template__place")
    found = rows.filter(pk=key, report=report_id).first()
    allowed = found and (policies.reads_all(by) or found.agency_id in policies.own_agencies(by))
    if found is None or not allowed:
        raise NotFound(_("Không có phần góp ý này."), field="contribution")
    return found


def asked_of(by: Actor) -> QuerySet[Contribution]:
    """Parts that wait for the words of somebody's agencies, those due first."""
    waiting = (Contribution.State.WAITING, Contribution.State.RETURNED)
    rows = Contribution.objects.filter(
        agency__in=policies.agencies_of(by), state__in=waiting, report__state__in=ON_THE_WAY
    )
    return rows.select_related("report", "agency").order_by("report__due_on", "pk")


def sent_to_us() -> QuerySet[PeriodicReport]:
    """Reports in whose parts something was sent and nobody has looked yet."""
    return PeriodicReport.objects.filter(
        state__in=ON_THE_WAY, contributions__state=Contribution.State.SENT
    ).distinct()


def given(row: PeriodicReport) -> Mapping[str, list[Given]]:
    """By part, what each agency gave."""
    counts = (Contribution.State.SENT, Contribution.State.ACCEPTED)
    found: dict[str, list[Given]] = {}
    for one in contributions(row):
        found.setdefault(one.slot, []).append(
            Given(str(one.agency), one.text, one.state in counts, str(one.state), one.pk)
        )
    return found


def setting(row: PeriodicReport, known_at: datetime | None = None) -> Setting:
    """For which period, place and moment its figures are told."""
    return setting_of(
        row.template, row.span, row.as_of, known_at or clock.now(), illustrative=row.illustrative
    )


def setting_of(
    row: Template, span: Span, as_of: date, known_at: datetime, *, illustrative: bool = False
) -> Setting:
    """The same for a report that is not kept. What has not happened yet is not told: today at the latest."""
    place = row.place.code if row.place else home_pack().place
    as_of = min(as_of, clock.today())
    own = bool(row.pack) and pack_info(row.pack).kind != "shared"
    pack = row.pack if own else home_pack().code
    return Setting(span, as_of, known_at, place, pack, illustrative)


def frozen(row: PeriodicReport) -> Frozen | None:
    """The last pinning of a report."""
    return row.frozen.select_related("issued__document").order_by("-recorded_at", "-pk").first()


def issued(row: PeriodicReport) -> Issued | None:
    """How it was issued, if it was."""
    rows = Issued.objects.filter(frozen__report=row).select_related("document", "frozen")
    return rows.order_by("-recorded_at").first()


def pinned_before(row: Template, span: Span, *, illustrative: bool) -> dict[str, Answer]:
    """The figures that the last report of the template pinned for the period before; one statement."""
    found = (
        Frozen.objects.filter(
            report__template=row,
            report__period=span.previous().code,
            report__state__in=(State.FROZEN, State.ISSUED),
            report__illustrative=illustrative,
        )
        .order_by("-recorded_at", "-pk")
        .first()
    )
    return {one["key"]: from_json(one) for one in found.figures} if found else {}


def with_versions() -> QuerySet[Template]:
    """Templates with their versions, for lists and for programs."""
    newest = Prefetch("versions", TemplateVersion.objects.order_by("-valid_from"))
    return templates().prefetch_related(newest).order_by("search_key", "code")

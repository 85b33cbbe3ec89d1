"""Beginning a report, and asking the agencies for their parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Conflict
from tinhso.base.web import wording
from tinhso.notify.sending import Missing, Notice, To, send
from tinhso.people import queries as people
from tinhso.people.models import Agency, Role
from tinhso.people.principals import Principal
from tinhso.reports import knowing, policies, queries
from tinhso.reports.actions.common import stream
from tinhso.reports.events import PeriodicReportBegun
from tinhso.reports.figures.facts import agencies_named
from tinhso.reports.models import Contribution, PeriodicReport, State, Template
from tinhso.reports.periods import span_for
from tinhso.reports.schemas import ReportDraft
from tinhso.reports.spans import Span
from tinhso.reports.template import nodes


def begin(by: Actor, draft: ReportDraft) -> PeriodicReport:
    """Begin a report (lập báo cáo): agencies named in its parts are asked, with the day it is due.

    Raises NotAllowed, NotFound; Invalid for a period of another kind or a template that names what nobody
    knows; Conflict where one of the period stands already.
    """
    policies.require_compose(by)
    illustrative = isinstance(by, Principal) and by.illustrative
    with acting(by, "reports.begin") as act:
        row, _missing = begin_within(act, draft, office=_office(by), illustrative=illustrative)
    return row


def _office(by: Actor) -> Agency | None:
    """The agency that somebody composes for: the post acted in, else the first that may."""
    if not isinstance(by, Principal):
        return None
    held = by.acting or next((post for post in by.posts if post.role is Role.STANDING_OFFICE), None)
    return people.agency_by_code(held.agency_code) if held else None


def begin_within(
    act: Act,
    draft: ReportDraft,
    *,
    office: Agency | None = None,
    illustrative: bool = False,
    pack: str = "",
    origin: str = "",
) -> tuple[PeriodicReport, Sequence[Missing]]:
    """The same inside another action's transaction, with who could not be told."""
    template = queries.template(draft.template)
    span = span_for(template, draft.period)
    version = queries.version_on(template, clock.today())
    tree = knowing.require_good(version.body)
    _refuse_twin(template, span, illustrative=illustrative)
    as_of = draft.as_of or span.end
    row = PeriodicReport(
        template=template,
        version_used=version,
        issuer=template.issuer or office,
        period=span.code,
        period_start=span.start,
        period_end=span.end,
        as_of=as_of,
        title=version.title,
        body=version.body,
        form=version.form,
        state=State.COLLECTING if tree.slots else State.ASSEMBLING,
        due_on=draft.due_on or _due(span, template.due_days),
        made_at=act.now,
        illustrative=illustrative,
        pack=pack,
        origin=origin,
    )
    row.save(force_insert=True)
    asked = ask(row, tree)
    missing = _tell(act, row, asked, office)
    act.record(stream(row), subject=row, data={"template": template.code, "period": span.code})
    act.emit(PeriodicReportBegun(report=row.pk))
    return row, missing


def _refuse_twin(template: Template, span: Span, *, illustrative: bool) -> None:
    twins = PeriodicReport.objects.filter(template=template, period=span.code, illustrative=illustrative)
    twin = twins.exclude(state=State.WITHDRAWN).first()
    if twin:
        raise Conflict(
            _("Đã có báo cáo của mẫu này cho %(period)s.") % {"period": span.label},
            field="period",
            hint=twin.get_absolute_url(),
        )


def _due(span: Span, days: int) -> date:
    """So many working days after the figures close; counted from today where that is past."""
    return current_calendar().add_working_days(max(span.end, clock.today()), days)


def ask(row: PeriodicReport, tree: nodes.Tree) -> list[Contribution]:
    """Lay a contribution for each part and agency that has none yet; an agency that ended: who carries on."""
    wanted = agencies_named(code for slot in tree.slots for code in slot.agencies)
    there = {(one.slot, one.agency_id) for one in row.contributions.all()}
    made = []
    for slot in tree.slots:
        for code in slot.agencies:
            agency = _today(wanted[code])
            if (slot.code, agency.pk) in there:
                continue
            there.add((slot.code, agency.pk))
            made.append(
                Contribution(
                    report=row, slot=slot.code, asks=slot.asks, agency=agency, illustrative=row.illustrative
                )
            )
    return Contribution.objects.bulk_create(made)


def _today(agency: Agency) -> Agency:
    """Who stands for the agency today; itself where that is nobody, or several."""
    if agency.valid_to is None:
        return agency
    return people.current_agency(agency) or agency


def _tell(
    act: Act, row: PeriodicReport, asked: Sequence[Contribution], office: Agency | None
) -> Sequence[Missing]:
    notices = [
        Notice(
            "reports.asked",
            To(agencies=(one.agency_id,)),
            {
                "office": str(office or row.issuer or _("Cơ quan thường trực")),
                "title": title_of(row),
                "due": wording.day(row.due_on) if row.due_on else _("sớm nhất có thể"),
            },
            one.get_absolute_url(),
            f"{row.pk}:{one.slot}:{one.agency_id}",
            illustrative=row.illustrative,
        )
        for one in asked
    ]
    return send(act, notices).without_address


def title_of(row: PeriodicReport) -> str:
    """Template and period in words, for lists and notices."""
    return f"{wording.named(row.template)} – {row.span.label}"

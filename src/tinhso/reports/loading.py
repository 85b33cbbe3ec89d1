"""Writing what packs bring: templates, and the reports of the demo through the room's own verbs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.audit.context import SystemActor
from tinhso.people import queries as people
from tinhso.reports import queries
from tinhso.reports.actions.beginning import begin_within
from tinhso.reports.actions.contributing import send_within
from tinhso.reports.actions.freezing import freeze_within
from tinhso.reports.actions.issuing import issue_within
from tinhso.reports.actions.templates import lay_down_within
from tinhso.reports.models import PeriodicReport, State
from tinhso.reports.pack_items import PartItem, ReportItem, TemplateItem
from tinhso.reports.schemas import ContributionDraft, IssueDraft, ReportDraft, TemplateDraft


def put_template(pack: str, item: TemplateItem, act: Act, *, illustrative: bool) -> None:
    """One version of a template."""
    told = item.model_dump(exclude={"code", "name"})
    draft = TemplateDraft(**told, name=item.name.vi, name_en=item.name.en)
    lay_down_within(act, item.code, draft, pack=pack, illustrative=illustrative)


def put_report(pack: str, item: ReportItem, act: Act, *, illustrative: bool) -> PeriodicReport:
    """A report as far as the pack tells it."""
    draft = ReportDraft(template=item.template, period=item.period, as_of=item.as_of, due_on=item.due_on)
    row, _missing = begin_within(act, draft, illustrative=illustrative, pack=pack, origin=item.code)
    for part in item.parts:
        _put_part(act, row, part)
    if item.stage != "collecting" and row.state == State.COLLECTING:
        row.state = State.ASSEMBLING
        row.save(update_fields=["state"])
    if item.issue:
        freeze_within(act, row, knowingly=True)
        told = item.issue
        issued = IssueDraft(date=told.date, signer=told.signer, number=told.number)
        issue_within(act, SystemActor(_("gói dữ liệu %(pack)s") % {"pack": pack}), row, issued)
    return row


def _put_part(act: Act, row: PeriodicReport, part: PartItem) -> None:
    agency = people.agency_by_code(part.agency)
    found = next(
        (one for one in queries.contributions(row) if (one.slot, one.agency_id) == (part.slot, agency.pk)),
        None,
    )
    if found is None:
        return
    draft = ContributionDraft(text=part.text)
    if part.sent:
        send_within(act, found, draft, str(agency))
        return
    found.text = part.text
    found.save(update_fields=["text"])

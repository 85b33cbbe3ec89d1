"""Laying down templates: each text holds from a day on."""

from __future__ import annotations

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.text import search_key
from tinhso.people import queries as people
from tinhso.places import queries as places
from tinhso.reports import knowing, policies, queries
from tinhso.reports.events import TemplateLaidDown
from tinhso.reports.models import Template, TemplateVersion
from tinhso.reports.schemas import TemplateDraft


def lay_down(by: Actor, code: str, draft: TemplateDraft) -> TemplateVersion:
    """Write a template, or the version of one from a day on (ghi mẫu báo cáo).

    The version of the same day is changed. Raises NotAllowed; Invalid at `body` with every flaw.
    """
    policies.require_compose(by)
    knowing.require_good(draft.body, title=draft.title)
    with acting(by, "reports.lay_down", reason=draft.why) as act:
        return lay_down_within(act, code, draft)


def lay_down_within(
    act: Act, code: str, draft: TemplateDraft, *, pack: str = "", illustrative: bool = False
) -> TemplateVersion:
    """The same inside another action's transaction; who may was asked before."""
    row = Template.objects.select_for_update().filter(code=code).first() or Template(code=code)
    day = draft.valid_from or clock.today()
    newer = row.versions.filter(valid_from__gt=day).exists() if row.pk and not row._state.adding else False
    if not newer:
        row.kind, row.name, row.name_en = draft.kind, draft.name, draft.name_en
        row.place = places.by_code(draft.place, day) if draft.place else None
        row.issuer = people.agency_by_code(draft.issuer) if draft.issuer else None
        row.closes, row.public, row.due_days = draft.closes, draft.public, draft.due_days
        row.search_key = search_key(draft.name, draft.name_en, code)
    row.pack, row.illustrative = row.pack or pack, illustrative
    row.save()
    version = TemplateVersion.objects.filter(template=row, valid_from=day).first()
    version = version or TemplateVersion(template=row, valid_from=day)
    version.title, version.body, version.why = draft.title, draft.body, draft.why
    version.form, version.illustrative = draft.form.model_dump(mode="json"), illustrative
    version.save()
    act.record(
        f"report-template:{code}", subject=version, data={"valid_from": day.isoformat(), "title": draft.title}
    )
    act.emit(TemplateLaidDown(template=row.pk))
    return version


def retire(by: Actor, code: str) -> Template:
    """Stop using a template (thôi dùng); its reports stay. Raises NotAllowed, NotFound."""
    policies.require_compose(by)
    with acting(by, "reports.retire") as act:
        row = queries.template(code)
        row.retired_at = row.retired_at or act.now
        row.save(update_fields=["retired_at"])
        act.record(f"report-template:{code}", subject=row)
    return row


def restore(by: Actor, code: str) -> Template:
    """Use a template again. Raises NotAllowed, NotFound."""
    policies.require_compose(by)
    with acting(by, "reports.restore") as act:
        row = queries.template(code)
        row.retired_at = None
        row.save(update_fields=["retired_at"])
        act.record(f"report-template:{code}", subject=row)
    return row

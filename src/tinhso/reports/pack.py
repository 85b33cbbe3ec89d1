"""What a pack says of this room: the sections `report-templates` and `periodic-reports`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.reports import knowing, loading
from tinhso.reports.models import PeriodicReport, Template, TemplateVersion
from tinhso.reports.pack_items import ReportItem, TemplateItem
from tinhso.reports.schemas import form_of
from tinhso.reports.template.checking import Known, check
from tinhso.reports.template.parsing import parse
from tinhso.reports.template.problems import BadTemplate, Flaw


class Templates(BatchSection[TemplateItem]):
    """The section `report-templates`: one item a version."""

    name = "report-templates"
    schema = TemplateItem
    files = ("report-templates.yaml", "report-templates/*.yaml")

    def key(self, item: TemplateItem) -> str:
        """Code and first day."""
        return f"{item.code}|{item.valid_from.isoformat()}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, TemplateItem]:
        """The stored versions."""
        del pack
        codes = {key.partition("|")[0] for key in keys}
        rows = TemplateVersion.objects.filter(template__code__in=codes)
        found = (_item(row) for row in rows.select_related("template__place", "template__issuer"))
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[TemplateItem], act: Act, *, illustrative: bool
    ) -> None:
        """All versions, the oldest first: what they share comes from the latest."""
        for item in sorted(items, key=lambda one: (one.code, one.valid_from)):
            loading.put_template(pack.code, item, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[TemplateItem]], everything: Catalogue) -> Iterable[Finding]:
        """Texts can be read, and everything they name is known."""
        yield from unknown_codes(items, "issuer", everything.keys("agencies"))
        known = knowing.told(everything)
        for item in items:
            for field, text in (("title", item.value.title), ("body", item.value.body)):
                for flaw in _flaws(text, known):
                    where = _("dòng %(line)d, cột %(column)d của mẫu: %(what)s %(hint)s")
                    told = {"line": flaw.line, "column": flaw.column, "what": flaw.message, "hint": flaw.hint}
                    yield item.error(field, (where % told).strip(), flaw.found)


def _flaws(text: str, known: Known) -> Iterable[Flaw]:
    try:
        return check(parse(text), known)
    except BadTemplate as bad:
        return bad.flaws


def _item(row: TemplateVersion) -> TemplateItem:
    template = row.template
    return TemplateItem(
        code=template.code,
        kind=Template.Kind(template.kind),
        name=Words(vi=template.name, en=template.name_en),
        place=template.place.code if template.place else "",
        issuer=template.issuer.code if template.issuer else "",
        closes=template.closes,
        public=template.public,
        due_days=template.due_days,
        valid_from=row.valid_from,
        title=row.title,
        body=row.body,
        form=form_of(row.form),
    )


class Reports(BatchSection[ReportItem]):
    """The section `periodic-reports`, for the demo: written once, then people go on with them."""

    name = "periodic-reports"
    lived = True
    schema = ReportItem
    files = ("periodic-reports.yaml",)

    def key(self, item: ReportItem) -> str:
        """The pack's own name of it."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, ReportItem]:
        """The stored reports in short: what people did with them is theirs."""
        rows = PeriodicReport.objects.filter(pack=pack.code, origin__in=keys).select_related("template")
        return {
            row.origin: ReportItem(code=row.origin, template=row.template.code, period=row.period)
            for row in rows
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[ReportItem], act: Act, *, illustrative: bool
    ) -> None:
        """Those that are not there yet."""
        there = set(
            PeriodicReport.objects.filter(pack=pack.code, origin__in=[item.code for item in items])
            .order_by()
            .values_list("origin", flat=True)
        )
        for item in items:
            if item.code not in there:
                loading.put_report(pack.code, item, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[ReportItem]], everything: Catalogue) -> Iterable[Finding]:
        """Templates and agencies are known; issued ones say how."""
        templates = {key.partition("|")[0] for key in everything.keys("report-templates")}
        yield from unknown_codes(items, "template", templates)
        for item in items:
            for position, part in enumerate(item.value.parts):
                if part.agency not in everything.keys("agencies"):
                    yield item.error(f"parts.{position}.agency", _("mã cơ quan có trong gói"), part.agency)
            if (item.value.stage == "issued") != (item.value.issue is not None):
                yield item.error("issue", _("có khi và chỉ khi báo cáo đã ban hành"))


SECTIONS = (Templates(), Reports())

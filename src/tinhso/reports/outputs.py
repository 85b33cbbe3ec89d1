"""What the API answers about templates, reports and contributions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from tinhso.base.web import wording
from tinhso.reports import queries
from tinhso.reports.actions.beginning import title_of
from tinhso.reports.figures.composing import Composition
from tinhso.reports.models import Contribution, Frozen, Issued, PeriodicReport, Template
from tinhso.reports.schemas import FormDraft, form_of


class ReportTemplateBrief(Schema):
    """A template (mẫu báo cáo)."""

    code: str
    kind: str
    name: str
    place: str
    issuer: str
    closes: bool
    public: bool
    due_days: int
    valid_from: date | None

    @classmethod
    def of(cls, row: Template) -> ReportTemplateBrief:
        """From a row whose versions were read along."""
        days = [one.valid_from for one in row.versions.all()]
        return cls(
            code=row.code,
            kind=row.kind,
            name=wording.named(row),
            place=row.place.code if row.place else "",
            issuer=row.issuer.code if row.issuer else "",
            closes=row.closes,
            public=row.public,
            due_days=row.due_days,
            valid_from=max(days, default=None),
        )


class ReportTemplatePage(Schema):
    """A page of templates."""

    items: list[ReportTemplateBrief]
    next: str | None
    total: int


class ReportTemplateOut(ReportTemplateBrief):
    """A template with its text; `versions` are the days from which its texts hold."""

    title: str
    body: str
    form: FormDraft
    versions: list[date]

    @classmethod
    def whole(cls, row: Template, day: date) -> ReportTemplateOut:
        """As it holds on that day."""
        version = queries.version_on(row, day)
        return cls(
            **ReportTemplateBrief.of(row).model_dump(),
            title=version.title,
            body=version.body,
            form=form_of(version.form),
            versions=sorted(one.valid_from for one in row.versions.all()),
        )


class FlawOut(Schema):
    """One thing wrong with a template; `near` are names that may have been meant."""

    line: int
    column: int
    message: str
    found: str
    near: list[str]


class TemplateCheck(Schema):
    """Whether a text can stand: its flaws, and what it needs."""

    good: bool
    flaws: list[FlawOut]
    needs: list[str]


class PeriodicFigure(Schema):
    """A figure of a report. `sources` name the facts behind it; `note` says what differs (≠)."""

    key: str
    name: str
    text: str
    value: str | None
    unit: str
    dated: date | None
    sources: list[str]
    href: str
    missing: str
    owed: list[str]
    note: str


class PeriodicReportBrief(Schema):
    """A report in a list."""

    id: UUID
    template: str
    kind: str
    period: str
    title: str
    state: str
    as_of: date
    due_on: date | None
    version: int
    illustrative: bool

    @classmethod
    def of(cls, row: PeriodicReport) -> PeriodicReportBrief:
        """From a row."""
        return cls(
            id=row.pk,
            template=row.template.code,
            kind=row.template.kind,
            period=row.period,
            title=title_of(row),
            state=row.state,
            as_of=row.as_of,
            due_on=row.due_on,
            version=row.version,
            illustrative=row.illustrative,
        )


class PeriodicReportPage(Schema):
    """A page of reports."""

    items: list[PeriodicReportBrief]
    next: str | None
    total: int


class PeriodicReportOut(PeriodicReportBrief):
    """A report: its figures (live, or as pinned), and how it was issued."""

    headline: str
    body: str
    figures: list[PeriodicFigure]
    frozen_at: datetime | None = None
    digest: str = ""
    notation: str = ""
    document: str = ""
    withdrawn_reason: str = ""

    @classmethod
    def live(cls, row: PeriodicReport, found: Composition) -> PeriodicReportOut:
        """A report on its way."""
        figures = [
            _figure(answer.as_json() | {"name": found.names[key]}) for key, answer in found.answers.items()
        ]
        return cls(
            **PeriodicReportBrief.of(row).model_dump(), headline=found.title, body=row.body, figures=figures
        )

    @classmethod
    def pinned(cls, row: PeriodicReport, last: Frozen, issued: Issued | None) -> PeriodicReportOut:
        """A frozen or issued report."""
        return cls(
            **PeriodicReportBrief.of(row).model_dump(),
            headline=str(last.paper["title"]),
            body=row.body,
            figures=[_figure(one) for one in last.figures],
            frozen_at=last.known_at,
            digest=last.digest,
            notation=issued.document.notation if issued else "",
            document=issued.document.slug if issued else "",
            withdrawn_reason=row.withdrawn_reason,
        )


def _figure(told: dict[str, Any]) -> PeriodicFigure:
    return PeriodicFigure(**{name: told[name] for name in PeriodicFigure.model_fields})


class PeriodicPart(Schema):
    """An agency's part of a report."""

    id: UUID
    report: UUID
    slot: str
    asks: str
    agency: str
    state: str
    text: str
    sent_at: datetime | None
    returned_reason: str
    version: int

    @classmethod
    def of(cls, row: Contribution) -> PeriodicPart:
        """From a row."""
        return cls(
            id=row.pk,
            report=row.report_id,
            slot=row.slot,
            asks=row.asks,
            agency=row.agency.code,
            state=row.state,
            text=row.text,
            sent_at=row.sent_at,
            returned_reason=row.returned_reason,
            version=row.version,
        )


class PeriodicParts(Schema):
    """The parts of a report."""

    items: list[PeriodicPart]
    next: str | None = None
    total: int

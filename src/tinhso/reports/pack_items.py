"""What packs say of reports: templates by date; for the demo, reports on their way and issued ones."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tinhso.base import clock
from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.reports.models import Template
from tinhso.reports.schemas import Code, FormDraft
from tinhso.reports.spans import Span, SpanKind

_RELATIVE = re.compile(r"(week|month|quarter|half|year)-(\d{1,2})")


class TemplateItem(PackItem):
    """A template's text from a day on; what it shares with its other versions comes from the latest."""

    code: Code
    kind: Template.Kind
    name: Words
    place: str = ""
    issuer: str = ""
    closes: bool = True
    public: bool = False
    due_days: Annotated[int, Field(ge=0, le=60)] = 5
    valid_from: dt.date
    title: str
    body: str
    form: FormDraft = FormDraft()


def _period(code: str) -> str:
    """`quarter-1` is the quarter before today's: demo reports stay near today."""
    relative = _RELATIVE.fullmatch(code)
    if relative is None:
        return code
    span = Span.of(SpanKind(relative[1]), clock.today())
    for _step in range(int(relative[2])):
        span = span.previous()
    return span.code


class PartItem(PackItem):
    """What an agency sent for a part; without `sent` it is only kept."""

    slot: str
    agency: str
    text: str
    sent: bool = True


class IssueItem(PackItem):
    """How a report was issued."""

    date: dt.date
    signer: str
    number: Annotated[int, Field(ge=1)] | None = None


class ReportItem(PackItem):
    """A report of the demo: begun, with what agencies sent; issued where it says how."""

    code: Code
    template: Code
    period: Annotated[str, AfterValidator(_period)]
    as_of: dt.date | None = None
    due_on: dt.date | None = None
    stage: Literal["collecting", "assembling", "issued"] = "collecting"
    parts: tuple[PartItem, ...] = ()
    issue: IssueItem | None = None

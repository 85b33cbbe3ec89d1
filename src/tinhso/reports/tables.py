"""Lists of reports and templates: one declaration for the page and its twins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base.text import fold
from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.reports.actions.beginning import title_of
from tinhso.reports.models import Contribution, PeriodicReport, State, Template

LOOKS: Final[Mapping[str, str]] = {
    State.COLLECTING: "in_progress",
    State.ASSEMBLING: "needs_push",
    State.FROZEN: "approved",
    State.ISSUED: "confirmed",
    State.WITHDRAWN: "withdrawn",
}
"""The look, in `base.web.statuses`, of a report's state; its own word is shown."""
PART_LOOKS: Final[Mapping[str, str]] = {
    Contribution.State.WAITING: "unknown",
    Contribution.State.SENT: "submitted",
    Contribution.State.RETURNED: "returned",
    Contribution.State.ACCEPTED: "confirmed",
}


def _parts(row: Any) -> str:
    return f"{row.sent}/{row.parts}" if row.parts else ""


REPORTS: Final[Table[PeriodicReport]] = Table(
    "bao-cao-dinh-ky",
    pgettext_lazy("list", "Báo cáo định kỳ"),
    (
        Column("title", _("Báo cáo"), title_of),
        Column("template", _("Mẫu"), lambda row: row.template.code, export_only=True),
        Column("period", _("Kỳ"), lambda row: row.period, export_only=True),
        Column(
            "state",
            _("Trạng thái"),
            lambda row: LOOKS[row.state],
            kind="status",
            word=lambda row: State(row.state).label,
            sort="state",
        ),
        Column("parts", _("Đơn vị đã gửi"), _parts, essential=False),
        Column("due_on", _("Hạn gửi"), lambda row: row.due_on, kind="date", essential=False),
        Column(
            "as_of", _("Số liệu đến ngày"), lambda row: row.as_of, kind="date", sort="as_of", essential=False
        ),
    ),
    href=lambda row: row.get_absolute_url(),
)
TEMPLATES: Final[Table[Template]] = Table(
    "mau-bao-cao",
    _("Mẫu báo cáo"),
    (
        Column("name", _("Tên mẫu"), wording.named, sort="search_key"),
        Column("code", _("Mã"), lambda row: row.code, sort="code"),
        Column("kind", _("Loại"), lambda row: Template.Kind(row.kind).label, sort="kind"),
        Column(
            "since",
            _("Áp dụng từ"),
            lambda row: max((one.valid_from for one in row.versions.all()), default=None),
            kind="date",
            essential=False,
        ),
        Column(
            "issuer",
            _("Cơ quan ban hành"),
            lambda row: str(row.issuer) if row.issuer else "",
            essential=False,
        ),
    ),
    href=lambda row: row.get_absolute_url(),
)
FILTERS: Final = (
    TextFilter("q", _("Tên mẫu")),
    ChoiceFilter("kind", _("Loại"), tuple(Template.Kind.choices)),
    ChoiceFilter("state", _("Trạng thái"), tuple(State.choices)),
    TextFilter("year", _("Năm")),
)
TEMPLATE_FILTERS: Final = (
    TextFilter("q", _("Tên mẫu")),
    ChoiceFilter("kind", _("Loại"), tuple(Template.Kind.choices)),
)


def narrow(rows: QuerySet[PeriodicReport], filters: Filters) -> QuerySet[PeriodicReport]:
    """What the filters leave of the reports."""
    if words := filters.get("q"):
        rows = rows.filter(template__search_key__contains=fold(words))
    if kind := filters.get("kind"):
        rows = rows.filter(template__kind=kind)
    if state := filters.get("state"):
        rows = rows.filter(state=state)
    if year := filters.get("year"):
        rows = rows.filter(period__startswith=str(year))
    return rows


def narrow_templates(rows: QuerySet[Template], filters: Filters) -> QuerySet[Template]:
    """What the filters leave of the templates."""
    if words := filters.get("q"):
        rows = rows.filter(search_key__contains=fold(words))
    if kind := filters.get("kind"):
        rows = rows.filter(kind=kind)
    return rows

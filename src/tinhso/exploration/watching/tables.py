"""Lists of watches and alerts: one declaration for the page and its twins."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filters, FlagFilter
from tinhso.base.web.tables import Column, Table
from tinhso.exploration.watching import telling
from tinhso.exploration.watching.models import Alert
from tinhso.exploration.watching.telling import Line
from tinhso.indicators.tables import indicator_name


def _facts(row: Alert) -> str:
    return telling.facts_href(row.watch.indicator, row.place, row.period, illustrative=row.illustrative)


def _before(row: Alert) -> str:
    if row.before is None:
        return _("chưa có số liệu")
    told = telling.number(row.watch.indicator, row.before)
    return f"{told} ({wording.period(row.before_period)})"


ALERTS: Final[Table[Alert]] = Table(
    "canh-bao",
    gettext_lazy("Cảnh báo"),
    (
        Column("place", gettext_lazy("Địa bàn"), lambda row: row.place.full_name, sort="place__sort_key"),
        Column("indicator", gettext_lazy("Chỉ số"), lambda row: indicator_name(row.watch.indicator)),
        Column(
            "figure",
            gettext_lazy("Số liệu"),
            lambda row: telling.number(row.watch.indicator, row.number),
            href=_facts,
        ),
        Column("period", gettext_lazy("Kỳ"), lambda row: wording.period(row.period)),
        Column("before", gettext_lazy("Trước đó"), _before, essential=False),
        Column("what", gettext_lazy("Diễn biến"), telling.what, sort="entered"),
        Column("watch", gettext_lazy("Mục theo dõi"), lambda row: telling.title(row.watch),
               href=lambda row: row.watch.get_absolute_url(), essential=False),
        Column("at", gettext_lazy("Lúc"), lambda row: row.recorded_at, kind="moment", sort="recorded_at"),
    ),
    order="-at",
    href=_facts,
)  # fmt: skip
_SAME: Final = {"indicator", "watch"}
OF_WATCH: Final[Table[Alert]] = replace(
    ALERTS, columns=tuple(one for one in ALERTS.columns if one.key not in _SAME)
)
"""The alerts of one watch: without what is the same in every row."""
FILTERS: Final = (
    FlagFilter("unread", gettext_lazy("Chưa xem")),
    ChoiceFilter(
        "what",
        gettext_lazy("Diễn biến"),
        (("in", gettext_lazy("Chạm ngưỡng")), ("out", gettext_lazy("Trở lại ngoài ngưỡng"))),
    ),
)
WATCHES: Final[Table[Line]] = Table(
    "danh-muc-theo-doi",
    gettext_lazy("Danh mục theo dõi"),
    (
        Column("title", gettext_lazy("Mục theo dõi"), lambda line: line.title),
        Column("indicator", gettext_lazy("Chỉ số"), lambda line: line.name),
        Column("where", gettext_lazy("Địa bàn"), lambda line: line.where),
        Column("condition", gettext_lazy("Báo khi"), lambda line: line.condition),
        Column("stands", gettext_lazy("Hiện trạng"), lambda line: line.stands),
        Column("unread", gettext_lazy("Cảnh báo mới"), lambda line: line.unread, kind="integer"),
        Column("state", gettext_lazy("Trạng thái"), lambda line: line.state),
    ),
    href=lambda line: line.watch.get_absolute_url(),
)


def narrowing(rows: QuerySet[Alert], filters: Filters) -> QuerySet[Alert]:
    """What the filters leave of the alerts; unread ones are left by the query itself."""
    if told := filters.get("what"):
        rows = rows.filter(entered=told == "in")
    return rows

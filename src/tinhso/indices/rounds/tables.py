"""Lists of rounds and of a round's components: page, CSV, XLSX and JSON from one declaration."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.base.web.tables import Column, Table
from tinhso.indices.models import Component, Round, RoundState
from tinhso.indices.rounds import words


def _progress(row: Round) -> str:
    known: dict[str, int] = row.__dict__.get("counts", {})
    return f"{known.get('done', 0)}/{known.get('all', 0)}"


ROUNDS: Table[Round] = Table(
    "dot-danh-gia",
    gettext_lazy("Đợt đánh giá"),
    (
        Column("index", gettext_lazy("Bộ chỉ số"), lambda row: wording.named(row.edition.index)),
        Column("edition", gettext_lazy("Phiên bản"), lambda row: wording.named(row.edition), essential=False),
        Column("year", gettext_lazy("Năm"), lambda row: str(row.year)),
        Column("place", gettext_lazy("Địa bàn"), lambda row: row.place.full_name, essential=False),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            lambda row: "met" if row.state == RoundState.PUBLISHED else "on_track",
            kind="status",
            word=lambda row: RoundState(row.state).label,
        ),
        Column("settled", gettext_lazy("Đã thẩm định xong"), _progress),
        Column(
            "score_by", gettext_lazy("Hạn tự chấm"), lambda row: row.score_by, kind="date", essential=False
        ),
        Column("publish_by", gettext_lazy("Hạn công bố"), lambda row: row.publish_by, kind="date"),
        Column(
            "value", gettext_lazy("Giá trị công bố"), lambda row: row.value, kind="decimal", most_digits=4
        ),
        Column("id", gettext_lazy("Mã"), lambda row: row.pk, export_only=True),
    ),
    href=Round.get_absolute_url,
)


def late_words(one: Component) -> str:
    """`quá hạn 3 ngày`; empty when nobody is late."""
    days = one.days_late(clock.today())
    return ngettext("quá hạn %(days)d ngày", "quá hạn %(days)d ngày", days) % {"days": days} if days else ""


def _reminded(one: Component) -> Any:
    return one.__dict__.get("reminded")


def _waits_for(one: Component) -> str:
    if one.due is None:
        return ""
    if one.state == "waiting":
        return str(one.owner or _("chưa giao"))
    return str(one.verifier or _("cơ quan thường trực"))


COMPONENTS: Table[Component] = Table(
    "chi-so-thanh-phan",
    gettext_lazy("Chỉ số thành phần của đợt"),
    (
        Column("name", gettext_lazy("Chỉ số"), lambda one: wording.named(one.node)),
        Column("owner", gettext_lazy("Đơn vị chủ trì"), lambda one: str(one.owner or _("chưa giao"))),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            lambda one: words.tone(one, clock.today()),
            kind="status",
            word=lambda one: words.word(one.state),
        ),
        Column(
            "late",
            gettext_lazy("Chậm"),
            lambda one: "overdue" if one.days_late(clock.today()) else None,
            kind="status",
            word=late_words,
        ),
        Column("due", gettext_lazy("Hạn bước này"), lambda one: one.term, kind="date", essential=False),
        Column("waits", gettext_lazy("Đang chờ"), _waits_for, essential=False),
        Column("most", gettext_lazy("Điểm tối đa"), lambda one: one.most, kind="decimal", most_digits=3),
        Column("own", gettext_lazy("Tự chấm"), lambda one: one.own, kind="decimal", most_digits=4),
        Column("points", gettext_lazy("Điểm hiện có"), lambda one: one.points, kind="decimal", most_digits=4),
        Column("reminded", gettext_lazy("Nhắc lần cuối"), _reminded, kind="date", essential=False),
        Column("code", gettext_lazy("Mã"), lambda one: one.node.code, export_only=True),
        Column("stage", gettext_lazy("Bước"), lambda one: one.state, export_only=True),
        Column(
            "days_late",
            gettext_lazy("Số ngày chậm"),
            lambda one: one.days_late(clock.today()),
            kind="integer",
            export_only=True,
        ),
    ),
    href=Component.get_absolute_url,
)

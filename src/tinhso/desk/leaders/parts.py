"""The lists of the leaders' screen as tables: `?format=csv|xlsx|json&part=…`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.errors import Invalid
from tinhso.base.web import exports
from tinhso.base.web.tables import Column, Table, Words
from tinhso.desk.leaders.board import Board
from tinhso.desk.leaders.figures import Area, Atlas, Rank
from tinhso.desk.leaders.sentence import sentence
from tinhso.desk.leaders.trend import Step, Trend, trend
from tinhso.steering.queries.tallies import AgencyLine, PillarLine


def _looked(key: str, word: Words) -> Column[PillarLine]:
    """How many targets of a pillar have that look."""
    return Column(key, word, lambda line: line.looks.get(key, 0), kind="integer")


PILLARS: Table[PillarLine] = Table(
    "chi-tieu-theo-tru-cot",
    gettext_lazy("Chỉ tiêu theo trụ cột"),
    (
        Column("pillar", gettext_lazy("Trụ cột"), lambda line: str(line.pillar or _("Chưa xếp trụ cột"))),
        Column("total", gettext_lazy("Số chỉ tiêu"), lambda line: line.total, kind="integer"),
        Column("met", gettext_lazy("Đạt, vượt"), lambda line: line.met, kind="integer"),
        *(
            _looked(key, word)
            for key, word in (
                ("exceeded", gettext_lazy("Vượt")),
                ("on_track", gettext_lazy("Đúng tiến độ")),
                ("needs_push", gettext_lazy("Cần đẩy nhanh")),
                ("behind", gettext_lazy("Chậm")),
                ("backslide", gettext_lazy("Thụt lùi")),
                ("not_met", gettext_lazy("Chưa đạt")),
                ("dropped", gettext_lazy("Không thực hiện")),
                ("unknown", gettext_lazy("Chưa có thông tin")),
            )
        ),
    ),
)
AGENCIES: Table[AgencyLine] = Table(
    "nhiem-vu-theo-co-quan",
    gettext_lazy("Nhiệm vụ theo cơ quan"),
    (
        Column("agency", gettext_lazy("Cơ quan chủ trì"), lambda line: line.name),
        Column("total", gettext_lazy("Số nhiệm vụ"), lambda line: line.total, kind="integer"),
        Column("late", gettext_lazy("Quá hạn"), lambda line: line.late, kind="integer"),
        Column("running", gettext_lazy("Đang thực hiện"), lambda line: line.running, kind="integer"),
        Column("ended", gettext_lazy("Đã kết thúc"), lambda line: line.ended, kind="integer"),
    ),
)
RANKS: Table[Rank] = Table(
    "xep-hang",
    gettext_lazy("Xếp hạng chuyển đổi số"),
    (
        Column("year", gettext_lazy("Năm"), lambda rank: rank.year),
        Column("rank", gettext_lazy("Thứ hạng"), lambda rank: rank.rank, kind="integer"),
        Column("of", gettext_lazy("Trên"), lambda rank: rank.of, kind="integer"),
        Column(
            "source",
            gettext_lazy("Nguồn"),
            lambda rank: rank.source.cited if rank.source else "",
            href=lambda rank: rank.source.get_absolute_url() if rank.source else "",
        ),
    ),
)
MAP: Table[Area] = Table(
    "so-lieu-theo-xa",
    gettext_lazy("Số liệu theo xã, phường"),
    (
        Column("place", gettext_lazy("Xã, phường"), lambda area: area.place.full_name),
        Column("code", gettext_lazy("Mã"), lambda area: area.place.code, export_only=True),
        Column("value", gettext_lazy("Giá trị"), lambda area: area.value, kind="decimal"),
        Column(
            "dated", gettext_lazy("Ngày số liệu"), lambda area: area.figure and area.figure.dated, kind="date"
        ),
    ),
    href=lambda area: area.place.get_absolute_url(),
)
TREND: Table[Step] = Table(
    "xu-the",
    gettext_lazy("Chỉ tiêu đạt qua các thời điểm"),
    (
        Column("day", gettext_lazy("Ngày"), lambda step: step.day, kind="date"),
        Column("met", gettext_lazy("Đạt"), lambda step: step.met, kind="integer"),
        Column("total", gettext_lazy("Tổng số"), lambda step: step.total, kind="integer"),
        Column(
            "source",
            gettext_lazy("Nguồn"),
            lambda step: step.source or _("tính từ danh mục"),
            href=lambda step: step.href,
        ),
    ),
)
TABLES: Final[dict[str, Table[Any]]] = {
    "pillars": PILLARS,
    "agencies": AGENCIES,
    "ranks": RANKS,
    "map": MAP,
    "trend": TREND,
}


def _rows(board: Board, atlas: Atlas, way: Trend | None) -> dict[str, Sequence[Any]]:
    return {
        "pillars": board.targets.pillars,
        "agencies": board.tasks.agencies,
        "ranks": atlas.ranks,
        "map": atlas.listed,
        "trend": way.steps if way else (),
    }


def sheets(board: Board, atlas: Atlas, way: Trend | None) -> list[tuple[str, Table[Any], Sequence[Any]]]:
    """Every drawing's table: its name in addresses, its declaration, its rows."""
    found = _rows(board, atlas, way)
    return [(name, table, found[name]) for name, table in TABLES.items()]


def respond(request: HttpRequest, board: Board, atlas: Atlas) -> HttpResponseBase:
    """The twin that `?format=` asks for; a file holds the list that `?part=` names. Raises Invalid."""
    wanted, rows = request.GET["format"], _rows(board, atlas, trend(board))
    if wanted == "json":
        body: dict[str, Any] = {
            "as_of": board.day.isoformat(),
            "plan": board.plan.full_slug if board.plan else None,
            "sentence": sentence(board),
            "illustrative": board.illustrative or atlas.illustrative,
        }
        for name, table in TABLES.items():
            body[name] = [exports.item(table, row) for row in rows[name]]
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    part = request.GET.get("part", "pillars")
    if part not in TABLES:
        raise Invalid(_("Không có phần “%(part)s”.") % {"part": part}, field="part", hint=", ".join(TABLES))
    return exports.file(TABLES[part], rows[part], wanted)

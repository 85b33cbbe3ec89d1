"""My work: three lists, one button a line, nothing else."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from tinhso.base.web import exports
from tinhso.base.web.tables import Column, Table
from tinhso.people import policies as people
from tinhso.people.principals import principal_of
from tinhso.steering.queries.work import WorkItem, my_work

WORDS: Final[dict[str, Promise]] = {
    "report": gettext_lazy("Báo cáo"),
    "correct": gettext_lazy("Sửa, gửi lại"),
    "confirm": gettext_lazy("Xác nhận"),
    "decide": gettext_lazy("Trả lời"),
    "wait": gettext_lazy("Xem"),
    "read": gettext_lazy("Xem"),
    "score": gettext_lazy("Tự chấm"),
    "appeal": gettext_lazy("Xem, kiến nghị"),
    "verify": gettext_lazy("Thẩm định"),
    "publish": pgettext_lazy("round", "Công bố"),
}


def address(item: WorkItem) -> str:
    """Where the item's one action is done."""
    if item.kind == "figures" and item.action != "report":
        return _figures_address(item)
    if item.kind == "figures":
        return f"{reverse('reporting:owed')}#{item.key}.{item.code}"
    if item.href:
        return item.href
    if item.action == "report":
        return reverse(f"steering:report_{item.kind}", args=[item.code])
    if item.action == "correct":
        return reverse("steering:mend", args=[item.key])
    if item.action == "confirm":
        return reverse("steering:report", args=[item.key])
    return reverse(f"steering:{item.kind}", args=[item.code])


def _figures_address(item: WorkItem) -> str:
    indicator, _slash, period = item.code.partition("/")
    page = reverse("entry:waiting" if item.action == "confirm" else "entry:grid")
    return f"{page}?{urlencode({'indicator': indicator, 'period': period})}"


WORK: Final[Table[WorkItem]] = Table(
    "viec-cua-toi",
    gettext_lazy("Việc của tôi"),
    (
        Column("title", gettext_lazy("Việc"), lambda item: item.title),
        Column("action", gettext_lazy("Cần làm"), lambda item: str(WORDS[item.action])),
        Column("code", gettext_lazy("Mã"), lambda item: item.code),
        Column("detail", gettext_lazy("Chi tiết"), lambda item: item.detail),
        Column("agency", gettext_lazy("Đơn vị"), lambda item: item.agency),
        Column("due_on", gettext_lazy("Hạn"), lambda item: item.due_on, kind="date"),
    ),
    href=address,
)


@require_safe
def my(request: HttpRequest) -> HttpResponseBase:
    """What waits for me."""
    by = principal_of(request)
    people.require_signed_in(by)
    work = my_work(by)
    lists = (
        ("today", _("Cần làm hôm nay"), work.today, _("Hôm nay không có việc nào chờ bạn.")),
        ("week", _("Trong tuần này"), work.this_week, _("Tuần này không còn việc nào khác.")),
        ("waiting", _("Đang chờ người khác"), work.waiting, _("Không có việc nào đang chờ người khác.")),
    )
    wanted = request.GET.get("format", "")
    if wanted == "json":
        told = {key: [exports.item(WORK, item) for item in items] for key, _title, items, _none in lists}
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    if wanted:
        return exports.file(WORK, [*work.today, *work.this_week, *work.waiting], wanted)
    shown = [
        (key, title, [(item, address(item), WORDS[item.action]) for item in items], none)
        for key, title, items, none in lists
    ]
    return render(request, "steering/my_work.html", {"title": _("Việc của tôi"), "lists": shown})

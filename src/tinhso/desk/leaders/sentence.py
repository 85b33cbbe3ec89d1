"""The sentence of the day, written from the figures."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.desk.leaders.board import Board


def sentence(board: Board) -> str:
    """One sentence: what is reached by the published total or by the items, what is behind, who owes."""
    if not board.plans:
        return _("Chưa có kế hoạch nào được nạp.")
    parts = [*_reached(board), *_behind(board)]
    return f"{'; '.join(parts)}." if parts else _("Chưa có số liệu nào được công bố.")


def _reached(board: Board) -> list[str]:
    if board.plan and board.itemised:
        values = {"plan": board.plan.short_title, "met": board.targets.met, "total": board.targets.total}
        return [_("%(plan)s: %(met)d/%(total)d chỉ tiêu đạt, tính từ danh mục") % values]
    found, head = board.latest, board.head
    if head is None:
        return []
    if found is None or found.done is None or found.total is None:
        return [_("%(plan)s: chưa có số liệu được công bố") % {"plan": head.short_title}]
    values = {"plan": head.short_title, "met": found.done, "total": found.total}
    source = {"source": found.document.cited, "day": f"{found.as_of:%d/%m/%Y}"}
    return [_("%(plan)s: %(met)d/%(total)d chỉ tiêu đạt, theo %(source)s, đến %(day)s") % (values | source)]


def _behind(board: Board) -> list[str]:
    parts, looks = [], board.targets.looks
    push = looks.get("needs_push", 0)
    slow = looks.get("behind", 0) + looks.get("backslide", 0)
    if push:
        parts.append(
            ngettext("%(n)d chỉ tiêu cần đẩy nhanh", "%(n)d chỉ tiêu cần đẩy nhanh", push) % {"n": push}
        )
    if slow:
        parts.append(ngettext("%(n)d chỉ tiêu chậm", "%(n)d chỉ tiêu chậm", slow) % {"n": slow})
    if late := board.tasks.late:
        parts.append(ngettext("%(n)d nhiệm vụ quá hạn", "%(n)d nhiệm vụ quá hạn", late) % {"n": late})
    if owing := len(board.targets.owing):
        parts.append(
            ngettext("%(n)d đơn vị còn thiếu số liệu", "%(n)d đơn vị còn thiếu số liệu", owing) % {"n": owing}
        )
    return parts

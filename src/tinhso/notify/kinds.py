"""What rooms tell people (loại thông báo): each room declares its kinds in `TINHSO_NOTICES`.

A template names its values in braces: `Báo cáo {title} chờ xác nhận`. In the source it is Vietnamese and
wrapped in `gettext_lazy`; English is in the catalogue, as every word of the interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches

Words = str | Promise

GROUPS: Final[Mapping[str, Promise]] = {
    "tasks": gettext_lazy("Nhiệm vụ"),
    "reports": gettext_lazy("Báo cáo"),
    "figures": gettext_lazy("Số liệu"),
    "indices": gettext_lazy("Bộ chỉ số"),
    "watches": gettext_lazy("Theo dõi"),
    "meetings": gettext_lazy("Phiên họp"),
    "conclusions": gettext_lazy("Kết luận"),
    "drafts": gettext_lazy("Lấy ý kiến"),
    "urging": gettext_lazy("Đôn đốc"),
    "notices": gettext_lazy("Thông báo"),
}
"""What a digest bundles, and what a reader chooses channels for. A kind belongs to one of them."""


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice. `group` is one of `GROUPS`; `urgent` ones are never kept for a digest.

    `channels`: where it goes unless the reader chose otherwise; the inbox always has it.
    `more`: values that templates may name though the shipped ones do not.
    """

    code: str
    label: Words
    subject: Words
    body: Words
    group: str
    urgent: bool = False
    channels: tuple[str, ...] = ("inapp", "email")
    more: tuple[str, ...] = ()


@cache
def _of(paths: tuple[str, ...]) -> Mapping[str, NoticeKind]:
    found: dict[str, NoticeKind] = {}
    for path in paths:
        for kind in import_string(path):
            if found.setdefault(kind.code, kind) is not kind:
                raise ValueError(f"Two kinds of notices are called {kind.code!r}.")
            if kind.group not in GROUPS:
                raise ValueError(f"{kind.code!r} belongs to {kind.group!r}, which is no group of notices.")
    return found


def kinds() -> Mapping[str, NoticeKind]:
    """Every kind of every room, by code."""
    return _of(tuple(settings.TINHSO_NOTICES))


def kind(code: str) -> NoticeKind:
    """The kind of that code. Raises NotFound with near codes."""
    found = kinds().get(code)
    if found is None:
        near = near_matches(code, kinds())
        raise NotFound(
            _("Không có loại thông báo “%(code)s”.") % {"code": code},
            field="kind",
            near=near,
            hint=", ".join(near) or None,
        )
    return found

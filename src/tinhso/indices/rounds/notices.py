"""Telling agencies of components whose term comes near: one notice an agency and day, not one a component."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.actions import Act
from tinhso.base.web import wording
from tinhso.indices.core.moves import State
from tinhso.indices.models import Reminder, Round
from tinhso.notify.kinds import NoticeKind
from tinhso.notify.sending import Notice, To, send
from tinhso.people.holders import standing_offices
from tinhso.people.models import Role

DUE: Final = NoticeKind(
    "indices.due",
    _("Nhắc hạn chấm điểm"),
    _("{index} {year}: {count} chỉ số sắp đến hạn"),
    _("Đợt chấm {index} năm {year} còn {count} chỉ số chờ đơn vị, hạn gần nhất {due}."),
    "indices",
)
NOTICES: Final = (DUE,)
_OWNERS: Final = {State.WAITING, State.ADJUSTED}


def tell(act: Act, row: Round, reminders: Iterable[Reminder]) -> None:
    """Tell whoever the components wait for; the standing office where no agency is named."""
    waits: dict[tuple[UUID | None, bool], list[Reminder]] = defaultdict(list)
    for one in reminders:
        waits[one.agency_id, State(one.state) in _OWNERS].append(one)
    send(act, [_notice(row, agency, owns, found) for (agency, owns), found in waits.items()])


def _notice(row: Round, agency: UUID | None, owns: bool, found: list[Reminder]) -> Notice:
    to = To(agencies=(agency,)) if agency else To(agencies=standing_offices(), roles=(Role.STANDING_OFFICE,))
    index = row.edition.index
    values = {
        "index": index.name,
        "index_en": index.name_en or index.name,
        "year": str(row.year),
        "count": str(len(found)),
        "due": wording.day(min(one.due for one in found)),
    }
    page = "indices:my_components" if owns else "indices:verifying"
    return Notice(DUE.code, to, values, reverse(page), str(found[0].pk), illustrative=row.illustrative)

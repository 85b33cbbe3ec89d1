"""What a pack says of this room: `notices`, for the demo, so that an inbox can be looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, Section
from tinhso.base.text import near_matches
from tinhso.notify.kinds import kinds
from tinhso.notify.models import Message
from tinhso.notify.pack_items import NoticeItem
from tinhso.notify.sending import Notice, To, send
from tinhso.notify.wording import places
from tinhso.people.holders import person_codes
from tinhso.people.loading import person_ids


def _stored_key(pack: PackInfo, key: str) -> str:
    return f"pack:{pack.code}:{key}"


class Notices(BatchSection[NoticeItem]):
    """The section `notices`. What was told stays told: to tell something else takes another key."""

    name = "notices"
    schema = NoticeItem
    files = ("notices.yaml",)

    def key(self, item: NoticeItem) -> str:
        """Its own."""
        return item.key

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, NoticeItem]:
        """What was told under those keys."""
        stored = {_stored_key(pack, key): key for key in keys}
        rows = list(Message.objects.filter(key__in=stored))
        codes = person_codes({row.recipient for row in rows})
        return {
            stored[row.key]: NoticeItem(
                key=stored[row.key],
                kind=row.kind,
                person=codes.get(row.recipient, ""),
                values=row.values,
                href=row.href,
            )
            for row in rows
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[NoticeItem], act: Act, *, illustrative: bool
    ) -> None:
        """Tell what was not told."""
        ids = person_ids({item.person for item in items})
        told = [
            Notice(
                item.kind,
                To(persons=(ids[item.person],)),
                item.values,
                item.href,
                _stored_key(pack, item.key),
                illustrative=illustrative,
            )
            for item in items
            if item.person in ids
        ]
        send(act, told)
        act.record(f"pack:{pack.code}", subject="notices", data={"written": len(told)})

    def check(self, items: Sequence[Located[NoticeItem]], everything: Catalogue) -> Iterable[Finding]:
        """Persons and kinds are known, every value that a kind needs is there."""
        yield from unknown_codes(items, "person", everything.keys("persons"))
        known = kinds()
        for item in items:
            kind = known.get(item.value.kind)
            if kind is None:
                near = ", ".join(near_matches(item.value.kind, known))
                yield item.error("kind", _("loại thông báo đã khai báo, ví dụ %(near)s") % {"near": near})
                continue
            for name in places(kind):
                if name not in item.value.values:
                    yield item.error("values", _("có giá trị “%(name)s”") % {"name": name})


SECTIONS: Final[tuple[Section[Any], ...]] = (Notices(),)

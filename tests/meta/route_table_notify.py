"""Who may read notices, and who looks after channels."""

from __future__ import annotations

from typing import Final

from tests.meta.expectations import ADMINISTRATORS, SIGNED_IN, Line
from tinhso.notify.kinds import kinds

_A_NOTICE: Final = "00000000-0000-7000-8000-000000000000"
_NOT_THEIRS: Final = "nobody reads another's notices"
_NONE: Final = "nothing was sent in this world"
_MOMENT: Final = "2026-01-01T00:00:00+07:00"

NOTIFY: Final = {
    "notify:inbox": Line(get=SIGNED_IN),
    "notify:notice": Line(
        get=SIGNED_IN,
        post=SIGNED_IN,
        args=lambda _: {"key": _A_NOTICE},
        body=lambda _: {"do": "read"},
        finds_nothing=_NOT_THEIRS,
    ),
    "notify:read": Line(post=SIGNED_IN),
    "notify:unread": Line(post=SIGNED_IN, body=lambda _: {"at": _MOMENT}),
    "notify:settings": Line(
        get=SIGNED_IN,
        post=SIGNED_IN,
        body=lambda _: {"rhythm": "off", "digest_at": "08:00", "weekday": "0", "language": "vi"},
    ),
    "notify:channels": Line(
        get=ADMINISTRATORS, post=ADMINISTRATORS, body=lambda _: {"route": "email", "do": "off"}
    ),
    "notify:templates": Line(get=ADMINISTRATORS),
    "notify:template": Line(
        get=ADMINISTRATORS,
        post=ADMINISTRATORS,
        args=lambda _: {"code": next(iter(kinds()))},
        body=lambda _: {"do": "shipped", "language": "vi"},
    ),
    "notify:deliveries": Line(get=ADMINISTRATORS, post=ADMINISTRATORS, body=lambda _: {"route": "email"}),
    "notify:delivery": Line(
        get=ADMINISTRATORS, post=ADMINISTRATORS, args=lambda _: {"key": _A_NOTICE}, finds_nothing=_NONE
    ),
    "notify:shown": Line(get=ADMINISTRATORS),
    "api:notices": Line(get=SIGNED_IN),
    "api:notices_read": Line(post=SIGNED_IN, body=lambda _: {}, scope="views"),
    "api:notices_unread": Line(post=SIGNED_IN, body=lambda _: {"at": _MOMENT}, scope="views"),
    "api:deliveries": Line(get=ADMINISTRATORS),
}

"""How much one account may send: counted from what was kept, so that every process counts the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.errors import TooMany
from tinhso.base.files.models import StoredFile

WINDOW: Final = timedelta(hours=1)
MOST_FILES: Final = 200
MOST_BYTES: Final = 500 << 20


def require_room(by: Actor) -> None:
    """Raise TooMany for an account that has sent its files, or bytes, of this hour (giới hạn gửi tệp)."""
    if by.actor_id is None:
        return
    recent = StoredFile.objects.filter(actor=by.actor_id, recorded_at__gt=clock.now() - WINDOW)
    sent = recent.aggregate(files=Count("pk"), size=Sum("size"))
    if sent["files"] >= MOST_FILES or (sent["size"] or 0) >= MOST_BYTES:
        raise TooMany(
            _("Đã gửi nhiều tệp trong một giờ qua."),
            code="too_many_files",
            field="file",
            hint=_("Mỗi giờ nhận %(files)d tệp, %(size)d MB của một tài khoản; gửi tiếp sau ít phút.")
            % {"files": MOST_FILES, "size": MOST_BYTES >> 20},
        )

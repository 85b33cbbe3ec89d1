"""Reading in the background what takes long: pictures, many pages."""

from __future__ import annotations

import logging
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Refusal
from tinhso.reading.actions import filling, finishing
from tinhso.reading.models import Reading, ReadingState, Received
from tinhso.reading.sources import Extracted, extract

_PARTS: Final = 20
log = logging.getLogger(__name__)


def read_received(key: UUID) -> None:
    """Read the file that waits for `key`, telling how far it is; what is read already stays as it is.

    What cannot be read says why on its page; its bytes are gone then, as they are when it was read.
    """
    sent = Received.objects.select_related("reading").filter(reading=key).first()
    if sent is None:
        return
    try:
        found = extract(bytes(sent.content), sent.name, progress=_Telling(key))
        _read(sent, found)
    except Refusal as refusal:
        hint = str(refusal.hint) if refusal.hint else ""
        _failed(sent, {"code": refusal.code, "message": str(refusal), "hint": hint})
    except Exception:  # whatever a strange file does to the reader, somebody waits for an answer
        log.exception("reading %s failed", key)
        message, hint = _("Không đọc được tệp này."), _("Dán nội dung vào ô văn bản, hoặc gửi tệp dạng khác.")
        _failed(sent, {"code": "broken", "message": message, "hint": hint})


class _Telling:
    """Writes down how much is read, in twentieths: recognition tells of every line."""

    def __init__(self, key: UUID) -> None:
        self._key = key
        self._told = -1

    def __call__(self, done: int, of: int) -> None:
        part = _PARTS * done // of if of else 0
        if part > self._told:
            self._told = part
            Reading.objects.filter(pk=self._key).update(step=done, steps=of)


def _behalf(row: Reading) -> SystemActor:
    """Whoever sent the file acts, though the work is done later."""
    return SystemActor(row.account_label, row.account)


def _read(sent: Received, found: Extracted) -> None:
    with acting(_behalf(sent.reading), "reading.read") as act:
        row = Reading.objects.select_for_update(of=("self",)).get(pk=sent.reading_id)
        if not Received.objects.filter(pk=sent.pk).exists():
            return
        filling.describe(row, found)
        if (there := finishing.same(row)) is not None:
            raise _Twin(there)
        row.file = finishing.kept(_behalf(row), sent.name, bytes(sent.content), illustrative=row.illustrative)
        finishing.finish(act, row)
        sent.delete()


class _Twin(Refusal):
    """The same text was read before."""

    code = "twin"

    def __init__(self, there: Reading) -> None:
        super().__init__(_("Văn bản này đã được đọc."), hint=there.get_absolute_url())


def _failed(sent: Received, told: dict[str, Any]) -> None:
    """Say why; of what may be a secret not even its name is kept."""
    with transaction.atomic():
        row = Reading.objects.select_for_update(of=("self",)).get(pk=sent.reading_id)
        row.state, row.failure, row.text, row.sha256 = ReadingState.FAILED, told, "", ""
        if "secret" in told["code"]:
            row.title = row.file_name = row.place_text = ""
        row.save()
        Received.objects.filter(pk=sent.pk).delete()

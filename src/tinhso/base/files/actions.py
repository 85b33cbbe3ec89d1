"""Receiving a file: name, size, type and antivirus are asked before anything is kept."""

from __future__ import annotations

from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.files import content, names, scanners, sniff
from tinhso.base.files.models import StoredFile


class Unscanned(Refusal):
    """The antivirus cannot be asked, so nothing is accepted."""

    status = 503
    code = "scanner_away"


def store(by: Actor, upload: BinaryIO, *, name: str, illustrative: bool = False) -> StoredFile:
    """Keep a file that somebody sends (nhận tệp). Who may send is asked before, by the room that links it.

    Raises Invalid (field `file`) for a name that is a path, a size or type outside the limits, a virus;
    Unscanned when the antivirus is away. Nothing is kept then.
    """
    bare = names.bare_name(name)
    try:
        with content.receive(upload, at_most=settings.FILE_MAX_BYTES) as incoming:
            media_type = _accepted_type(incoming, bare)
            _require_clean(incoming, bare)
            with acting(by, "file.store") as act:
                kept = StoredFile.objects.create(
                    digest=incoming.digest,
                    size=incoming.size,
                    media_type=media_type,
                    name=bare,
                    illustrative=illustrative,
                )
                act.record(f"files:{incoming.digest[:2]}", subject=kept, facts=[kept])
                content.keep(incoming)
            return kept
    except content.TooLarge:
        raise _too_large(bare, settings.FILE_MAX_BYTES) from None


def _accepted_type(incoming: content.Incoming, name: str) -> str:
    """The type told by the content, when the deployment accepts it and the name agrees."""
    if incoming.size == 0:
        raise Invalid(_("Tệp “%(name)s” trống.") % {"name": name}, code="file_empty", field="file")
    found = sniff.media_type(incoming.path)
    extensions, at_most = settings.FILE_TYPES.get(found, ((), 0))
    if not extensions:
        raise Invalid(
            _("Không nhận loại tệp này: “%(name)s” (%(type)s).") % {"name": name, "type": found},
            code="file_type",
            field="file",
            hint=_("Các loại được nhận: %(types)s.") % {"types": ", ".join(accepted_extensions())},
        )
    if names.extension(name) not in extensions:
        raise Invalid(
            _("Tên “%(name)s” không khớp nội dung của tệp (%(type)s).") % {"name": name, "type": found},
            code="file_type",
            field="file",
            hint=_("Đổi phần mở rộng thành: %(types)s.") % {"types": ", ".join(extensions)},
        )
    if incoming.size > at_most:
        raise _too_large(name, at_most)
    return found


def accepted_extensions() -> list[str]:
    """The extensions this deployment accepts, for messages and for a form's `accept`."""
    return sorted(
        {extension for extensions, _most in settings.FILE_TYPES.values() for extension in extensions}
    )


def _too_large(name: str, at_most: int) -> Invalid:
    return Invalid(
        _("Tệp “%(name)s” lớn hơn %(most)d MB.") % {"name": name, "most": at_most >> 20},
        code="file_size",
        field="file",
        hint=_("Nén hoặc chia nhỏ tệp rồi gửi lại."),
    )


def _require_clean(incoming: content.Incoming, name: str) -> None:
    try:
        found = scanners.scanner().scan(incoming.path)
    except scanners.ScannerAway as error:
        raise Unscanned(
            _("Chưa kiểm tra được mã độc nên chưa nhận tệp."), field="file", hint=_("Gửi lại sau ít phút.")
        ) from error
    if found:
        raise Invalid(
            _("Tệp “%(name)s” có mã độc (%(found)s) nên không được nhận.") % {"name": name, "found": found},
            code="file_infected",
            field="file",
        )

"""A file that is tried first and brought in afterwards: sent once, kept in between."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.files import actions as files
from tinhso.base.files.models import StoredFile


def received(request: HttpRequest, by: Actor, missing: str, *, illustrative: bool = False) -> StoredFile:
    """The file just sent (field `file`), or the one that `by` tried before (field `tried`).

    Raises Invalid with the words `missing` where there is none, Conflict where what was tried is gone, and
    whatever `base.files.actions.store` refuses.
    """
    tried = request.POST.get("tried", "")
    if tried:
        try:
            found = StoredFile.objects.filter(pk=UUID(tried), actor=by.actor_id).first()
        except ValueError:
            found = None
        if found is None:
            raise Conflict(_("Không còn tệp đã chạy thử."), hint=_("Chọn lại tệp rồi chạy thử."))
        return found
    upload = request.FILES.get("file")
    if upload is None or upload.file is None:
        raise Invalid(missing, code="missing", field="file")
    return files.store(by, cast(BinaryIO, upload.file), name=upload.name or "", illustrative=illustrative)

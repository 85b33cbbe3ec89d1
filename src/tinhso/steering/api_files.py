"""The API of evidence (minh chứng): a file is sent first, then named by the report it proves."""

from __future__ import annotations

from typing import BinaryIO, Final, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status
from pydantic import BaseModel

from tinhso.base.errors import Invalid
from tinhso.base.files import actions, limits
from tinhso.base.web.api_errors import WrongType
from tinhso.base.web.errors import TooLarge
from tinhso.people.principals import principal_of
from tinhso.steering import policies

router = Router()

ENVELOPE: Final = 64 << 10
"""What a multipart body may be larger than its file."""

_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class SentFile(BaseModel):
    """A file as it was kept. `id` is what a report names in `evidence`."""

    id: UUID
    name: str
    size: int
    media_type: str
    sha256: str


@router.post(
    "/files",
    response={201: SentFile},
    summary="Send evidence for a report",
    tags=["files"],
    openapi_extra=_BODY,
)
def send_file(request: HttpRequest) -> Status[SentFile]:
    """Keep one file (multipart, part `file`); reports by the same account may then name its id in `evidence`.

    The type is told by the content, not by the name; size, types and antivirus are the deployment's. For
    those who report; keys need the scope `report`. An account sends at most 200 files or 500 MB an hour.
    """
    by = principal_of(request)
    policies.require_evidence(by)
    if request.content_type != "multipart/form-data":
        raise WrongType(
            _("Địa chỉ này nhận tệp (multipart/form-data)."),
            hint=_("Gửi tệp ở phần “file”, ví dụ curl -F file=@bao-cao.pdf."),
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_MAX_BYTES + ENVELOPE:
        raise TooLarge(
            _("Tệp lớn hơn %(most)d MB.") % {"most": settings.FILE_MAX_BYTES >> 20},
            field="file",
            hint=_("Nén hoặc chia nhỏ tệp rồi gửi lại."),
        )
    limits.require_room(by)
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid(_("Chọn một tệp."), code="missing", field="file")
    kept = actions.store(by, cast(BinaryIO, upload), name=upload.name or "", illustrative=by.illustrative)
    told = SentFile(
        id=kept.pk, name=kept.name, size=kept.size, media_type=kept.media_type, sha256=kept.digest
    )
    return Status(201, told)

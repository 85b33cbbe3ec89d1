"""Answering with a file's content, so that no browser takes it for a page of ours."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.files import content, policies
from tinhso.base.files.models import StoredFile


def download(who: object, file: UUID) -> FileResponse:
    """The file as an attachment. Raises NotFound, also for what `who` may not see."""
    found = StoredFile.objects.filter(pk=file).first()
    if found is None:
        raise NotFound(_("Không có tệp này."), field="file")
    policies.require_see(who, found)
    path = content.path_of(found.digest)
    if not path.is_file():
        raise NotFound(_("Nội dung của tệp không còn trong kho lưu trữ."), code="file_lost", field="file")
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response

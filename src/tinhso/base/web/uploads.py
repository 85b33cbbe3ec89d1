"""Files keep the names they were sent with: `../../x` is refused by `base.files`, not quietly made `x`."""

from __future__ import annotations

import html
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser


class _Names(MultiPartParser):
    """Leaves names as they are: nothing here is written under a name, only under its content's digest."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        """The name as it was sent; None for none."""
        return html.unescape(file_name) or None


def _named(file: UploadedFile[Any] | None, name: str | None) -> UploadedFile[Any] | None:
    """Django's file cuts the path off whatever name it is given; give it back."""
    if file is not None and name:
        vars(file)["_name"] = name
    return file


class _InMemory(MemoryFileUploadHandler):
    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return _named(super().file_complete(file_size), self.file_name)


class _OnDisk(TemporaryFileUploadHandler):
    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return _named(super().file_complete(file_size), self.file_name)


def keep_names(request: HttpRequest) -> None:
    """Have the files of `request` read so, when somebody asks for them. Nothing is read yet."""
    request.upload_handlers = [_InMemory(request), _OnDisk(request)]

    def parse(meta: Any, post_data: Any) -> Any:
        return _Names(meta, post_data, request.upload_handlers, request.encoding).parse()

    request.parse_file_upload = parse  # type: ignore[method-assign, assignment]  # a function in a method's place

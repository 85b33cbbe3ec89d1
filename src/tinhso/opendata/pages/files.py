"""Downloads: what lies under an address never changes, so whoever has it may keep it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import NotFound
from tinhso.base.files import content
from tinhso.opendata import queries
from tinhso.opendata.models import DatasetFile, Format

_BOM: Final = b"\xef\xbb\xbf"
_YEAR: Final = 365 * 24 * 3600


@require_safe
def file(request: HttpRequest, code: str, number: int, name: str) -> HttpResponseBase:
    """A file of a version. `?bom=1` puts the mark before a CSV by which Excel knows UTF-8."""
    found = queries.file(queries.public(code), number, name)
    path = content.path_of(found.file.digest)
    if not path.is_file():
        raise NotFound(_("Nội dung của tệp không còn trong kho lưu trữ."), code="file_lost", field="file")
    marked = found.format == Format.CSV and request.GET.get("bom") == "1"
    tag = quote_etag(f"{found.file.digest}{'-bom' if marked else ''}")
    unchanged = get_conditional_response(request, etag=tag)
    response = unchanged if unchanged is not None else _whole(found, path, marked=marked)
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _whole(found: DatasetFile, path: Path, *, marked: bool) -> HttpResponseBase:
    version = found.version
    name = f"{version.dataset.code}-v{version.number}-{found.file.name}"
    kind = found.file.media_type
    kind += "; charset=utf-8" if found.format in {Format.CSV, Format.JSON, Format.PACKAGE} else ""
    if marked:
        response: HttpResponseBase = HttpResponse(_BOM + path.read_bytes(), content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        plain = found.format in {Format.JSON, Format.PACKAGE}
        response = FileResponse(path.open("rb"), as_attachment=not plain, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

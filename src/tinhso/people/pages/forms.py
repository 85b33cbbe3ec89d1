"""Reading what forms sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.web.wording import read_day


def posted(request: HttpRequest, name: str) -> str:
    """The text sent under that name, without outer spaces."""
    return request.POST.get(name, "").strip()


def day_of(request: HttpRequest, name: str) -> date:
    """The day sent under that name. Raises Invalid beside the field."""
    found = optional_day(request, name)
    if found is None:
        raise Invalid(_("Chưa nhập ngày."), field=name, hint=_("Viết ngày/tháng/năm, ví dụ 21/11/2026."))
    return found


def optional_day(request: HttpRequest, name: str) -> date | None:
    """The day sent under that name, None when the field is empty. Raises Invalid beside the field."""
    text = posted(request, name)
    try:
        return read_day(text) if text else None
    except ValueError as error:
        raise Invalid(
            _("“%(text)s” không phải một ngày.") % {"text": text},
            field=name,
            hint=_("Viết ngày/tháng/năm, ví dụ 21/11/2026."),
        ) from error


def id_of(request: HttpRequest, name: str, message: str) -> UUID:
    """The id chosen under that name. Raises Invalid beside the field."""
    try:
        return UUID(posted(request, name))
    except ValueError as error:
        raise Invalid(message, field=name) from error

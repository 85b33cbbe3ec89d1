"""Reading what forms sent."""

from __future__ import annotations

from datetime import date
from typing import Literal, overload
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.web.wording import read_day


def posted(request: HttpRequest, name: str) -> str:
    """The text sent under that name, without outer spaces."""
    return request.POST.get(name, "").strip()


@overload
def day_of(request: HttpRequest, name: str, *, required: Literal[True] = True) -> date: ...
@overload
def day_of(request: HttpRequest, name: str, *, required: bool) -> date | None: ...
def day_of(request: HttpRequest, name: str, *, required: bool = True) -> date | None:
    """The day sent under that name. Raises Invalid beside the field."""
    text = posted(request, name)
    if not text and not required:
        return None
    try:
        return read_day(text)
    except ValueError as error:
        raise Invalid(
            _("Chưa nhập ngày.") if not text else _("“%(text)s” không phải một ngày.") % {"text": text},
            field=name,
            hint=_("Viết ngày/tháng/năm, ví dụ 21/11/2026."),
        ) from error


def id_of(request: HttpRequest, name: str, message: str) -> UUID:
    """The id chosen under that name. Raises Invalid beside the field."""
    try:
        return UUID(posted(request, name))
    except ValueError as error:
        raise Invalid(message, field=name) from error

"""What pages read from the address: the day looked at, and nothing else by hand."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from tinhso.base.errors import Invalid
from tinhso.base.web import wording


def as_of(request: HttpRequest) -> date | None:
    """The day that `?as_of=` names; None means now. Raises Invalid beside the field."""
    text = request.GET.get("as_of", "").strip()
    if not text:
        return None
    try:
        return wording.read_day(text)
    except ValueError as error:
        raise Invalid(str(error), field="as_of") from error

"""What the forms of views and dashboards send, read into drafts: every problem beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from tinhso.base.errors import Invalid, Problem
from tinhso.exploration import policies
from tinhso.exploration.models import Sharing
from tinhso.exploration.spec import Spec
from tinhso.people.principals import Principal

D = TypeVar("D", bound=BaseModel)


def drafted(schema: type[D], values: Mapping[str, Any]) -> D:
    """The values as `schema`. Raises Invalid."""
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        problems = [_problem(one) for one in error.errors(include_url=False)]
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems) from error


def _problem(error: Mapping[str, Any]) -> Problem:
    known = {
        "string_too_short": _("Chưa nhập."),
        "enum": _("Chọn một giá trị trong danh sách."),
        "string_too_long": _("Dài quá %(most)s chữ.") % {"most": error.get("ctx", {}).get("max_length", "")},
    }
    field = str(error["loc"][0]) if error["loc"] else None
    return Problem(str(error["type"]), known.get(str(error["type"]), str(error["msg"])), field)


def spec_sent(sent: QueryDict) -> Spec:
    """The content as a form holds it: the parameters of an address. Raises Invalid."""
    try:
        parameters = QueryDict(sent.get("spec", ""))
        return Spec.of({key: parameters.getlist(key) for key in parameters})
    except ValueError as error:  # what pydantic raises is one too
        raise Invalid(_("Không đọc được nội dung góc nhìn."), field="spec") from error


def sharings(by: Principal, now: str = "") -> list[tuple[str, str]]:
    """How widely `by` may share, and how it is shared now."""
    wide = policies.may_share(by)
    return [
        (str(value), str(label))
        for value, label in Sharing.choices
        if wide or value not in policies.WIDE or value == now
    ]

"""What the forms of views and dashboards send, read into drafts: every problem beside its field."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.exploration import policies
from tinhso.exploration.models import Sharing
from tinhso.exploration.spec import Spec
from tinhso.people.principals import Principal


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

"""What a form shows again: the values as typed, and what is wrong with each.

    typed = forms.start({"value": "12"})                   # first visit
    typed = forms.again(request.POST, refusal)             # after an action refused: nothing typed is lost

In the template: `{% error_summary typed %}`, then `{% field typed "value" _("Tử số") kind="number" %}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from tinhso.base.errors import Problem, Refusal


@dataclass(frozen=True)
class Typed:
    """Values by field name as text, and the refusal if there is one."""

    values: Mapping[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None

    def value(self, name: str) -> str:
        """What stands in the field."""
        return self.values.get(name, "")

    def problem(self, name: str) -> Problem | None:
        """What is wrong with the field."""
        if self.refusal is None:
            return None
        return next((problem for problem in self.refusal.problems if problem.field == name), None)


def start(values: Mapping[str, Any] | None = None) -> Typed:
    """A form at its first visit; None becomes empty."""
    return Typed({key: "" if value is None else str(value) for key, value in (values or {}).items()})


def again(sent: QueryDict | Mapping[str, str], refusal: Refusal) -> Typed:
    """The form as it was sent, with what is wrong."""
    return Typed({key: str(sent.get(key, "")) for key in sent}, refusal)

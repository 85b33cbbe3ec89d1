"""What browsers' forms send, read into schemas: numbers and days as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import parse_number
from tinhso.base.numbers.errors import NumberError
from tinhso.base.web import wording
from tinhso.base.web.drafting import day, drafted

S = TypeVar("S", bound=BaseModel)


def counted(text: str) -> int | None:
    """A number that the page itself had put in the form; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class Reading:
    """One form being read; problems gather, so that a person sees all of them at once."""

    def __init__(self, sent: Mapping[str, str]) -> None:
        self.sent = sent
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        """The words of a field."""
        return self.sent.get(name, "").strip()

    def day(self, name: str) -> date | None:
        """A day as `21/11/2026`; None for an empty field."""
        return day(self.sent, name, self.problems)

    def number(self, name: str, expects: Literal["integer", "decimal"] | None = None) -> Decimal | None:
        """A number as the reader's language writes it; what could mean two things is refused."""
        text = self.text(name).removesuffix("%").strip()
        if not text:
            return None
        try:
            return parse_number(text, locale=wording.language(), expects=expects)
        except NumberError as error:
            message = _(error.message) % error.params
            self.problems.append(Problem(error.code, message, name))
            return None

    def whole(self, name: str) -> int | None:
        """A whole number."""
        found = self.number(name, "integer")
        return None if found is None else int(found)

    def position(self, name: str) -> int:
        """A whole number that must be there. Raises Invalid."""
        found = self.whole(name)
        if found is None:
            told = self.problems[0] if self.problems else Problem("missing", _("Chưa nhập."), name)
            raise Invalid(told.message, code=told.code, field=told.field)
        return found

    def version(self) -> int | None:
        """The version the form was filled from; None where it names none that can be read."""
        return counted(self.text("version"))

    def finish(self, schema: type[S], values: Mapping[str, Any]) -> S:
        """The values as `schema`. Raises Invalid with every problem of the form."""
        return drafted(schema, values, problems=self.problems)

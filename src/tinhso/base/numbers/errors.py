"""Why a text is not taken for a number. Faces turn these into refusals beside the field."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def gettext_noop(message: str) -> str:
    """Mark `message` for translation; this room knows no translator."""
    return message


class NumberError(ValueError):
    """A text that cannot be taken for what was expected.

    `code` is for machines. `reason` is the Vietnamese sentence for people; a face that speaks another
    language translates `message` and fills in `params`.
    """

    code = "number_error"

    def __init__(self, text: str, message: str, *, code: str | None = None, **params: str) -> None:
        self.text = text
        self.code = code or type(self).code
        self.message = message
        self.params = {"text": text, **params}
        self.reason = message % self.params
        super().__init__(self.reason)


class NotANumber(NumberError):
    """No reading at all, or none of the kind that was expected."""

    code = "not_a_number"


class AmbiguousNumber(NumberError):
    """A text that this place and another would read differently; `readings` are what it may have meant."""

    code = "ambiguous_number"

    def __init__(
        self, text: str, message: str, *, readings: Sequence[Decimal], code: str | None = None, **params: str
    ) -> None:
        super().__init__(text, message, code=code, **params)
        self.readings = tuple(readings)

"""Errors that speak to people: what happened, which field, what to do.

The text is a plain or lazily translated string; faces render it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field."""

    code: str
    message: object
    field: str | None = None
    hint: object | None = None


class Refusal(Exception):
    """The product says no, and says why. `status` is what a web face answers.

    `retry_after` are the seconds after which the same may be asked again; 0 where waiting changes nothing.
    `extra` is what programs are told besides.
    """

    status = 400
    retry_after = 0
    code = "refused"
    extra: Mapping[str, object] = MappingProxyType({})

    def __init__(
        self,
        message: object,
        *,
        code: str | None = None,
        field: str | None = None,
        hint: object | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.field = field
        self.hint = hint
        self.problems: tuple[Problem, ...] = tuple(problems) or (Problem(self.code, message, field, hint),)

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Refusal):
    """What was typed cannot stand."""

    status = 422
    code = "invalid"


class NotSignedIn(Refusal):
    """Nobody is signed in, and this needs somebody."""

    status = 401
    code = "not_signed_in"


class NotAllowed(Refusal):
    """This person may not do or see this."""

    status = 403
    code = "not_allowed"


class NotFound(Refusal):
    """No such thing; `near` lists what may have been meant."""

    status = 404
    code = "not_found"

    def __init__(self, message: object, *, near: Sequence[str] = (), **rest: object) -> None:
        super().__init__(message, **rest)  # type: ignore[arg-type]  # keywords are those of Refusal
        self.near = tuple(near)


class Ambiguous(Refusal):
    """Several things answer to this name; `candidates` lists their addresses."""

    status = 300
    code = "ambiguous"

    def __init__(self, message: object, *, candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class Conflict(Refusal):
    """The thing changed, or is no longer in a state that allows this."""

    status = 409
    code = "conflict"


class TooMany(Refusal):
    """Too much was sent in a short time; later it is taken."""

    status = 429
    code = "too_many"
    retry_after = 600

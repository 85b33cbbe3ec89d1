"""What is wrong with a template: at which line and column, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.base.text import near_matches


@dataclass(frozen=True, order=True)
class Flaw:
    """One thing wrong (lỗi của mẫu); `near` are names that may have been meant."""

    line: int
    column: int
    message: str
    found: str = ""
    near: tuple[str, ...] = ()

    @property
    def hint(self) -> str:
        """What may have been meant, in words; empty when nothing is near."""
        return _("Có phải: %(near)s?") % {"near": ", ".join(self.near)} if self.near else ""

    def __str__(self) -> str:
        told = _("Dòng %(line)d, cột %(column)d: %(message)s") % {
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }
        return f"{told} {self.hint}".strip()


class BadTemplate(ValueError):
    """A template that cannot stand, with all its flaws in the order of the text."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(sorted(flaws))
        super().__init__("\n".join(str(flaw) for flaw in self.flaws))

    def refusal(self, field: str = "body") -> Invalid:
        """The same as a refusal at a field of a form."""
        problems = [Problem("template", str(flaw), field) for flaw in self.flaws]
        return Invalid(problems[0].message, code="template", field=field, problems=problems)


NEAR = 4


def near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Names like that word, nearest first; the first few of all where none is like it."""
    names: Sequence[str] = list(known)
    return tuple(near_matches(word, names, NEAR) or names[:NEAR])

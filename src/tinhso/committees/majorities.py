"""Shares of a whole number of members, in whole numbers: no rounding of fractions. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Share:
    """At least (or, with `over`, more than) `numerator`/`denominator` of the members."""

    numerator: int
    denominator: int
    over: bool = False

    def needed(self, total: int) -> int:
        """The least number of `total` that is enough."""
        product = total * self.numerator
        if self.over:
            return product // self.denominator + 1
        return -(-product // self.denominator)

    def reached(self, number: int, total: int) -> bool:
        """Whether `number` of `total` is enough; nobody of nobody never is."""
        return total > 0 and number >= self.needed(total)

    @property
    def sign(self) -> str:
        """For programs: `>1/2`, `>=2/3`."""
        return f"{'>' if self.over else '>='}{self.numerator}/{self.denominator}"

    def __str__(self) -> str:
        share = f"{self.numerator}/{self.denominator}"
        return _("trên %(share)s") % {"share": share} if self.over else _("từ %(share)s") % {"share": share}

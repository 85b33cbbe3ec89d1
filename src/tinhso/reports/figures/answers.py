"""A figure as a report says it: in words, as a number, and where it comes from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.numbers import format_number, round_half_up
from tinhso.base.web import wording

MISSING: Final = "chưa có số liệu"
"""What stands in a report where there is no figure; reports are written in Vietnamese."""


@dataclass(frozen=True)
class Answer:
    """One figure. `text` is what the report prints; `value` the number behind it, in `unit`.

    `sources` are ids of facts (figures, statements, results), `href` leads to them. `missing` says why there
    is no figure, `owed` who has to bring it and `remedy` leads to where. `note` says what differs (≠).
    """

    key: str
    text: str
    value: Decimal | None = None
    unit: str = ""
    lower_is_better: bool = False
    dated: date | None = None
    sources: tuple[str, ...] = ()
    href: str = ""
    missing: str = ""
    owed: tuple[str, ...] = ()
    remedy: str = ""
    note: str = ""
    illustrative: bool = False

    @property
    def printed(self) -> str:
        """What the paper prints: the text, and what differs behind it."""
        return f"{self.text} ({self.note})" if self.note else self.text

    def as_json(self) -> dict[str, Any]:
        """For the pinned list of figures."""
        told = asdict(self)
        told["value"] = None if self.value is None else str(self.value)
        told["dated"] = self.dated.isoformat() if self.dated else None
        return told


def from_json(told: dict[str, Any]) -> Answer:
    """The answer that `as_json` told."""
    value, dated = told.get("value"), told.get("dated")
    rest = {name: told[name] for name in Answer.__dataclass_fields__ if name in told}
    return Answer(
        **{
            **rest,
            "value": None if value is None else Decimal(value),
            "dated": date.fromisoformat(dated) if dated else None,
            "sources": tuple(told.get("sources", ())),
            "owed": tuple(told.get("owed", ())),
        }
    )


def absent(key: str, why: str, *, owed: tuple[str, ...] = (), remedy: str = "", href: str = "") -> Answer:
    """No figure: said in the report, and listed before freezing with who owes it."""
    return Answer(key, MISSING, missing=why, owed=owed, remedy=remedy, href=href or remedy)


def number(value: Decimal, digits: int | None = None) -> str:
    """`1.680`, `89,5`: at most that many decimals, no closing zeros."""
    kept = value if digits is None else round_half_up(value, digits)
    whole = kept == kept.to_integral_value()
    return format_number(kept.quantize(Decimal(1)) if whole else Decimal(format(kept.normalize(), "f")))


def with_unit(text: str, unit: str) -> str:
    """`89,5%` as official papers write it; other units after a space."""
    return f"{text}{unit}" if unit in {"%", "‰"} else f"{text} {unit}".strip()


def day(value: date) -> str:
    """`31/12/2022`."""
    return wording.day(value)


def change(now: Answer, before: Answer, key: str) -> Answer:
    """What changed since the period before: `tăng 2,5 điểm %`, `giảm 3`, `không đổi`."""
    if now.missing or before.missing:
        return absent(key, _("chưa đủ hai kỳ để so sánh"), owed=now.owed or before.owed, remedy=now.remedy)
    sources, href = (*now.sources, *before.sources), now.href
    illustrative = now.illustrative or before.illustrative
    if now.value is None or before.value is None:
        text = "không đổi" if now.text == before.text else f"từ “{before.text}” sang “{now.text}”"
        return Answer(key, text, sources=sources, href=href, illustrative=illustrative, dated=now.dated)
    moved = now.value - before.value
    if not moved:
        text = "không đổi"
    elif now.lower_is_better and now.unit == "bậc":
        text = f"{'tăng' if moved < 0 else 'giảm'} {number(abs(moved))} bậc"
    else:
        unit = "điểm %" if now.unit == "%" else now.unit
        text = with_unit(f"{'tăng' if moved > 0 else 'giảm'} {number(abs(moved), 2)}", unit)
    return Answer(
        key, text, moved, now.unit, dated=now.dated, sources=sources, href=href, illustrative=illustrative
    )

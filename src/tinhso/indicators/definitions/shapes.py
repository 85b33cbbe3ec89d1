"""What somebody lays down of an indicator: one shape for forms, the API and packs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from tinhso.base.web import statuses
from tinhso.indicators.models import (
    Adding,
    Described,
    Direction,
    Frequency,
    Kind,
    OverTime,
    PersonalData,
)
from tinhso.indicators.schemas import Text

COLUMNS: Final = tuple(field.attname for field in Described._meta.local_fields)
"""What `Indicator` copies of its definition, by attname."""

CODE: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""How codes of indicators, groups and options are written."""

TONES: Final = tuple(statuses.TONES)
"""Looks that a step of the legend may have: those of states everywhere."""

APPROVALS: Final = ("head", "parent")
"""Levels that a figure may pass before the standing office, in their order."""

Short = Annotated[Text, Field(max_length=60)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, populate_by_name=True)


class Option(_Part):
    """One answer to choose (lựa chọn); its value is what a figure keeps."""

    value: int = Field(ge=0, le=999_999)
    vi: Text
    en: Text = ""


class GroupOption(_Part):
    """One part of a disaggregation."""

    code: str
    vi: Text
    en: Text = ""


class Group(_Part):
    """One way to divide (phân tổ): by technology, level, gender."""

    code: str
    vi: Text
    en: Text = ""
    options: tuple[GroupOption, ...] = ()


class Reporters(_Part):
    """Who tells it (đơn vị báo cáo): agencies by code, kinds of agencies, those of a level of places."""

    agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    level: str = ""


class LegendStep(_Part):
    """What values mean (thang đánh giá): from `from_` up to, not including, `to`; None is without end."""

    from_: Decimal | None = Field(default=None, alias="from")
    to: Decimal | None = None
    tone: str
    vi: Text
    en: Text = ""


class LaidDown(BaseModel):
    """All that a definition lays down but the names. See `models.Described` for what the fields mean."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    kind: Kind
    unit: Short = ""
    unit_en: Short = ""
    factor: Decimal = Field(default=Decimal(100), max_digits=12, decimal_places=3)
    options: tuple[Option, ...] = ()
    direction: Direction = Direction.UP
    adding: Adding = Adding.NONE
    over_time: OverTime = OverTime.NONE
    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    unbounded: bool = False
    frequency: Frequency | Literal[""] = ""
    cut_off: bool = False
    disaggregations: tuple[Group, ...] = ()
    reporters: Reporters = Reporters()
    due_days: Annotated[int, Field(ge=0, le=366)] | None = None
    approvals: tuple[str, ...] = ()
    clause: Text = ""
    evidence_required: bool = False
    legend: tuple[LegendStep, ...] = ()
    personal_data: PersonalData = PersonalData.NONE
    formula: Text = ""
    definition: Text = ""


class DefinitionDraft(LaidDown):
    """A definition before it is laid down. `in_use` False: from its day on the indicator is told no more."""

    name: Text
    name_en: Text = ""
    in_use: bool = True

    @classmethod
    def of(cls, row: Described, *, in_use: bool = True) -> Self:
        """What a stored definition, or an indicator's copy of it, says."""
        told = {name: getattr(row, name) for name in LaidDown.model_fields}
        return cls.model_validate({**told, "name": row.name, "name_en": row.name_en, "in_use": in_use})


def columns_of(draft: LaidDown) -> dict[str, Any]:
    """The columns of `Described`, without names and document, as the database keeps them."""
    told = {name: getattr(draft, name) for name in LaidDown.model_fields}
    told |= {name: str(told[name]) for name in _WORDS}
    told["options"] = [one.model_dump() for one in draft.options]
    told["disaggregations"] = [one.model_dump(mode="json") for one in draft.disaggregations]
    told["reporters"] = {
        name: value for name, value in draft.reporters.model_dump(mode="json").items() if value
    }
    told["approvals"] = list(draft.approvals)
    told["legend"] = [
        {
            **step.model_dump(exclude={"from_", "to"}),
            "from": _number(step.from_),
            "to": _number(step.to),
        }
        for step in draft.legend
    ]
    return told


_WORDS: Final = ("kind", "direction", "adding", "over_time", "frequency", "personal_data")


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def crossings(disaggregations: Any) -> dict[str, str]:
    """The cells of stored groups: code of the crossing (`4g.nu`) and its name (`4G, nữ`), in order."""
    return {code: ", ".join(part["vi"] for part in parts) for code, parts in crossed(disaggregations).items()}


def crossed(disaggregations: Any) -> dict[str, tuple[Mapping[str, str], ...]]:
    """The options that make each cell of stored groups, by the cell's code."""
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for number, group in enumerate(disaggregations):
        options = group["options"]
        if number == 0:
            found = {option["code"]: (option,) for option in options}
        else:
            found = {
                f"{code}.{option['code']}": (*parts, option)
                for code, parts in found.items()
                for option in options
            }
    return found

"""What stored figures cannot give is told when the formula is laid down, at its character."""

from __future__ import annotations

import pytest

from tinhso.indicators.definitions.readable import Known, require_readable
from tinhso.indicators.formula import FormulaError, parse
from tinhso.indicators.formula.functions import Type
from tinhso.indicators.models import Kind

KNOWN = Known(
    told={
        "a": Kind.COUNT, "b.4g": Kind.COUNT, "r": Kind.RATIO, "p": Kind.PERCENT, "ngay": Kind.DATE,
        "giai-doan": Kind.PERIOD, "chon": Kind.CHOICE, "co": Kind.YES_NO, "hang": Kind.RANK,
    },
    derived={"d": Kind.COUNT},
    constants=["luong-co-so"],
    groups=["bien-gioi"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("#{a} + #{b.4g} * C{luong-co-so}", Type.NUMBER),
        ("#{r}.yearToDate() / #{d}.periodOffset(-12)", Type.NUMBER),
        ("if(#{co} && OUG{bien-gioi} > 0, #{p}, 0)", Type.NUMBER),
        ("sum(#{co}.periods(-11, 0)) > 3", Type.BOOLEAN),
        ("#{co}.yearToDate() + 1", Type.NUMBER),
        ("#{co}", Type.BOOLEAN),
    ],
)
def test_what_can_be_read(text: str, gives: Type) -> None:
    assert require_readable(parse(text), KNOWN) is gives


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("1 + #{ngay}", "type", 4),
        ("#{giai-doan} > 1", "type", 0),
        ("#{chon} == 1", "type", 0),
        ("#{co} + 1", "type", 0),
        ("#{p}.yearToDate()", "bad_period", 0),
        ("#{a} - #{hang}.yearToDate()", "bad_period", 7),
        ("#{d}.yearToDate()", "bad_period", 0),
        ("#{a} * C{luong-co}", "unknown_code", 7),
        ("OUG{bien} + 1", "unknown_code", 0),
        ("#{b.5g}", "unknown_code", 0),
    ],
)
def test_what_cannot_be_read_is_told_at_its_character(text: str, code: str, position: int) -> None:
    with pytest.raises(FormulaError) as refused:
        require_readable(parse(text), KNOWN)
    assert (refused.value.code, refused.value.position) == (code, position)


def test_near_names_are_told() -> None:
    with pytest.raises(FormulaError) as refused:
        require_readable(parse("C{luong-co}"), KNOWN)
    assert refused.value.near == ("luong-co-so",)

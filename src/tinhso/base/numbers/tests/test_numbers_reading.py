"""Reading numbers: what is clear is exact, what is not is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.numbers import (
    AmbiguousNumber,
    Expects,
    Language,
    NotANumber,
    NumberError,
    parse_integer,
    parse_number,
    parse_percent,
    precision_of,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.680", "1680"),
        ("89,5", "89.5"),
        ("89,50", "89.50"),
        ("04", "4"),
        ("1.234.567", "1234567"),
        ("1.234.567,089", "1234567.089"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        ("-0", "0"),
        ("0,6077", "0.6077"),
        ("1,234", "1.234"),
        ("1680", "1680"),
        (" 7.856\u00a0", "7856"),
    ],
)
def test_vietnamese_numbers(text: str, value: str) -> None:
    assert str(parse_number(text)) == value


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("0.8002", "en", "0.8002"),
        ("1,234", "en", "1234"),
        ("1.680", "en", "1.680"),
        ("1,234,567.5", "en", "1234567.5"),
        ("0.8002", None, "0.8002"),
        ("89,5", None, "89.5"),
        ("1.234.567", None, "1234567"),
        ("1.234,5", None, "1234.5"),
        ("1680", None, "1680"),
        ("0,680", None, "0.680"),
    ],
)
def test_other_and_unknown_locales(text: str, locale: Language | None, value: str) -> None:
    assert str(parse_number(text, locale=locale)) == value


@pytest.mark.parametrize(
    ("text", "locale", "expects", "readings"),
    [
        ("1.680", "vi", "decimal", {"1680", "1.680"}),
        ("-1.680", "vi", "decimal", {"-1680", "-1.680"}),
        ("1,234", None, None, {"1.234", "1234"}),
        ("1.680", None, "integer", {"1680", "1.680"}),
        ("1,234", "vi", "integer", {"1.234", "1234"}),
        ("1,680", "en", "decimal", {"1680", "1.680"}),
    ],
)
def test_two_readings_are_refused(
    text: str, locale: Language | None, expects: Expects | None, readings: set[str]
) -> None:
    with pytest.raises(AmbiguousNumber) as refused:
        parse_number(text, locale=locale, expects=expects)
    assert {str(reading) for reading in refused.value.readings} == readings
    assert refused.value.code == "ambiguous_number"
    assert refused.value.text == text


@pytest.mark.parametrize(
    ("text", "reading", "proposal"),
    [
        ("0.8002", "0.8002", "0,8002"),
        ("89.5", "89.5", "89,5"),
        ("0.680", "0.680", "0,680"),
        ("1,234,567", "1234567", "1234567"),
        ("12,345.6", "12345.6", "12345,6"),
    ],
)
def test_the_style_of_the_other_locale_is_refused_with_a_proposal(
    text: str, reading: str, proposal: str
) -> None:
    with pytest.raises(AmbiguousNumber) as refused:
        parse_number(text)
    assert refused.value.readings == (Decimal(reading),)
    assert refused.value.code == "other_number_style"
    assert f"“{proposal}”" in refused.value.reason
    assert parse_number(proposal) == Decimal(reading)


def test_reasons_speak_to_people_and_can_be_translated() -> None:
    with pytest.raises(ValueError, match=r"1\.680") as refused:
        parse_number("1.680", expects="decimal")
    error = refused.value
    assert isinstance(error, NumberError)
    assert error.reason == str(error)
    assert error.reason.startswith("“1.680” có thể hiểu là 1680 hoặc 1,68. Hãy nhập lại rõ ràng")
    assert error.message % error.params == error.reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        ",",
        "abc",
        "1.2.3",
        "1.23.456",
        "1,2,3",
        "5,",
        ",5",
        "1e5",
        "NaN",
        "Infinity",
        "--3",
        "3-",
        "٣",
        "１２",
        "0x10",
        "1_000",
        "01.680.000,5.1",
        "%",
        "1 680",
        "89,5 %",
        "9" * 101,
    ],
)
def test_rubbish_is_not_a_number(text: str) -> None:
    for locale in ("vi", "en", None):
        with pytest.raises(NotANumber) as refused:
            parse_number(text, locale=locale)
        assert refused.value.code == "not_a_number"


@pytest.mark.parametrize("text", ["89,5", "89,0", "89.5"])
def test_an_integer_has_no_decimals(text: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse_integer(text)
    assert refused.value.code == "not_an_integer"


def test_integers() -> None:
    assert (parse_integer("04"), parse_integer("1.680"), parse_integer("−3")) == (4, 1680, -3)


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("89,5 %", "89.5", 1),
        ("89,5%", "89.5", 1),
        ("89,50\u00a0%", "89.50", 2),
        ("100%", "100", 0),
        ("98,6", "98.6", 1),
    ],
)
def test_percentages(text: str, value: str, places: int) -> None:
    assert str(parse_percent(text)) == value
    assert precision_of(text) == places


def test_percentages_are_decimals_so_their_thousands_are_ambiguous() -> None:
    with pytest.raises(AmbiguousNumber):
        parse_percent("1.680 %")
    with pytest.raises(AmbiguousNumber):
        parse_percent("89.5%")
    assert parse_percent("89.5%", locale="en") == parse_percent("89.5%", locale=None) == Decimal("89.5")


@pytest.mark.parametrize("text", ["%", "5 %%", "% 5", ""])
def test_rubbish_is_not_a_percentage(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_percent(text)


def test_precision_of_a_count_is_zero() -> None:
    assert precision_of("1.680") == 0
    assert precision_of("0,6077") == 4


@given(st.text(st.sampled_from("0123456789.,-"), max_size=12), st.sampled_from(["integer", "decimal", None]))
def test_without_a_locale_a_number_is_what_every_locale_that_reads_it_says(
    text: str, expects: Expects | None
) -> None:
    try:
        value = parse_number(text, locale=None, expects=expects)
    except NumberError:
        return
    languages: tuple[Language, ...] = ("vi", "en")
    for locale in languages:
        try:
            assert parse_number(text, locale=locale) == value
        except AmbiguousNumber as refused:
            assert refused.readings == (value,)


@given(st.text())
def test_any_text_is_a_number_or_refused_with_a_reason(text: str) -> None:
    try:
        assert parse_number(text).is_finite()
    except NumberError as refused:
        assert refused.reason

"""Templates name values and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tinhso.notify.placeholders import Flaw, fill, flaws, names

VALUES = {"title": "Quý I", "title_en": "Quarter I", "reason": "{title} {0} %s"}


def test_values_are_filled_in_once() -> None:
    assert fill("{title}: {reason}", VALUES) == "Quý I: {title} {0} %s"


def test_another_language_has_its_own_values_where_there_are() -> None:
    assert fill("{title}: {reason}", VALUES, "en") == "Quarter I: {title} {0} %s"


def test_attributes_indexes_and_formats_are_no_places() -> None:
    for evil in (
        "{title.__class__}",
        "{title[0]}",
        "{title!r}",
        "{title:>9999999}",
        "{0}",
        "{}",
        "%(title)s",
    ):
        assert fill(evil, VALUES) == evil
        assert names(evil) == ()


def test_flaws_are_found() -> None:
    assert flaws("{title} {titel}", {"title"}) == [Flaw("titel", 8)]
    assert flaws("{title", {"title"}) == [Flaw("", 0)]
    assert flaws("title}", {"title"}) == [Flaw("", 5)]
    assert flaws("{title}", {"title"}) == []


@given(st.text(alphabet="ab{}_. ", max_size=40), st.text(max_size=20))
def test_whatever_is_filled_in_stays_as_it_is(template: str, value: str) -> None:
    found = fill(template, {"a": value})
    assert found == template.replace("{a}", value) or "{a}" in value

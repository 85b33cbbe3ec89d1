"""`tinhso indicators check`: what it prints, and how it ends."""

from __future__ import annotations

from datetime import date

import pytest

from tinhso.cli.exits import Exit
from tinhso.cli.main import call
from tinhso.cli.verbs import find
from tinhso.indicators.models import Check as Rule
from tinhso.indicators.models import CurrentFigure, Indicator, Observation
from tinhso.places.models import Level, Place

pytestmark = pytest.mark.django_db


def _check(*words: str) -> int:
    found = find(["indicators", "check", *words])
    assert found
    return call(*found)


@pytest.fixture(autouse=True)
def _told() -> None:
    """A rule, and a figure above what it allows."""
    country = Place.objects.create(level=Level.COUNTRY, code="VN", name="Việt Nam", slug="vn", path="VN")
    place = Place.objects.create(
        level=Level.PROVINCE, code="20", name="Lạng Sơn", type="Tỉnh", slug="20", path="VN/20", parent=country
    )
    indicator = Indicator.objects.create(code="to-cn", name="Tổ công nghệ", kind="count", decimals=0)
    told = Observation.objects.create(
        indicator=indicator, place=place, kind="count", period="2025", period_start=date(2025, 1, 1),
        period_end=date(2025, 12, 31), dated=date(2025, 12, 31), value=1680, state="confirmed", pack="thu",
    )  # fmt: skip
    CurrentFigure.objects.create(
        indicator=indicator, place=place, period="2025", kind="count", dated=told.dated, observation=told
    )
    Rule.objects.create(
        code="tran", name="Trần", kind="range", severity="explain", touched=["to-cn"],
        rule={"kind": "range", "indicator": "to-cn", "most": "1000"},
    )  # fmt: skip


def test_what_falls_is_told_until_somebody_decides(capsys: pytest.CaptureFixture[str]) -> None:
    assert _check("--since", "2025-01-01") == Exit.FOUND
    said = capsys.readouterr().out
    assert "1 judged, 1 found, 1 new, 0 gone" in said
    assert "2025 Tỉnh Lạng Sơn [Phải giải trình] 1.680 vượt mức lớn nhất được đặt ra là 1.000." in said
    assert _check("tran", "--until", "2024-12-31") == Exit.FOUND, "it waits all the same"
    assert "0 judged, 0 found, 0 new, 0 gone" in capsys.readouterr().out


def test_a_wrong_question_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert _check("trann") == Exit.REFUSED
    assert "tran" in capsys.readouterr().err
    assert _check("--since", "hôm qua") == Exit.REFUSED
    assert "--since" in capsys.readouterr().err
    assert _check("--place", "99") == Exit.REFUSED

"""A province of four communes with counts of September, one of them small; those who publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tinhso.base import clock
from tinhso.documents.models import Document
from tinhso.indicators import actions as figures
from tinhso.indicators.models import Adding, Indicator, Kind, OverTime, State
from tinhso.indicators.schemas import Draft
from tinhso.indicators.tests.conftest import indicator, place, principal
from tinhso.opendata import actions
from tinhso.opendata.models import Dataset, Licence
from tinhso.opendata.schemas import DatasetDraft
from tinhso.people.models import Agency, Role
from tinhso.people.principals import Principal
from tinhso.places.models import Level, Place

TODAY = date(2026, 11, 21)
COUNTS = {"00001": 3, "00002": 20, "00003": 9, "00004": 40}


@dataclass
class Scene:
    """Rows to work with."""

    province: Place
    agency: Agency
    helped: Indicator
    covered: Indicator
    office: Principal
    officer: Principal

    def tell(self, code: str, unit: str, period: str, **numbers: int) -> None:
        """A confirmed figure."""
        told = {name: Decimal(number) for name, number in numbers.items()}
        draft = Draft.model_validate(
            {"indicator": code, "place": unit, "period": period, "agency": self.agency.code, **told}
        )
        figures.record_observation(self.office, draft, State.CONFIRMED)

    def draft(self, **more: Any) -> DatasetDraft:
        """A dataset that can stand."""
        told: dict[str, Any] = {
            "code": "ho-tro",
            "title": "Lượt người dân được hỗ trợ",
            "title_en": "People helped",
            "description": "Theo xã và cả tỉnh.",
            "licence": "cc-by-4-0",
            "owner": self.agency.code,
            "themes": ("Xã hội số",),
            "measures": ("ho-tro",),
            "levels": ("province", "commune"),
            "within": "20",
            "kinds": ("month",),
            "first": date(2026, 9, 1),
            "threshold": 5,
            "threshold_why": "Thử",
        }
        return DatasetDraft.model_validate(told | more)

    def dataset(self, **more: Any) -> Dataset:
        """A dataset laid down."""
        return actions.lay_down(self.office, self.draft(**more))


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"
    settings.WAREHOUSE = tmp_path / "warehouse"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def scene(db: None) -> Scene:
    """The province, its communes, and what they told of September."""
    country = place(Level.COUNTRY, "VN", "Việt Nam", None)
    province = place(Level.PROVINCE, "20", "Lạng Sơn", country)
    for code in COUNTS:
        place(Level.COMMUNE, code, f"Xã {code}", province, type="Xã")
    agency = Agency.objects.create(code="so-khcn", name="Sở Khoa học và Công nghệ", kind="department")
    document = Document.objects.create(
        slug="247-kh-ubnd", notation="247/KH-UBND", type="KH", title="Kế hoạch"
    )
    same = {"over_time": OverTime.SUM, "document": document, "definition": "Số lượt trong kỳ"}
    helped = indicator("ho-tro", "Lượt hỗ trợ", Kind.COUNT, Adding.SUM, unit="lượt", decimals=0, **same)
    covered = indicator("phu-song", "Thôn phủ sóng", Kind.RATIO, Adding.RATIO_OF_SUMS, unit="thôn")
    Licence.objects.create(
        code="cc-by-4-0", name="CC BY 4.0", spdx="CC-BY-4.0", url="https://vi-du.gov.vn/cc"
    )
    office, officer = principal(Role.STANDING_OFFICE, agency), principal(Role.REPORTING_OFFICER, agency)
    made = Scene(province, agency, helped, covered, office, officer)
    for code, count in COUNTS.items():
        made.tell("ho-tro", code, "2026-09", value=count)
    return made

"""A small world: a province, a district that ended, an agency, a document, indicators, people with roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.ids import new_id
from tinhso.base.text import search_key, sort_key
from tinhso.documents.models import Document
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.models import Adding, Indicator, Kind
from tinhso.indicators.schemas import Draft
from tinhso.people.models import Agency, Role
from tinhso.people.principals import Principal
from tinhso.places.models import Level, Lineage, Place

TODAY = date(2026, 11, 21)
ROBOT = SystemActor("kiểm thử")


@dataclass(frozen=True)
class World:
    """Rows to work with."""

    province: Place
    old: Place
    new: Place
    agency: Agency
    other_agency: Agency
    document: Document
    procedures: Indicator
    teams: Indicator
    office: Principal
    officer: Principal

    def draft(self, **more: Any) -> Draft:
        """A ratio that can stand."""
        told: dict[str, Any] = {
            "indicator": self.procedures.code,
            "place": "20",
            "agency": self.agency.code,
            "period": "2026-Q3",
            "numerator": Decimal(1761),
            "denominator": Decimal(1966),
        }
        return Draft.model_validate(told | more)


def place(level: Level, code: str, name: str, parent: Place | None, **more: Any) -> Place:
    """A row of the table of places."""
    return Place.objects.create(
        level=level,
        code=code,
        name=name,
        type=more.pop("type", "Tỉnh"),
        slug=code.lower(),
        sort_key=sort_key(name),
        search_key=search_key(name, code),
        parent=parent,
        path=f"{parent.path}/{code}" if parent else code,
        **more,
    )


def indicator(code: str, name: str, kind: Kind, adding: Adding = Adding.NONE, **more: Any) -> Indicator:
    """What is measured."""
    row = Indicator.objects.create(
        code=code, name=name, kind=kind, adding=adding, search_key=search_key(name, code), **more
    )
    definitions.begin([row])
    return row


def principal(role: Role, agency: Agency) -> Principal:
    """Somebody with one role in one agency."""
    return Principal(account_id=new_id(), name="Người thử", agencies={role: frozenset({agency.pk})})


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Tests stand on one day."""
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def world(db: None) -> World:
    """The small world."""
    country = place(Level.COUNTRY, "VN", "Việt Nam", None)
    province = place(Level.PROVINCE, "20", "Lạng Sơn", country)
    end = date(2025, 6, 30)
    old = place(Level.DISTRICT, "178", "Thành phố cũ", province, type="Thành phố", valid_to=end)
    new = place(Level.COMMUNE, "06184", "Đông Kinh", province, type="Phường", valid_from=date(2025, 7, 1))
    Lineage.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1), share=1, basis="whole")
    agency, other = (
        Agency.objects.create(code=code, name=name, kind="department", search_key=search_key(name))
        for code, name in (("so-khcn", "Sở Khoa học và Công nghệ"), ("so-noi-vu", "Sở Nội vụ"))
    )
    document = Document.objects.create(
        slug="247-kh-ubnd", notation="247/KH-UBND", type="KH", title="Kế hoạch", date=date(2022, 12, 14)
    )
    procedures = indicator(
        "dvctt", "Thủ tục có dịch vụ công trực tuyến", Kind.RATIO, Adding.RATIO_OF_SUMS, unit="thủ tục"
    )
    teams = indicator("to-cnscd", "Tổ công nghệ số cộng đồng", Kind.COUNT, Adding.SUM, unit="tổ", decimals=0)
    office = principal(Role.STANDING_OFFICE, agency)
    officer = principal(Role.REPORTING_OFFICER, agency)
    return World(
        province, old, new, agency, other, document, procedures, teams, office=office, officer=officer
    )

"""A province with communes of one name, two agencies, their people, indicators, a target, a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.base.text import search_key, sort_key
from tinhso.documents.models import Document
from tinhso.indicators.definitions import laying
from tinhso.indicators.models import Adding, Indicator, Kind
from tinhso.people import queries as people
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Principal
from tinhso.people.steps import BACKEND
from tinhso.places.keys import place_search_key
from tinhso.places.models import Level, Place
from tinhso.reading.actions import taking
from tinhso.reading.models import Reading
from tinhso.reading.schemas import NewReading
from tinhso.steering.models import Plan, Target

TODAY = date(2026, 11, 21)
TEXT = """ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN
BÁO CÁO
Kết quả chuyển đổi số

Thực hiện Kế hoạch số 247/KH-UBND ngày 14/12/2022, tính đến ngày 31/10/2026, toàn tỉnh có 1.761/1.966 thủ \
tục hành chính được cung cấp dịch vụ công trực tuyến, đạt 89,5%. Toàn tỉnh đã thành lập 1.680 tổ công nghệ \
số cộng đồng với 7.856 thành viên.
Xã Tân Tiến đã thành lập 12 tổ công nghệ số cộng đồng.
Năm 2027, phấn đấu 100% hồ sơ công việc được xử lý trên môi trường mạng.
"""


@dataclass
class Scene:
    """Rows to work with; `who` by user name."""

    province: Place
    namesakes: tuple[Place, Place]
    agency: Agency
    other: Agency
    procedures: Indicator
    teams: Indicator
    target: Target
    document: Document
    who: dict[str, Principal] = field(default_factory=dict)

    def read(self, text: str = TEXT, by: str = "thuong-truc", **more: Any) -> Reading:
        """That text, read for somebody."""
        told = {"text": text, "dated": date(2026, 11, 5), **more}
        return taking.take_in(self.who[by], NewReading.model_validate(told))


def _place(level: Level, code: str, name: str, type_: str, parent: Place | None) -> Place:
    return Place.objects.create(
        level=level,
        code=code,
        name=name,
        type=type_,
        slug=f"{code}-{level}",
        sort_key=sort_key(name),
        search_key=place_search_key(name, type_, code),
        parent=parent,
        path=f"{parent.path}/{code}" if parent else code,
    )


def _indicator(code: str, name: str, kind: Kind, adding: Adding, **more: Any) -> Indicator:
    row = Indicator.objects.create(
        code=code, name=name, kind=kind, adding=adding, search_key=search_key(name, code), **more
    )
    laying.begin([row])
    return row


def _person(scene: Scene, name: str, agency: Agency, role: Role) -> None:
    person = Person.objects.create(code=name, full_name=f"Nguyễn {name}", sort_name=name, search_key=name)
    position, _made = Position.objects.get_or_create(agency=agency, title=str(role.label), role=role)
    Post.objects.create(person=person, position=position)
    account = Account.objects.create(username=name, person=person, password="!")
    scene.who[name] = people.principal_for(account)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> Iterator[None]:
    """Tests stand on one day, with real data."""
    settings.DEMO = False
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def scene(db: None) -> Scene:
    """The small world."""
    country = _place(Level.COUNTRY, "VN", "Việt Nam", "", None)
    province = _place(Level.PROVINCE, "20", "Lạng Sơn", "Tỉnh", country)
    namesakes = (
        _place(Level.COMMUNE, "06001", "Tân Tiến", "Xã", province),
        _place(Level.COMMUNE, "06002", "Tân Tiến", "Xã", province),
    )
    agency, other = (
        Agency.objects.create(code=code, name=name, kind="department", pack="langson", search_key=code)
        for code, name in (("so-khcn", "Sở Khoa học và Công nghệ"), ("so-noi-vu", "Sở Nội vụ"))
    )
    procedures = _indicator(
        "dvctt",
        "Tỷ lệ thủ tục hành chính được cung cấp dịch vụ công trực tuyến",
        Kind.RATIO,
        Adding.RATIO_OF_SUMS,
        unit="thủ tục hành chính",
        frequency="month",
    )
    teams = _indicator("to-cnscd", "Tổ công nghệ số cộng đồng", Kind.COUNT, Adding.SUM, unit="tổ", decimals=0)
    files = _indicator(
        "ho-so-mang",
        "Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng",
        Kind.PERCENT,
        Adding.AVERAGE,
        unit="%",
    )
    document = Document.objects.create(
        slug="247-kh-ubnd", notation="247/KH-UBND", type="KH", title="Kế hoạch", date=date(2022, 12, 14)
    )
    plan = Plan.objects.create(
        slug="ke-hoach", full_slug="langson-ke-hoach", pack="langson", place=province, kind="plan",
        title="Kế hoạch", short_title="Kế hoạch", starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31),
    )  # fmt: skip
    target = Target.objects.create(
        plan=plan, code="kh-1", place=province, indicator=files,
        title="100% hồ sơ công việc được xử lý trên môi trường mạng",
    )  # fmt: skip
    made = Scene(province, namesakes, agency, other, procedures, teams, target, document)
    _person(made, "thuong-truc", agency, Role.STANDING_OFFICE)
    _person(made, "can-bo", other, Role.REPORTING_OFFICER)
    _person(made, "can-bo-khac", agency, Role.REPORTING_OFFICER)
    _person(made, "lanh-dao", agency, Role.LEADER)
    _person(made, "kiem-tra", agency, Role.AUDITOR)
    return made


@pytest.fixture
def signed_in(scene: Scene) -> dict[str, Client]:
    """A client each, signed in."""
    found = {}
    for account in Account.objects.all():
        found[account.username] = Client()
        found[account.username].force_login(account, backend=BACKEND)
    return found

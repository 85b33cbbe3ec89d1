"""A draft of the department of science, five agencies to ask, a committee, and the people of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.committees.models import Committee, Membership
from tinhso.consultation.actions import drafting, opinions, rounds
from tinhso.consultation.models import Draft, Invitee, Round
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import NewDraft, NewNote, NewRound, Opinion
from tinhso.people import queries as people
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Principal

NOW = date(2026, 11, 23)
"""A Monday."""
DEADLINE = date(2026, 12, 4)
TEXT = """Điều 1. Mục tiêu
1. 100% thủ tục hành chính có đủ điều kiện được cung cấp dịch vụ công trực tuyến toàn trình.
2. 50% số dịch vụ công trực tuyến toàn trình được tích hợp với Cổng Dịch vụ công quốc gia.
Điều 2. Nhiệm vụ
1. Rà soát danh mục dịch vụ công trực tuyến trong tháng 4.
2. Xử lý 100% hồ sơ công việc trên môi trường mạng.
Điều 3. Tổ chức thực hiện
Các sở, ngành báo cáo hằng quý."""
BACKEND = "tinhso.people.backends.Passwords"


@dataclass
class Scene:
    """Rows to work with; `who` by user name."""

    drafter: Agency
    asked: list[Agency]
    committee: Committee
    who: dict[str, Principal] = field(default_factory=dict)

    def draft(self, text: str = TEXT, **more: object) -> Draft:
        """A draft with one version."""
        told = {"title": "Kế hoạch chuyển đổi số năm 2027", "kind": "KH", "agency": self.drafter.code, **more}
        made = drafting.lay_down(self.who["soan"], NewDraft.model_validate(told))
        if text:
            drafting.add_version(self.who["soan"], made.code, text=text)
        return drafts.by_code(made.code)

    def opened(self, draft: Draft, **more: object) -> Round:
        """A round in which all five are asked."""
        told = {"deadline": DEADLINE, "agencies": tuple(row.code for row in self.asked), **more}
        return rounds.open_round(self.who["soan"], draft.code, NewRound.model_validate(told))

    def invitee(self, of: Round, number: int) -> Invitee:
        """The agency of that number, from 1, as it was asked."""
        return of.invitees.select_related("round__draft", "agency", "person").get(
            agency=self.asked[number - 1]
        )

    def says(self, of: Round, number: int, *texts: str, clause: int | None = None) -> Invitee:
        """An officer writes, the head (or officer) sends."""
        by = self.who[f"canbo{number}"]
        row = self.invitee(of, number)
        chosen = of.version.clauses.get(order=clause).pk if clause else None
        for text in texts:
            opinions.write(by, row, NewNote(text=text, clause=chosen))
        sender = self.who.get(f"thutruong{number}", by)
        return opinions.send(sender, row, Opinion(agrees=not texts))


def _person(scene: Scene, name: str, agency: Agency, role: Role) -> Person:
    person = Person.objects.create(code=name, full_name=f"Nguyễn {name}", sort_name=name, search_key=name)
    position, _made = Position.objects.get_or_create(agency=agency, title=str(role.label), role=role)
    Post.objects.create(person=person, position=position)
    account = Account.objects.create(username=name, person=person, password="!")
    scene.who[name] = people.principal_for(account)
    return person


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def scene(db: None) -> Scene:
    """One head works in the product (of the first agency); elsewhere officers send."""
    agencies = [
        Agency.objects.create(
            code=f"so-{number}",
            name=f"Sở số {number}",
            kind="department",
            pack="langson",
            sort_key=str(number),
        )
        for number in range(6)
    ]
    committee = Committee.objects.create(code="bcd", name="Ban Chỉ đạo", level="province")
    made = Scene(agencies[0], agencies[1:], committee)
    _person(made, "soan", agencies[0], Role.REPORTING_OFFICER)
    for number, agency in enumerate(made.asked, start=1):
        _person(made, f"canbo{number}", agency, Role.REPORTING_OFFICER)
    _person(made, "thutruong1", made.asked[0], Role.HEAD_OF_AGENCY)
    chair = _person(made, "lanhdao", agencies[0], Role.LEADER)
    Membership.objects.create(committee=committee, person=chair, role="chair")
    _person(made, "kiemtra", agencies[0], Role.AUDITOR)
    _person(made, "quantri", agencies[0], Role.ADMINISTRATOR)
    return made


@pytest.fixture
def signed_in(scene: Scene) -> dict[str, Client]:
    """A client each, signed in."""
    found = {}
    for account in Account.objects.all():
        client = Client()
        client.force_login(account, backend=BACKEND)
        found[account.username] = client
    return found

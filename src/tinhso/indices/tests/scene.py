"""A small edition with every shape of rule, agencies and people around a round, for tests."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from tinhso.base.ids import new_id
from tinhso.documents.models import Document
from tinhso.indices.models import Component, CompositeIndex, Edition, Node, Round
from tinhso.indices.rounds import opening
from tinhso.indices.rounds.schemas import RoundDraft, StepDraft
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Principal
from tinhso.places.models import Place

_numbers = itertools.count(1)
TODAY = date(2026, 11, 21)
LINK = ("https://vi-du.gov.vn/minh-chung",)
RATIO = {"kind": "ratio", "numerator": "hồ sơ trực tuyến", "denominator": "tổng hồ sơ"}
YES = {"kind": "yes_no", "input": "đã ban hành"}
STEPS = {
    "kind": "steps",
    "input": "số cuộc họp",
    "steps": [{"at_least": "4", "share": "1"}, {"at_least": "2", "share": "0.5"}],
}


def place() -> Place:
    """The home province."""
    found = Place.objects.filter(code="20").first()
    if found is not None:
        return found
    words = {"sort_key": "v", "search_key": "v"}
    country = Place.objects.create(
        level="country", code="VN", type="country", name="Việt Nam", slug="viet-nam", path="VN", **words
    )
    return Place.objects.create(
        level="province", code="20", type="tinh", name="Lạng Sơn", slug="lang-son", path="VN/20",
        parent=country, **words,
    )  # fmt: skip


def agency(code: str = "", **more: Any) -> Agency:
    """A department."""
    code = code or f"so-{next(_numbers)}"
    return Agency.objects.create(code=code, name=f"Sở {code}", kind="department", sort_key=code, **more)


def person(role: Role, *held: Agency, **more: Any) -> Principal:
    """Somebody in that role."""
    of = held or (agency(),)
    return Principal(
        account_id=new_id(),
        name="Nguyễn Văn A",
        agencies={role: frozenset(row.pk for row in of)},
        **more,
    )


def office() -> Principal:
    """The standing office."""
    return person(Role.STANDING_OFFICE)


def officer(of: Agency) -> Principal:
    """A reporting officer."""
    return person(Role.REPORTING_OFFICER, of)


def edition(owner: str = "", verifier: str = "") -> Edition:
    """Two main indices: one of a yes/no and a ratio, one of steps and a leaf without a rule; 100 points."""
    index = CompositeIndex.objects.create(code=f"thu-{next(_numbers)}", name="Bộ chỉ số thử")
    made = Edition.objects.create(index=index, code="2026", name="Theo quyết định thử")
    at = itertools.count()

    def node(code: str, points: str, under: Node | None = None, **more: Any) -> Node:
        return Node.objects.create(
            edition=made,
            parent=under,
            code=code,
            name=code,
            points=Decimal(points),
            position=next(at),
            **more,
        )

    given = {"owner": owner, "verifier": verifier}
    top = node("the-che", "60")
    node("nghi-quyet", "20", top, rule=YES, **given)
    node("truc-tuyen", "40", top, rule=RATIO, **given)
    other = node("dieu-hanh", "40")
    node("cuoc-hop", "30", other, rule=STEPS, **given)
    node("khac", "10", other, **given)
    node("do-thi", "0", other)
    return made


def a_round(by: Principal, of: Edition, **terms: Any) -> Round:
    """A round of 2026, its terms around `TODAY`."""
    place()
    days = {
        "score_by": date(2026, 11, 30),
        "verify_by": date(2026, 12, 10),
        "appeal_by": date(2026, 12, 20),
        "publish_by": date(2026, 12, 31),
    }
    draft = RoundDraft(index=of.index.code, edition=of.code, year=2026, place="20", **{**days, **terms})
    return opening.open_round(by, draft)


def component(row: Round, node: str) -> Component:
    """Where a component stands."""
    return Component.objects.select_related("node", "owner", "round").get(round=row, node__code=node)


def score(node: str = "nghi-quyet") -> StepDraft:
    """An answer that earns full points."""
    answers: dict[str, dict[str, Any]] = {
        "nghi-quyet": {"đã ban hành": True},
        "truc-tuyen": {"hồ sơ trực tuyến": Decimal(3), "tổng hồ sơ": Decimal(4)},
        "cuoc-hop": {"số cuộc họp": Decimal(3)},
        "khac": {"points": Decimal("7.5")},
    }
    return StepDraft(move="score", inputs=answers[node], links=LINK)


def document() -> Document:
    """A decision that announces a result."""
    slug = f"qd-{next(_numbers)}"
    return Document.objects.create(
        slug=slug, notation=f"{slug}/QĐ-UBND", type="QĐ", title="Công bố kết quả", date=date(2026, 12, 30)
    )


def account(role: Role, of: Agency) -> Account:
    """Somebody who can sign in, in a post of that agency."""
    number = next(_numbers)
    one = Person.objects.create(code=f"nguoi-{number}", full_name="Nguyễn Văn A")
    position = Position.objects.create(agency=of, title=str(role.label), role=role)
    Post.objects.create(person=one, position=position)
    return Account.objects.create(username=f"nguoi-{number}", person=one, password="!")

"""Who keeps, shares and reads views, for tests; one indicator with figures."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from tinhso.base.ids import new_id
from tinhso.documents.models import Document
from tinhso.exploration.actions import dashboards, views
from tinhso.exploration.models import Dashboard, Sharing, View
from tinhso.exploration.schemas import DashboardDraft, ViewDraft
from tinhso.exploration.spec import Spec
from tinhso.indicators.current import keep_current
from tinhso.indicators.definitions import laying
from tinhso.indicators.models import Indicator, Kind, Observation, State
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Held, Principal
from tinhso.places.models import Place

TODAY = date(2026, 11, 21)
CODE = "xa-co-4g"
_numbers = itertools.count(1)


def agency(code: str = "so-khcn") -> Agency:
    """A department."""
    found, _made = Agency.objects.get_or_create(
        code=code, defaults={"name": f"Sở {code}", "kind": "department", "sort_key": code}
    )
    return found


def person(role: Role, of: Agency | None = None, **more: Any) -> Principal:
    """Somebody in that role."""
    held = of or agency()
    post = Held(new_id(), role, held.pk, held.code, held.name, str(role.label))
    return Principal(
        account_id=new_id(),
        name="Nguyễn Văn A",
        agencies={role: frozenset({held.pk})},
        posts=(post,),
        **more,
    )


def account(role: Role, of: Agency | None = None) -> Account:
    """An account in that role, to sign in with."""
    number = next(_numbers)
    somebody = Person.objects.create(code=f"p{number}", full_name=f"Nguyễn Văn {number}")
    position, _made = Position.objects.get_or_create(
        agency=of or agency(), title=str(role.label), defaults={"role": role}
    )
    Post.objects.create(person=somebody, position=position)
    return Account.objects.create(username=f"u{number}", person=somebody, password="!")


def indicator(code: str = CODE, **more: Any) -> Indicator:
    """A percentage."""
    found = Indicator.objects.filter(code=code).first()
    if found is None:
        name = more.pop("name", "Tỷ lệ thôn có sóng 4G")
        found = Indicator.objects.create(
            code=code, name=name, kind=Kind.PERCENT, unit="%", sort_key="t", search_key="ty le", **more
        )
        laying.begin([found])
    return found


def province() -> Place:
    """The home province."""
    words = {"sort_key": "v", "search_key": "v"}
    country, _made = Place.objects.get_or_create(
        code="VN",
        level="country",
        defaults={"type": "country", "name": "Việt Nam", "slug": "vn", "path": "VN", **words},
    )
    found, _made = Place.objects.get_or_create(
        code="20",
        level="province",
        defaults={
            "type": "tinh", "name": "Lạng Sơn", "slug": "lang-son", "path": "VN/20", "parent": country,
            **words,
        },
    )  # fmt: skip
    return found


def figure(value: int, year: int = 2025, code: str = CODE) -> Observation:
    """A confirmed figure of the province."""
    row = indicator(code)
    source, _made = Document.objects.get_or_create(
        slug="nien-giam", defaults={"title": "Niên giám", "type": "BC"}
    )
    told = Observation.objects.create(
        code=f"F{next(_numbers)}", indicator=row, place=province(), kind=row.kind, period=str(year),
        period_start=date(year, 1, 1), period_end=date(year, 12, 31), dated=date(year, 12, 31), value=value,
        unit="%", text=f"{value}%", document=source, state=State.CONFIRMED,
    )  # fmt: skip
    keep_current([told])
    return told


def spec(*codes: str, **more: Any) -> Spec:
    """What a view asks: the province by year."""
    return Spec(measures=codes or (CODE,), level="province", **more)


def view(
    by: Principal, name: str = "Sóng 4G", sharing: Sharing = Sharing.OWN, asked: Spec | None = None
) -> View:
    """A view of that person's."""
    indicator()
    return views.save_view(by, ViewDraft(name=name, sharing=sharing, spec=asked or spec()))


def board(by: Principal, name: str = "Hạ tầng số", sharing: Sharing = Sharing.OWN, **more: Any) -> Dashboard:
    """A dashboard of that person's."""
    return dashboards.create_dashboard(by, DashboardDraft(name=name, sharing=sharing, **more))

"""A report's world: plans with targets and tasks, two agencies, a template that asks both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tinhso.indicators.models import Indicator
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.reports.actions import templates
from tinhso.reports.models import Template
from tinhso.reports.schemas import FormDraft, TemplateDraft
from tinhso.steering.models import Pillar, Plan, Target
from tinhso.steering.tests import factories as make

TODAY = date(2026, 11, 21)
BODY = """# I. KẾT QUẢ {ky}
Đạt {so-chi-tieu PLAN dat-vuot}/{so-chi-tieu PLAN tong} chỉ tiêu ({so-chi-tieu PLAN dat-vuot doi}).
Chỉ tiêu thứ nhất: {chi-tieu TARGET cap}, {chi-tieu TARGET trang-thai}.
@de-xuat don-vi-tre PLAN
@bang chi-tieu PLAN : Chỉ tiêu
@bang so-sanh : So sánh
# II. ĐƠN VỊ
@gop-y kho-khan don-vi=A,B : Nêu khó khăn
"""


@dataclass
class World:
    """What was made."""

    plan: Plan
    pillar: Pillar
    first: Agency
    second: Agency
    target: Target
    indicator: Indicator
    template: Template
    office: Principal


def form(**more: Any) -> FormDraft:
    """A form that can be issued."""
    told = {"parent": "UBND TỈNH", "issuer": "SỞ KH&CN", "symbol": "BC-SKHCN", "place": "Lạng Sơn"}
    return FormDraft(**{**told, "signing": ("GIÁM ĐỐC",), "recipients": ("- Lưu: VT.",), **more})


def built(body: str = BODY, **columns: Any) -> World:
    """The world, its template laid down by the standing office."""
    plan, pillar = make.plan(), make.pillar(name="Chính quyền số")
    first, second = make.agency(short_name="Sở Một"), make.agency(short_name="Sở Hai")
    target = make.target(plan, lead=first, pillar=pillar, due="80")
    assert target.indicator is not None
    make.figure(target.indicator, target.place, "2026-06", "70")
    make.figure(target.indicator, target.place, "2026-10", "85")
    make.task(plan, lead=second, deadline=date(2026, 10, 1), state="in_progress")
    make.task(plan, lead=first, deadline=date(2026, 12, 31), state="in_progress")
    office = make.office()
    issuer = make.agency(code="so-khcn", place=target.place)
    text = body.replace("PLAN", plan.full_slug).replace("TARGET", target.code)
    text = text.replace("don-vi=A,B", f"don-vi={first.code},{second.code}")
    draft = TemplateDraft(
        kind=Template.Kind.QUARTER,
        name="Báo cáo quý",
        issuer=issuer.code,
        place="20",
        title="Kết quả {ky}",
        body=text,
        form=form(),
        valid_from=date(2026, 1, 1),
        **columns,
    )
    version = templates.lay_down(office, "bao-cao-thu", draft)
    return World(plan, pillar, first, second, target, target.indicator, version.template, office)

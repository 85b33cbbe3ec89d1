"""A report whose figure has levels of approval: each level's word, and nobody goes around the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.indicators.approval import queues
from tinhso.indicators.bulk import deciding as bulk_decide
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.models import State
from tinhso.people.models import Role
from tinhso.people.principals import Principal
from tinhso.steering import actions, policies, queries
from tinhso.steering.models import Collector, Report, Target
from tinhso.steering.schemas import ReportDraft
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(date(2026, 11, 21)):
        yield


def _levelled(target: Target, *steps: str) -> tuple[Principal, Principal, Principal]:
    """The target's figure climbs those steps; officer, head of the lead, head of the agency above."""
    assert target.indicator is not None
    assert target.lead is not None
    target.indicator.approvals = list(steps)
    target.indicator.save()
    target.indicator.definitions.update(approvals=list(steps))
    target.lead.parent = make.agency()
    target.lead.save()
    Collector.objects.create(target=target, agency=target.lead)
    head = make.principal(Role.HEAD_OF_AGENCY, target.lead)
    return make.officer(target.lead), head, make.principal(Role.HEAD_OF_AGENCY, target.lead.parent)


def _sent(by: Principal, target: Target) -> Report:
    return actions.submit_report(
        by, target, ReportDraft(value=Decimal("81.5"), period="2026-10", done="Đã làm")
    )


def _asked(who: Principal) -> list[tuple[str, UUID | None]]:
    return [(item.action, item.key) for item in queries.my_work(who).today if item.action == "confirm"]


def test_a_report_climbs_with_its_figure() -> None:
    target = make.target()
    officer, head, parent = _levelled(target, "head", "parent")
    office = make.office()
    report = _sent(officer, target)
    assert _asked(head) == [("confirm", report.pk)]
    assert _asked(parent) == _asked(office) == []
    assert policies.may_see_report(parent, report)
    with pytest.raises(NotAllowed):
        actions.confirm_report(parent, report.pk)
    with pytest.raises(Invalid, match="vượt cấp"):
        actions.confirm_report(office, report.pk)

    for who, following in ((head, parent), (parent, office)):
        passed = actions.confirm_report(who, report.pk, version=report.version)
        assert passed.state == Report.State.SUBMITTED
        assert passed.observation is not None
        assert passed.observation.state == State.APPROVED
        assert _asked(who) == []
        assert _asked(following) == [("confirm", report.pk)]
        report = passed
    done = actions.confirm_report(office, report.pk, version=report.version)
    assert done.state == Report.State.CONFIRMED
    assert done.observation is not None
    assert (done.observation.state, done.observation.level) == (State.CONFIRMED, 2)
    assert chain.verify().broken is None


def test_a_level_above_returns_the_report_and_it_starts_anew() -> None:
    target = make.target()
    officer, head, parent = _levelled(target, "head", "parent")
    report = actions.confirm_report(head, _sent(officer, target).pk)
    back = actions.return_report(parent, report.pk, reason="Thiếu mẫu số")
    assert back.state == Report.State.RETURNED
    again = actions.resubmit(
        officer, back.pk, ReportDraft(value=Decimal(80), period="2026-10", done="Đã sửa")
    )
    assert again.observation is not None
    assert (again.observation.state, again.observation.level) == (State.SUBMITTED, None)
    assert _asked(head) == [("confirm", report.pk)]


def test_the_office_is_ahead_with_a_reason_and_heads_confirm_alone_without_levels() -> None:
    target = make.target()
    officer, _head, _parent = _levelled(target, "head")
    done = actions.confirm_report(make.office(), _sent(officer, target).pk, note="Hạn hôm nay")
    assert done.state == Report.State.CONFIRMED
    other = make.target()
    officer, head, _parent = _levelled(other)
    assert actions.confirm_report(head, _sent(officer, other).pk).state == Report.State.CONFIRMED


def test_nobody_goes_around_a_report_that_waits_or_came_back() -> None:
    target = make.target()
    officer, head, _parent = _levelled(target, "head")
    report = _sent(officer, target)
    assert report.observation is not None
    assert target.indicator is not None
    assert not queues.waiting_for(head).exists()
    with pytest.raises(Conflict, match="báo cáo"):
        bulk_decide.pass_on(head, [report.observation.pk])
    assert target.lead is not None
    row = bulk.RowDraft(
        indicator=target.indicator.code,
        place=target.place.pk,
        agency=target.lead.code,
        period="2026-10",
        value=Decimal(99),
    )
    refused = bulk.write(officer, [row], submit=True).rows[0]
    assert (refused.status, refused.code) == ("refused", "held")
    assert str(report.pk) in refused.hint
    actions.return_report(head, report.pk, reason="Xem lại")
    assert bulk.write(officer, [row], submit=True).rows[0].code == "held"
    assert not queues.came_back_to(officer).exists()

"""A status stated in the browser: which, from when, why, by which paper; superseded and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.base.audit.chain import verify
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.steering import actions, queries, state
from tinhso.steering.models import Statement, Target, TargetState, TargetStatus
from tinhso.steering.schemas import StatementDraft
from tinhso.steering.tests import factories as make
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
BACKEND = "tinhso.people.backends.Passwords"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


def _status(target: Target) -> str:
    """As kept; a look at today computes the same."""
    kept = TargetState.objects.get(target=target).status
    assert queries.target_states(target.plan, scene.TODAY)[0].status == kept
    return str(kept)


def _say(target: Target, status: TargetStatus, day: date) -> Statement:
    draft = StatementDraft(status=status, dated=day, note="Theo báo cáo")
    return actions.state_target(make.office(), target.pk, draft)


def test_a_newer_statement_speaks_and_what_is_taken_back_does_not() -> None:
    target = make.target()
    assert target.indicator is not None
    make.figure(target.indicator, target.place, "2026-05", "70")
    state.refresh([target])
    first = _say(target, TargetStatus.MET, date(2026, 6, 30))
    second = _say(target, TargetStatus.EXCEEDED, date(2026, 7, 31))
    assert _status(target) == "exceeded"
    actions.withdraw_statement(make.office(), second.pk, note="Nhầm văn bản")
    assert _status(target) == "met"
    actions.withdraw_statement(make.office(), first.pk, note="Nhầm chỉ tiêu")
    assert _status(target) == "not_met"
    assert Statement.objects.count() == 4
    assert verify().broken is None


def test_what_was_known_before_it_was_taken_back_stays() -> None:
    target = make.target()
    with clock.standing_at(date(2026, 8, 1)):
        said = _say(target, TargetStatus.MET, date(2026, 6, 30))
        known = clock.now() + timedelta(hours=1)
    actions.withdraw_statement(make.office(), said.pk, note="Nhầm")
    assert _status(target) == "unknown"
    assert queries.target_states(target.plan, date(2026, 8, 1), known)[0].status == "met"
    assert queries.target_states(target.plan, date(2026, 8, 1))[0].status == "unknown"


def test_taking_back_needs_a_reason_the_right_and_something_to_take_back() -> None:
    said = _say(make.target(), TargetStatus.MET, date(2026, 6, 30))
    with pytest.raises(Invalid) as refused:
        actions.withdraw_statement(make.office(), said.pk, note=" ")
    assert refused.value.field == "note"
    with pytest.raises(NotAllowed):
        actions.withdraw_statement(make.officer(said.target.lead), said.pk, note="Nhầm")
    actions.withdraw_statement(make.office(), said.pk, note="Nhầm")
    with pytest.raises(Conflict):
        actions.withdraw_statement(make.office(), said.pk, note="Lần nữa")


def test_the_pages(client: Client) -> None:
    made = scene.make(targets=2)
    target = made.targets[0]
    address = f"{target.get_absolute_url()}/state"
    client.force_login(scene.account("baocao"), backend=BACKEND)
    assert address not in client.get(target.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 403
    client.force_login(scene.account("thuongtruc"), backend=BACKEND)
    assert address in client.get(target.get_absolute_url()).content.decode()
    sent = {"status": "met", "dated": "01/12/2026", "note": "Theo kết luận phiên họp", "document": "tong-ket"}
    refused = client.post(address, sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Ngày công bố chưa tới" in page
    assert "Theo kết luận phiên họp" in page
    refused = client.post(address, sent | {"dated": "30/06/2026"})
    assert refused.status_code == 422
    assert "Không có “tong-ket”" in refused.content.decode()
    well = sent | {"dated": "30/06/2026", "document": "tong-ket-2022"}
    page = client.post(address, well, follow=True).content.decode()
    assert "Trạng thái đã công bố" in page
    assert 'href="/documents/tong-ket-2022/"' in page
    who = scene.account("thuongtruc").person
    assert who is not None
    assert who.full_name in page
    assert who.full_name not in Client().get(target.get_absolute_url()).content.decode()
    said = Statement.objects.get(target=target, status="met")
    back = f"{target.get_absolute_url()}/statements/{said.pk}/withdraw"
    assert back in page
    assert client.post(back, {"note": ""}).status_code == 422
    page = client.post(back, {"note": "Ghi nhầm chỉ tiêu"}, follow=True).content.decode()
    assert "đã rút lại" in page
    assert "Ghi nhầm chỉ tiêu" in page
    other = made.targets[1].get_absolute_url()
    assert client.get(f"{other}/statements/{said.pk}/withdraw").status_code == 404

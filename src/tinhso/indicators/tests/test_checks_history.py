"""Rules over stored figures: found once, gone and back, accepted with a reason, sent back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.checks import actions, findings, reviews, words
from tinhso.indicators.checks.history import Count, Scope, hits
from tinhso.indicators.checks.items import CheckItem
from tinhso.indicators.checks.known import Known
from tinhso.indicators.models import Adding, Check, Finding, Kind, Observation, Outcome, State
from tinhso.indicators.tests.conftest import ROBOT, TODAY, World, indicator, place
from tinhso.places.models import Level

PERIOD = Period.parse("2026-10")
VALUES = [700, 690, 710, 680, 720, 700, 4210, 705]


@pytest.fixture
def told(world: World) -> World:
    """Eight months of a commune, one of them odd; online dossiers beside them."""
    indicator("ho-so", "Hồ sơ tiếp nhận", Kind.COUNT, Adding.SUM, unit="hồ sơ", decimals=0)
    indicator("truc-tuyen", "Hồ sơ nộp trực tuyến", Kind.COUNT, Adding.SUM, unit="hồ sơ", decimals=0)
    rows = [
        row("ho-so", value, period=PERIOD.shift(at + 1 - len(VALUES)).code) for at, value in enumerate(VALUES)
    ]
    bulk.write(world.office, [*rows, row("truc-tuyen", 800)], submit=False)
    return world


def row(code: str, value: int, place: str = "06184", period: str = PERIOD.code, **more: Any) -> RowDraft:
    told = {"indicator": code, "place": place, "agency": "so-khcn", "period": period, "value": value}
    return RowDraft.model_validate(told | more)


def put(world: World, severity: str = "explain", **rule: Any) -> Check:
    item = {"code": rule["kind"], "name": {"vi": "Quy tắc"}, "severity": severity, "rule": rule}
    return actions.put_check(world.office, CheckItem.model_validate(item))


def review(world: World, later: int = 0, **asked: Any) -> tuple[int, int, int]:
    """Found, fresh and gone of a look over all, so many minutes later."""
    with clock.standing_at(clock.now() + timedelta(minutes=later)):
        done = reviews.run(ROBOT, reviews.ask(world.office, **asked))
    assert done.finished_at
    return done.found, done.fresh, done.gone


def outcomes() -> list[str]:
    return [one.outcome for one in findings.whole(Finding.objects.all())]


def jump(world: World) -> Check:
    return put(world, kind="jump", indicator="ho-so")


def below(world: World) -> Check:
    return put(world, kind="below", lesser="truc-tuyen", greater="ho-so")


def test_history_is_looked_over_once(told: World) -> None:
    jump(told), below(told)
    assert review(told) == (2, 2, 0)
    assert review(told, 1) == (2, 0, 0)
    found = {one.check_of.kind: one for one in findings.whole(Finding.objects.all())}
    said = words.finding_words(
        found["jump"].check_of.told, words.restored(found["jump"].said), words.names_of(["ho-so"])
    )
    assert said == "4.210 cao gấp 6 lần mức thường thấy 680–720 (so với 6 kỳ trước)."
    assert found["jump"].observation.period == "2026-09"
    assert found["below"].observation.indicator.code == "truc-tuyen"
    assert found["below"].off == 95
    assert chain.verify().broken is None


def test_a_scope_is_kept_to(told: World) -> None:
    jump(told), below(told)
    assert review(told, since=date(2026, 10, 1)) == (1, 1, 0)
    assert review(told, 1, codes=["jump"], until=date(2026, 8, 31)) == (0, 0, 0)
    assert review(told, 2, place="178") == (0, 0, 0)
    assert review(told, 3, place="20") == (2, 1, 0)
    with pytest.raises(Invalid):
        reviews.ask(told.office, since=TODAY, until=date(2026, 1, 1))
    with pytest.raises(NotAllowed):
        reviews.ask(told.officer)


def test_what_is_mended_is_gone_and_may_come_back(told: World) -> None:
    below(told)
    review(told)
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        bulk.write(told.office, [row("ho-so", 805, reason="Đếm sót")], submit=False)
    assert review(told, 2) == (0, 0, 1)
    assert outcomes() == [Outcome.GONE]
    with clock.standing_at(clock.now() + timedelta(minutes=3)):
        bulk.write(told.office, [row("ho-so", 705, reason="Đếm trùng")], submit=False)
    assert review(told, 4) == (1, 0, 0)
    assert outcomes() == [Outcome.AGAIN]


def test_a_rule_worded_anew_says_it_anew(told: World) -> None:
    put(told, kind="range", indicator="ho-so", most=1000)
    assert review(told) == (1, 1, 0)
    put(told, kind="range", indicator="ho-so", most=2000)
    assert review(told, 1) == (1, 1, 1)
    assert sorted(outcomes()) == [Outcome.GONE, findings.OPEN]


def test_findings_are_accepted_with_a_reason_once(told: World) -> None:
    jump(told)
    review(told)
    key = Finding.objects.get().pk
    with pytest.raises(NotAllowed):
        reviews.decide(told.officer, [key], Outcome.ACCEPTED, "Đúng")
    with pytest.raises(Invalid, match="lý do"):
        reviews.decide(told.office, [key], Outcome.ACCEPTED, "  ")
    assert reviews.decide(told.office, [key], Outcome.ACCEPTED, "Dồn hồ sơ đất đai") == 1
    (one,) = findings.whole(Finding.objects.all())
    assert (one.outcome, one.because) == (Outcome.ACCEPTED, "Dồn hồ sơ đất đai")
    with pytest.raises(Conflict):
        reviews.decide(told.office, [key], Outcome.SENT_BACK, "Xem lại")
    assert review(told, 1) == (1, 0, 0)
    assert outcomes() == [Outcome.ACCEPTED], "what was accepted stays accepted"
    assert chain.verify().broken is None


def test_sending_back_returns_what_still_waits(told: World) -> None:
    put(told, "warn", kind="range", indicator="truc-tuyen", most=100)
    bulk.write(told.office, [row("truc-tuyen", 300, period="2026-09")], submit=True)
    assert review(told)[0] == 2
    keys = list(Finding.objects.values_list("pk", flat=True))
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        assert reviews.decide(told.office, keys, Outcome.SENT_BACK, "Kiểm lại số trực tuyến") == 2
    returned = Observation.objects.get(state=State.RETURNED)
    assert returned.value == 300
    assert returned.reason == "Kiểm lại số trực tuyến"
    assert outcomes() == [Outcome.SENT_BACK, Outcome.SENT_BACK]


def test_statements_do_not_grow_with_places(told: World) -> None:
    rules = [jump(told), below(told), put(told, "warn", kind="children", indicator="ho-so")]
    rules.append(put(told, "warn", kind="formula", formula="#{truc-tuyen} <= #{ho-so}"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(hits([Known.of(rule) for rule in rules], Scope(), Count()))
        return len(queries)

    few = asked()
    for number in range(7000, 7020):
        place(Level.COMMUNE, f"0{number}", f"Xã {number}", told.province, valid_from=date(2025, 7, 1))
    told_of = [row(code, 5, f"0{number}") for number in range(7000, 7020) for code in ("ho-so", "truc-tuyen")]
    assert bulk.write(told.office, told_of, submit=False).count("created") == 40
    assert asked() == few


def test_seasons_are_compared_with_seasons(world: World) -> None:
    indicator("khach", "Lượt khách tháng lễ hội", Kind.COUNT, Adding.SUM, decimals=0)
    january = Period.parse("2026-01")
    rows = [row("khach", 9000 + 100 * back, "20", january.shift(-12 * back).code) for back in range(1, 6)]
    rows += [row("khach", 300 + back, "20", january.shift(-back).code) for back in range(1, 12)]
    rows.append(row("khach", 9800, "20", january.code))
    assert bulk.write(world.office, rows, submit=False).count("created") == len(rows)
    rule = put(world, kind="jump", indicator="khach", seasonal=True, last=5, needed=4)
    assert review(world)[0] == 0
    actions.retire_check(world.office, rule.code, date(2000, 1, 1), "Thử cách khác")
    item = {"code": "thang", "name": {"vi": "Tháng"}, "severity": "warn"}
    by_month = {"kind": "jump", "indicator": "khach", "last": 11, "needed": 5}
    actions.put_check(world.office, CheckItem.model_validate({**item, "rule": by_month}))
    assert review(world, 1)[0] >= 1

"""Whatever people press in whatever order: states, facts and the reading's own state agree."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base.audit import chain
from tinhso.base.errors import Conflict, Invalid
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import CurrentFigure, Observation
from tinhso.reading import queries
from tinhso.reading.actions import deciding
from tinhso.reading.models import Proposal, ProposalState, ReadingState
from tinhso.reading.models.readings import OPEN
from tinhso.reading.schemas import Choice
from tinhso.reading.tests.conftest import Scene

STEPS: Final = ("accept", "reject", "undo", "change")
TEXT: Final = (
    "Toàn tỉnh đã thành lập 1.680 tổ công nghệ số cộng đồng. Xã Tân Tiến có 12 tổ công nghệ số cộng đồng. "
    "Toàn tỉnh có 512 điểm bưu điện văn hóa xã."
)


def _press(scene: Scene, row: Proposal, step: str) -> bool:
    """Do it; whether it was taken."""
    by = scene.who["thuong-truc"]
    acts = {
        "accept": lambda: deciding.accept(by, row.pk),
        "reject": lambda: deciding.reject(by, row.pk),
        "undo": lambda: deciding.undo(by, row.pk),
        "change": lambda: deciding.change(by, row.pk, Choice(subject="việc khác")),
    }
    try:
        acts[step]()
    except (Conflict, Invalid):
        return False
    return True


@pytest.mark.heavy
@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(STEPS)), min_size=3, max_size=9), st.integers())
def test_states_and_facts_agree(scene: Scene, presses: list[tuple[int, str]], salt: int) -> None:
    reading = scene.read(f"{TEXT} (Bản {salt}.)")
    for number, step in presses:
        rows = [row for row in queries.proposals(reading) if row.figure["text"] in {"1.680", "12", "512"}]
        row = rows[number]
        before = row.state
        taken = _press(scene, row, step)
        row.refresh_from_db()
        if before in OPEN:
            assert taken or step in {"accept", "undo"}
        elif step != "undo":
            assert not taken
        assert taken or row.state == before
        assert (row.state == ProposalState.ACCEPTED) is (row.fact_id is not None)
    rows = queries.proposals(reading)
    for row in rows:
        if row.fact is not None:
            assert indicators.versions(row.fact)[0].state == "confirmed"
    written = [row.fact for row in rows if row.fact is not None]
    codes = {f"{reading.pk.hex[-8:]}-f{row.position + 1}" for row in rows}
    current = CurrentFigure.objects.filter(observation__code__in=codes, observation__state="confirmed")
    assert {one.observation_id for one in current} <= {fact.pk for fact in written}
    assert not Observation.objects.filter(code__in=codes).exclude(actor=scene.who["thuong-truc"].account_id)
    reading.refresh_from_db()
    left = any(row.state in OPEN for row in rows)
    assert reading.state == (ReadingState.READY if left else ReadingState.DONE)
    assert chain.verify().broken is None

"""A text that was read, with a figure to decide on, for the tests of routes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tinhso.base.ids import new_id
from tinhso.reading.models import Proposal, Reading

if TYPE_CHECKING:
    from tests.meta.world import World

TEXT = "Theo Kế hoạch số 12/KH-UBND, toàn tỉnh có 52 thôn chưa có sóng."


def lay(world: World) -> None:
    """The reading of the agency where everybody works."""
    reading = Reading.objects.create(
        account=new_id(),
        agency=world.agency,
        title="Báo cáo thử",
        dated=date(2026, 11, 1),
        place=world.place,
        text=TEXT,
        sha256="0" * 64,
        state="ready",
        file=world.file,
        named=[{"number": "12/KH-UBND", "type": "KH", "date": None, "issuer": "", "title": ""}],
    )
    start = TEXT.index("52")
    figure = {
        "start": start,
        "end": start + 2,
        "sentence": [0, len(TEXT)],
        "subject_span": [start + 3, len(TEXT) - 1],
        "kind": "count",
        "standing": "result",
        "value": "52",
        "text": "52",
        "unit": "thôn",
        "subject": "thôn chưa có sóng",
        "period": "2026",
    }
    Proposal.objects.create(
        reading=reading,
        position=0,
        kind="count",
        start=start,
        end=start + 2,
        figure=figure,
        place=world.place,
    )
    world.rows["reading"] = reading

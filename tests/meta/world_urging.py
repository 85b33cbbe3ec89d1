"""A rule, a run and two letters of urging, for the tests of routes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tinhso.base import clock
from tinhso.urging.models import Letter, LetterLine, Rule, Run, Scoring

if TYPE_CHECKING:
    from tests.meta.world import World

FORM = {"parent": "UBND TỈNH", "issuer": "SỞ", "sign": "SKHCN", "place": "Lạng Sơn", "signing": ["GIÁM ĐỐC"]}


def _letter(world: World, **told: Any) -> Letter:
    letter = Letter.objects.create(
        issuer=world.agency,
        subject="đôn đốc",
        as_of=date(2026, 11, 20),
        answer_by=date(2030, 1, 1),
        form=FORM,
        made_at=clock.now(),
        **told,
    )
    LetterLine.objects.create(
        letter=letter,
        order=1,
        task=world.task.pk,
        code=world.task.code,
        title=world.task.title,
        deadline=date(2026, 11, 1),
        days_late=9,
    )
    return letter


def lay(world: World) -> None:
    """A draft to one agency, a letter issued to the agency where everybody works."""
    world.rows |= {
        "urging_rule": Rule.objects.create(code="nhiem-vu", name="Nhiệm vụ", valid_from=date(2022, 1, 1)),
        "urging_run": Run.objects.create(day=date(2026, 11, 20), digest="0" * 64),
        "urging_scoring": Scoring.objects.create(
            code="dung-han",
            name="Đúng hạn",
            good=["on_time"],
            counted=["on_time"],
            valid_from=date(2022, 1, 1),
        ),
        "urging_draft": _letter(world, agency=world.other_agency),
        "urging_letter": _letter(
            world, agency=world.agency, state="issued", document=world.document, issued_at=clock.now()
        ),
    }

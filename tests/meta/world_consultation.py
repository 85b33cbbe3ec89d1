"""Two drafts for the tests of routes: one of the agency itself, one on which it is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.queries import current_calendar
from tinhso.consultation.actions import drafting, opinions, public, rounds
from tinhso.consultation.models import Draft, Invitee
from tinhso.consultation.schemas import NewDraft, NewNote, NewRound, NewSubmission, Opinion
from tinhso.people.models import Agency

if TYPE_CHECKING:
    from tests.meta.world import World

BY = SystemActor("kiểm thử")
TEXT = "Điều 1. Mục tiêu\n1. Một.\n2. Hai.\nĐiều 2. Thực hiện"


def _draft(code: str, drafter: Agency, asked: Agency) -> Draft:
    told = NewDraft(title="Kế hoạch", kind="KH", agency=drafter.code, code=code)  # type: ignore[arg-type]  # read by pydantic
    made = drafting.lay_down(BY, told)
    drafting.add_version(BY, code, text=TEXT)
    day = current_calendar().add_working_days(clock.today() + timedelta(days=20), 1)
    rounds.open_round(BY, code, NewRound(deadline=day, agencies=(asked.code,), public=True))
    drafting.add_version(BY, code, text=TEXT.replace("Hai", "Ba"))
    return made


def lay(world: World) -> None:
    """The own draft has one comment and one of the public; the other waits for the agency's."""
    world.rows["draft"] = _draft("cua-minh", world.agency, world.other_agency)
    row = Invitee.objects.select_related("round__draft", "agency").get(round__draft=world.draft)
    opinions.write(BY, row, NewNote(text="Nên nêu rõ"))
    opinions.send(BY, row, Opinion())
    world.rows["asked_late"] = row
    world.rows["submission"] = public.submit("cua-minh", NewSubmission(text="Ý kiến"))
    world.rows["asked_draft"] = _draft("duoc-hoi", world.other_agency, world.agency)

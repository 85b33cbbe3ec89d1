"""Calendar corrections that a province decides: `calendar.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from tinhso.base.actions import Act
from tinhso.base.audit.context import SystemActor
from tinhso.base.calendar.actions import add_correction, deactivate_correction
from tinhso.base.calendar.core import DayKind
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.section import PackItem, Section


class CorrectionItem(PackItem):
    """One day decided otherwise (điều chỉnh lịch làm việc)."""

    date: date
    kind: DayKind
    reason: str
    document: str = ""
    active: bool = True


class Corrections(Section[CorrectionItem]):
    """The section `calendar`: one item a day."""

    name = "calendar"
    schema = CorrectionItem
    files = ("calendar.yaml", "calendar.csv")

    def key(self, item: CorrectionItem) -> str:
        """The day."""
        return item.date.isoformat()

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, CorrectionItem]:
        """The newest row of each day."""
        rows = CalendarCorrection.objects.filter(pack=pack.code, date__in=keys).order_by("id")
        return {
            row.date.isoformat(): CorrectionItem(
                date=row.date,
                kind=DayKind(row.kind),
                reason=row.reason,
                document=row.document,
                active=row.active,
            )
            for row in rows
        }

    def write(self, pack: PackInfo, item: CorrectionItem, act: Act, *, illustrative: bool) -> None:
        """Take the row in force out of force, and enter the new one."""
        by = SystemActor(act.acting.actor_label)
        for row in CalendarCorrection.objects.filter(pack=pack.code, date=item.date, active=True):
            deactivate_correction(by, row.id, reason=item.reason)
        row = add_correction(
            by,
            day=item.date,
            kind=item.kind,
            reason=item.reason,
            document=item.document,
            active=item.active,
            pack=pack.code,
        )
        if illustrative:
            CalendarCorrection.objects.filter(pk=row.pk).update(illustrative=True)


SECTIONS = (Corrections(),)

"""Corrections to the calendar that an administrator or a pack has entered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.base.calendar.core import Correction, DayKind


class CalendarCorrection(Tracked):
    """A day that a paper decides otherwise than the national calendar (điều chỉnh lịch làm việc).

    `pack` names the pack it came from, empty for one entered by a person. One that is not active is kept for
    the record, or waits for its paper, and changes nothing.
    """

    date = models.DateField(_("Ngày"))
    kind = models.CharField(
        _("Loại ngày"),
        max_length=11,
        choices=[(DayKind.DAY_OFF.value, _("Ngày nghỉ")), (DayKind.WORKING_DAY.value, _("Ngày làm việc"))],
    )
    reason = models.TextField(_("Lý do"))
    document = models.TextField(_("Văn bản"), blank=True)
    active = models.BooleanField(_("Đang áp dụng"), default=True)
    pack = models.TextField(_("Gói dữ liệu"), blank=True)

    class Meta(Tracked.Meta):
        ordering = ["date", "pack", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "pack"], condition=models.Q(active=True), name="calendar_one_word_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in DayKind]), name="calendar_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(active=False) | ~models.Q(document=""),
                name="calendar_in_force_by_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.get_kind_display()}"

    def as_correction(self) -> Correction:
        """The same as a plain value."""
        return Correction(self.date, DayKind(self.kind), self.reason, self.document, self.active)

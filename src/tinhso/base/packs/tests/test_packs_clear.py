"""Clearing the demo: illustrative rows go, real ones and the trail stay."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import models
from django.test.utils import isolate_apps

from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.packs.clear import clear_demo, deletion_order
from tinhso.base.packs.models import PackRecord, PackState


def _day(day: int, *, illustrative: bool) -> CalendarCorrection:
    return CalendarCorrection.objects.create(
        date=date(2026, 12, day), kind="day_off", reason="Lễ hội", active=False, illustrative=illustrative
    )


def _record(key: str, *, illustrative: bool) -> PackRecord:
    return PackRecord.objects.create(
        pack="p", section="s", key=key, digest="", loaded={}, illustrative=illustrative
    )


@pytest.mark.django_db
def test_only_illustrative_rows_go_and_the_trail_tells() -> None:
    demo, real = _day(1, illustrative=True), _day(2, illustrative=False)
    _record("demo", illustrative=True)
    _record("real", illustrative=False)
    PackState.objects.create(pack="p", stamp="read", items=2)
    PackState.objects.create(pack="empty", stamp="read", items=0)
    gone = clear_demo(SystemActor("tester"))
    assert gone == {"base.calendarcorrection": 1}
    assert list(CalendarCorrection.objects.values_list("pk", flat=True)) == [real.pk]
    assert list(PackRecord.objects.values_list("key", flat=True)) == ["real"]
    assert set(PackState.objects.values_list("pack", "stamp", "items")) == {("p", "", 1), ("empty", "", 0)}, (
        "the pack stays loaded, and the next load with --demo finds something to do"
    )
    assert History.objects.get(row_id=str(demo.pk), operation="D").actor_label == "tester"
    assert AuditEntry.objects.get(stream="demo:clear").data["rows"] == gone
    assert chain.verify().broken is None


@isolate_apps("tinhso.base")
def test_tables_that_refer_are_cleared_before_those_referred_to() -> None:
    class Parent(models.Model):
        class Meta:
            app_label = "base"

    class Child(models.Model):
        parent = models.ForeignKey(Parent, models.PROTECT)
        twin = models.ForeignKey("self", models.PROTECT)

        class Meta:
            app_label = "base"

    assert deletion_order([Parent, Child]) == deletion_order([Child, Parent]) == [Child, Parent]

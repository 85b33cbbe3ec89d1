"""What formulas read beside figures: constants with their values by date, and groups of places."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tinhso.base.audit.models import Tracked
from tinhso.documents.models import Document
from tinhso.places.models import Place


class Constant(Tracked):
    """A number that formulas name instead of holding it (hằng số): `C{code}`."""

    code = models.TextField(unique=True, db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ConstantValue(Tracked):
    """What a constant is from a day on, until the next value begins, and which document says so.

    `valid_from` None: since ever.
    """

    constant = models.ForeignKey(Constant, models.CASCADE, related_name="values")
    valid_from = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=30, decimal_places=10)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = [F("valid_from").desc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                name="constant_one_value_a_day", fields=["constant", "valid_from"], nulls_distinct=False
            )
        ]


class PlaceGroup(Tracked):
    """Places that belong together without being a unit (nhóm địa bàn): `OUG{code}`."""

    code = models.TextField(unique=True, db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.TextField(blank=True)
    note = models.TextField(blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class GroupMember(Tracked):
    """A place in a group from a day to a day, both inclusive; None: as long as the unit lasts."""

    group = models.ForeignKey(PlaceGroup, models.CASCADE, related_name="members")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(
                name="group_member_once_a_day", fields=["group", "place", "valid_from"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="group_member_runs_forward",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

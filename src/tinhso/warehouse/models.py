"""What the warehouse keeps about itself: the figures stay with the indicators, the copies lie in files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tinhso.base.audit.models import Fact
from tinhso.indicators.models import Indicator
from tinhso.places.models import Place


class IndicatorKey(models.Model):
    """A small number for an indicator in the files. `scale`: decimals that its figures are kept with.

    `spoken_as`: the rules under which its rows were last read; laid down otherwise, they are read anew.
    """

    number = models.AutoField(primary_key=True)
    indicator = models.OneToOneField(Indicator, models.CASCADE, related_name="+")
    scale = models.PositiveSmallIntegerField(default=0)
    spoken_as = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.number)


class PlaceKey(models.Model):
    """A small number for a row of a place in the files. `spoken_as`: the days it was valid when last read."""

    number = models.AutoField(primary_key=True)
    place = models.OneToOneField(Place, models.CASCADE, related_name="+")
    spoken_as = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.number)


class Partition(models.Model):
    """All figures whose period ends in one month (phân vùng).

    `wanted` goes up with each change that was confirmed, `published` follows; equal: nothing waits.
    """

    id = models.BigAutoField(primary_key=True)
    month = models.DateField(unique=True)
    wanted = models.BigIntegerField(default=1)
    published = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    file = models.TextField(blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    rows = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="partition_is_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="partition_follows", condition=Q(published__lte=models.F("wanted"))),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Change(models.Model):
    """What changed in a month since it was published: one fact, a batch, an indicator's or a place's figures.

    One that names nothing is the whole month; so is a month without any whose `wanted` is ahead.
    """

    id = models.BigAutoField(primary_key=True)
    partition = models.ForeignKey(Partition, models.CASCADE, related_name="changes")
    version = models.BigIntegerField()
    figure = models.UUIDField(null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True)
    indicator = models.UUIDField(null=True, blank=True)
    place = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.figure or self.batch or self.indicator or self.place or self.partition)


class Standing(models.Model):
    """Which publication belongs to this database: the one row that says so.

    `token` is the manifest's; files that lie there from another database, or from this one before it was
    restored, carry another and are not read.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField()
    version = models.BigIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="one_standing", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.version)


class Fault(Fact):
    """A partition's file that was not what had been published (tệp hỏng), and what was found instead."""

    month = models.DateField()
    file = models.TextField()
    expected = models.CharField(max_length=64)
    found = models.CharField(max_length=64, blank=True)
    detail = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.file}"

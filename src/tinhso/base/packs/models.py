"""What was loaded from packs: one record an item, one state a pack."""

from __future__ import annotations

from django.db import models

from tinhso.base import clock


class PackRecord(models.Model):
    """What a pack last loaded under one key: the base of the three-way comparison.

    `digest` is taken over the source as written, `loaded` is the item as it was written to the room.
    """

    id = models.BigAutoField(primary_key=True)
    pack = models.TextField()
    section = models.TextField()
    key = models.TextField()
    digest = models.CharField(max_length=64)
    loaded = models.JSONField()
    illustrative = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "section", "key"], name="pack_record_once")]

    def __str__(self) -> str:
        return f"{self.pack}/{self.section}/{self.key}"


class PackState(models.Model):
    """The stamp of a pack's files at its last load without conflicts: unchanged files are not read again."""

    pack = models.TextField(primary_key=True)
    stamp = models.CharField(max_length=64)
    items = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.pack

"""The audit trail: facts that cannot change, history of what can, and the hash chain over both."""

from __future__ import annotations

from django.db import models

from tinhso.base import clock
from tinhso.base.audit.context import current_actor_id, current_reason, current_request
from tinhso.base.audit.triggers import append_only, history
from tinhso.base.ids import new_id


class Fact(models.Model):
    """Base of append-only tables: a fact carries its own actor, moment, reason and request.

    A child's Meta derives from `Fact.Meta`, which brings the triggers. `illustrative` rows belong to the
    demo, stand outside published totals and may be removed by `tinhso demo clear`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    actor = models.UUIDField(null=True, default=current_actor_id, editable=False)
    reason = models.TextField(blank=True, default=current_reason)
    request = models.UUIDField(null=True, default=current_request, editable=False)
    illustrative = models.BooleanField(default=False)

    class Meta:
        abstract = True
        triggers = append_only(illustrative=True)


class Tracked(models.Model):
    """Base of changeable tables: the database writes every change to the history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    illustrative = models.BooleanField(default=False)

    class Meta:
        abstract = True
        triggers = history()


class History(models.Model):
    """One change of one row of a changeable table, written by a trigger and by nothing else."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    table_name = models.TextField()
    row_id = models.TextField()
    operation = models.CharField(max_length=1, choices=[("I", "insert"), ("U", "update"), ("D", "delete")])
    actor = models.UUIDField(null=True)
    actor_label = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    request = models.UUIDField(null=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        db_table = "base_history"
        indexes = [models.Index(fields=["table_name", "row_id", "at"], name="history_of_row")]
        triggers = append_only(illustrative=False)


class AuditEntry(models.Model):
    """One action in one stream (a plan, a dossier, a gate-day…), chained to the stream's entry before it.

    `hash` = SHA-256 over the canonical JSON of all other fields, `previous` included; hexadecimal.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.TextField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    actor_label = models.TextField(blank=True)
    verb = models.TextField()
    subject = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    request = models.UUIDField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="audit_one_chain")]
        indexes = [
            models.Index(fields=["subject", "at"], name="audit_of_subject"),
            models.Index(fields=["at"], name="audit_by_moment"),
        ]
        triggers = append_only(illustrative=False)


class StreamHead(models.Model):
    """Where a stream stands: locked while an entry is appended, so that chains cannot fork."""

    stream = models.TextField(primary_key=True)
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    sealed_sequence = models.PositiveBigIntegerField(default=0)


class DailySeal(models.Model):
    """The heads of all streams that moved since the last seal, under one root chained to the root before."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    at = models.DateTimeField()
    heads = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64)

    class Meta:
        triggers = append_only(illustrative=False)

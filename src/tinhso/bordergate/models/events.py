"""What devices and agencies say of a visit: an append-only log, what it opened, where each visit stands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.bordergate.core.events import NO_HASH
from tinhso.bordergate.core.tracks import Actor
from tinhso.bordergate.models.gates import Gate
from tinhso.bordergate.models.lines import LinePlace


class CheckpointKind(models.TextChoices):
    """What kind of point it is."""

    BARRIER = "barrier", _("Barie kiểm soát")
    YARD = "yard", _("Cổng bãi")
    OFFICE = "office", _("Điểm làm thủ tục")
    MARKER = "marker", _("Mốc biên giới")


class Checkpoint(Tracked):
    """A point of a gate where something is seen (chốt): `HN-B1`."""

    code = models.CharField(max_length=64, unique=True, db_collation="C")
    pack = models.CharField(max_length=40, blank=True)
    gate = models.ForeignKey(Gate, models.CASCADE, related_name="checkpoints")
    kind = models.CharField(max_length=8, choices=CheckpointKind.choices)
    name = models.TextField()

    class Meta(Tracked.Meta):
        ordering = ["gate", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Device(Tracked):
    """A device that signs what it says (thiết bị tại chốt), with its Ed25519 public key in hexadecimal.

    Its events count from `valid_from` to before `valid_to`; from `lost_at` on nothing of it is received.
    `unmanned`: the capacity in which a camera writes, empty where an officer does.
    """

    code = models.CharField(max_length=64, unique=True, db_collation="C")
    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="devices")
    public_key = models.CharField(max_length=64, db_collation="C")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)
    unmanned = models.CharField(
        max_length=17, blank=True, choices=[(actor.value, actor.value) for actor in Actor]
    )

    class Meta(Tracked.Meta):
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="gate_device_key_is_one", condition=Q(public_key__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="gate_device_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DeviceChain(models.Model):
    """Where the chain of a device stands; its row is the lock under which the device's events come in."""

    device = models.OneToOneField(Device, models.CASCADE, primary_key=True, related_name="chain")
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=NO_HASH)
    effective_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.device_id} {self.seq}"


class CheckpointEvent(Fact):
    """One event that counts (sự kiện tại chốt), as signed, with the moments it was given and its answer.

    `device` is empty for what somebody on duty wrote without one. `capacity` is in which capacity `officer`
    wrote. `status`, `code`, `duplicate_of`, `missing` are the answer, the same for every repetition.
    """

    event_id = models.UUIDField(unique=True)
    place = models.ForeignKey(LinePlace, models.CASCADE, related_name="events")
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="events")
    device_seq = models.PositiveBigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=16)
    gate = models.CharField(max_length=64)
    checkpoint = models.CharField(max_length=64, blank=True)
    officer = models.CharField(max_length=64, blank=True)
    capacity = models.CharField(max_length=17)
    device_time = models.DateTimeField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    flags = models.JSONField(default=list)
    payload = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128, blank=True)
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24)
    duplicate_of = models.UUIDField(null=True, blank=True)
    missing = models.JSONField(default=list)

    class Meta(Fact.Meta):
        ordering = ["effective_at", "device_seq", "id"]
        constraints = [
            models.UniqueConstraint(name="gate_event_one_number", fields=["device", "device_seq"]),
            models.CheckConstraint(
                name="gate_event_number_of_device",
                condition=Q(device__isnull=True, device_seq__isnull=True)
                | Q(device__isnull=False, device_seq__gte=1),
            ),
        ]
        indexes = [models.Index(fields=["place", "effective_at"], name="gate_event_of_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class ParkedEvent(models.Model):
    """An authentic event that waits for one before it in its device's chain; it goes once it is judged."""

    event_id = models.UUIDField(unique=True)
    device = models.ForeignKey(Device, models.CASCADE, related_name="parked")
    device_seq = models.PositiveBigIntegerField()
    wire = models.JSONField()
    signature = models.CharField(max_length=128)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["device", "device_seq"]
        constraints = [
            models.UniqueConstraint(name="gate_parked_one_number", fields=["device", "device_seq"])
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.device_seq}"


class RefusedEvent(Fact):
    """A copy of what was refused (cách ly), for people to look at: it changes no state.

    `wire` is the text that came, cut where it is long. `in_chain`: the device did sign it, so its number is
    taken and its answer stands.
    """

    event_id = models.UUIDField(null=True, blank=True)
    device = models.CharField(max_length=64, blank=True)
    wire = models.TextField()
    signature = models.TextField(blank=True)
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24)
    in_chain = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="gate_refused_once", fields=["event_id"], condition=Q(in_chain=True)
            ),
            models.CheckConstraint(
                name="gate_refused_in_chain_is_known", condition=Q(in_chain=False) | Q(event_id__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["received_at"], name="gate_refused_by_moment")]

    def __str__(self) -> str:
        return f"{self.code} {self.event_id}"


class VisitState(models.Model):
    """Where a visit stands since its last event (trạng thái lượt xe); rebuildable from line and events."""

    place = models.OneToOneField(LinePlace, models.CASCADE, related_name="visit_state")
    state = models.CharField(max_length=12)
    gate = models.CharField(max_length=64)
    tracks = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    holds = models.JSONField(default=list)
    times = models.JSONField(default=dict)
    admitted_by = models.UUIDField(null=True, blank=True)
    events = models.PositiveIntegerField()
    as_of = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["gate", "state"], name="gate_visit_by_state")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.state}"


class BarrierCommand(Fact):
    """Open one barrier once (lệnh mở barie): one an event, worth nothing after `valid_until`."""

    event_id = models.UUIDField(unique=True)
    place = models.ForeignKey(LinePlace, models.CASCADE, related_name="commands")
    gate = models.CharField(max_length=64)
    checkpoint = models.CharField(max_length=64, blank=True)
    given_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta(Fact.Meta):
        ordering = ["given_at", "id"]

    def __str__(self) -> str:
        return f"{self.checkpoint} {self.event_id}"


class GateAlarm(Fact):
    """Something for people to see at once (cảnh báo tại cửa khẩu)."""

    code = models.CharField(max_length=40)
    gate = models.CharField(max_length=64)
    event_id = models.UUIDField(null=True, blank=True)
    place = models.ForeignKey(LinePlace, models.CASCADE, null=True, blank=True, related_name="alarms")
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["gate", "at"], name="gate_alarm_of_gate")]

    def __str__(self) -> str:
        return f"{self.code} {self.gate}"

"""Who declares what: companies with their fleet, declarations and their versions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.base import clock
from tinhso.base.audit.models import Fact, Tracked
from tinhso.bordergate.models.gates import OfLane, Run


class Company(Tracked):
    """Who trades or carries (doanh nghiệp): `most_places` it may hold at once, None: as many as its fleet."""

    tax_code = models.CharField(max_length=20, unique=True, db_collation="C")
    name = models.TextField()
    most_places = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Member(Tracked):
    """Who may declare for a company, from when to when (người được giao khai báo)."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="members")
    account = models.UUIDField()
    label = models.TextField(blank=True)
    valid_from = models.DateTimeField(default=clock.now)
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["company", "label", "id"]
        constraints = [
            models.CheckConstraint(
                name="gate_member_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            )
        ]
        indexes = [models.Index(fields=["account"], name="gate_member_of_account")]

    def __str__(self) -> str:
        return self.label


class Vehicle(Tracked):
    """A tractor of a company's fleet (xe đầu kéo): known by plate and by chassis.

    It may take a place once somebody at the gate has seen its papers (`verified_at`).
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="vehicles")
    plate = models.CharField(max_length=20)
    country = models.CharField(max_length=2, default="VN")
    key = models.CharField(max_length=20, db_collation="C")
    vin = models.CharField(max_length=17, db_collation="C")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_label = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["company", "key"]
        constraints = [
            models.UniqueConstraint(
                name="gate_vehicle_one_plate", fields=["key"], condition=Q(retired_at=None)
            ),
            models.UniqueConstraint(
                name="gate_vehicle_one_chassis", fields=["vin"], condition=Q(retired_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.plate


class Declaration(OfLane, Tracked):
    """One declaration for one crossing (tờ khai qua cửa khẩu). A draft holds no place in any line.

    Its content stands in its versions; `version` is the newest. `number` is given when it is submitted.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        SUBMITTED = "submitted", _("Đã gửi")
        CANCELLED = "cancelled", _("Đã huỷ")

    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, models.PROTECT, related_name="declarations")
    number = models.CharField(max_length=24, blank=True, db_collation="C")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Tracked.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="gate_declaration_number", fields=["run", "number"], condition=~Q(number="")
            ),
            models.CheckConstraint(
                name="gate_declaration_number_when_submitted",
                condition=~Q(state="submitted") | ~Q(number=""),
            ),
        ]
        indexes = [models.Index(fields=["company", "-created_at"], name="gate_declaration_of_company")]

    def __str__(self) -> str:
        return self.number or str(_("Bản nháp"))


class DeclarationVersion(Fact):
    """What a declaration said at a time: immutable; `changes` are the fields that differ from the one before.

    `content` follows `schemas.Content`; it holds names and phones of drivers (personal data: purpose border
    control; shown to the company and to those on duty at the gate, never published).
    """

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    changes = models.JSONField(default=list)
    label = models.TextField(blank=True)

    class Meta(Fact.Meta):
        ordering = ["declaration", "number"]
        constraints = [
            models.UniqueConstraint(name="gate_declaration_version_once", fields=["declaration", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} v{self.number}"

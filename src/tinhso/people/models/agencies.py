"""Agencies and what became of them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.people.querysets import AgencyQuerySet
from tinhso.places.models import Place


class AgencyKind(models.TextChoices):
    """Kinds of agencies (loại cơ quan, đơn vị)."""

    PARTY = "party", _("Cơ quan Đảng")
    COUNCIL = "council", _("Hội đồng nhân dân")
    COMMITTEE = "committee", _("Ủy ban nhân dân")
    STEERING = "steering", _("Ban Chỉ đạo")
    OFFICE = "office", _("Văn phòng")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    UNIT = "unit", _("Đơn vị trực thuộc")
    MINISTRY = "ministry", _("Cơ quan trung ương")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    ASSOCIATION = "association", _("Hội, đoàn thể")
    OTHER = "other", _("Khác")


class Agency(Tracked):
    """An organisation that owes, reports or issues (cơ quan, đơn vị), as it was between two dates.

    `identifier` is its code under QĐ 20/2020/QĐ-TTg where it has one; `code` is the product's own, stable.
    """

    code = models.TextField(unique=True, db_collation="C")
    identifier = models.CharField(max_length=35, blank=True)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=AgencyKind.choices)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="agencies")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    sort_key = models.TextField(db_collation="C", blank=True)
    search_key = models.TextField(db_collation="C", blank=True)
    pack = models.CharField(max_length=40, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta(Tracked.Meta):
        ordering = ["sort_key", "code"]
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(
                name="agency_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes = [
            models.Index(fields=["pack", "kind"], name="agency_by_pack"),
            models.Index(fields=["identifier"], name="agency_by_identifier", condition=~Q(identifier="")),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def is_valid_on(self, day: date) -> bool:
        """Whether the agency existed on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def get_absolute_url(self) -> str:
        """The agency's page."""
        return reverse("people:agency", args=[self.code])


class Succession(Tracked):
    """What became of an agency (kế thừa): an edge from predecessor to successor."""

    class Kind(models.TextChoices):
        """How."""

        MERGED = "merged", _("Sáp nhập, hợp nhất")
        RENAMED = "renamed", _("Đổi tên")
        SPLIT = "split", _("Chia, tách")
        TRANSFERRED = "transferred", _("Chuyển một phần chức năng")

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    document = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(name="succession_one_edge", fields=["predecessor", "successor"]),
            models.CheckConstraint(name="succession_not_to_itself", condition=~Q(predecessor=F("successor"))),
        ]

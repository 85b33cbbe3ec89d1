"""Places that are rows with a time of validity, what became of them, and their outlines."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.base.audit.triggers import history
from tinhso.places.querysets import PlaceQuerySet


def _unit_number() -> Func:
    """Level and code as one number: ranges need no extension to exclude each other, texts would."""
    return Func(
        F("level"),
        Value("/"),
        F("code"),
        arg_joiner=" || ",
        template="hashtextextended(%(expressions)s, 0)",
    )


def changes_only() -> list[object]:
    """History of updates and deletions: a bulk load tells its insertions in one audit entry instead."""
    return [trigger for trigger in history() if trigger.name != "history_insert"]


class Level(models.TextChoices):
    """Storeys of the administrative system (cấp hành chính). Districts ended on 30/06/2025."""

    COUNTRY = "country", _("Cả nước")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")
    VILLAGE = "village", _("Thôn, khối phố")


class Origin(models.TextChoices):
    """Who brought a row, and so who may change it."""

    NATIONAL = "national", _("Bảng quốc gia")
    PACK = "pack", _("Gói dữ liệu của tỉnh")
    PERSON = "person", _("Người dùng nhập")


@lru_cache(maxsize=16_384)
def _address(code: str) -> str:
    """A map and its list ask for the same address of each unit."""
    return reverse("places:detail", args=[code])


class Place(Tracked):
    """An administrative unit (đơn vị hành chính) as it was between two dates; facts point to this row.

    `valid_from` None: beginning not recorded; `valid_to` None: still valid. Both ends are inclusive.
    A new row begins whenever type, name, boundary or parent changes; `Lineage` links old and new.
    """

    level = models.CharField(max_length=8, choices=Level.choices)
    code = models.TextField(db_collation="C")
    type = models.CharField(max_length=32)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    slug = models.TextField(db_collation="C")
    sort_key = models.TextField(db_collation="C")
    search_key = models.TextField(db_collation="C")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.TextField(db_collation="C")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    lat = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    area_km2 = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    source = models.TextField(blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.PERSON)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        triggers = changes_only()
        constraints = [
            models.CheckConstraint(
                name="place_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="place_known_level", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="place_only_the_country_has_no_parent",
                condition=Q(level=Level.COUNTRY, parent=None) | (~Q(level=Level.COUNTRY) & ~Q(parent=None)),
            ),
            models.CheckConstraint(
                name="place_figures_not_negative",
                condition=(Q(area_km2=None) | Q(area_km2__gt=0))
                & (Q(population=None) | Q(population__gte=0)),
            ),
            models.CheckConstraint(
                name="place_on_the_globe",
                condition=Q(lat=None, lon=None)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
            ),
            models.UniqueConstraint(
                name="place_one_row_a_beginning", fields=["level", "code", "valid_from"], nulls_distinct=False
            ),
            ExclusionConstraint(
                name="place_one_row_a_day",
                expressions=[
                    (
                        Func(
                            _unit_number(),
                            _unit_number(),
                            Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"), "&&"),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="place_by_code"),
            models.Index(fields=["path"], name="place_by_path"),
            models.Index(fields=["level", "sort_key", "code"], name="place_in_order"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Name with its type: `Phường Kỳ Lừa`."""
        return f"{self.type} {self.name}" if self.level != Level.COUNTRY else self.name

    def is_valid_on(self, day: date) -> bool:
        """Whether this row was the unit on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def ended_on(self) -> date | None:
        """The first day on which the row no longer holds."""
        return self.valid_to + timedelta(days=1) if self.valid_to else None

    def get_absolute_url(self) -> str:
        """Address of the page of this row; rows that ended carry their last day."""
        address = _address(self.code)
        return f"{address}?as_of={self.valid_to.isoformat()}" if self.valid_to else address


class Basis(models.TextChoices):
    """What a share was taken from."""

    WHOLE = "whole", _("Toàn bộ đơn vị")
    POPULATION = "population", _("Theo dân số")
    AREA = "area", _("Theo diện tích")
    COUNTED = "counted", _("Theo số đếm")
    NONE = "none", _("Chưa rõ tỷ lệ")


class Lineage(Tracked):
    """What became of a place: an edge from a row to a row that followed it (quá trình chia tách, sáp nhập).

    `share` is the part of the *predecessor* that went to the successor, 0 < share ≤ 1; None where unknown.
    `is_default` marks the successor that took the seat or the larger part, by the source's word only.
    """

    predecessor = models.ForeignKey(Place, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, models.PROTECT, related_name="origins")
    share = models.DecimalField(max_digits=9, decimal_places=8, null=True, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.NONE)
    source = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    on = models.DateField()
    document = models.TextField(blank=True)
    note = models.TextField(blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.PERSON)

    class Meta:
        triggers = changes_only()
        constraints = [
            models.UniqueConstraint(name="lineage_one_edge", fields=["predecessor", "successor"]),
            models.CheckConstraint(name="lineage_not_to_itself", condition=~Q(predecessor=F("successor"))),
            models.CheckConstraint(
                name="lineage_share_names_its_basis",
                condition=Q(share=None, basis=Basis.NONE)
                | (Q(share__isnull=False, share__gt=0, share__lte=1) & ~Q(basis=Basis.NONE)),
            ),
            models.CheckConstraint(name="lineage_whole_is_one", condition=~Q(basis=Basis.WHOLE) | Q(share=1)),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Boundary(Tracked):
    """The outline of a place (địa giới), simplified for maps: a GeoJSON geometry in WGS 84.

    `path` and the box around it are the same in drawing units (`places.outline`), computed when it is stored.
    """

    place = models.OneToOneField(Place, models.CASCADE, related_name="boundary")
    geojson = models.JSONField()
    attribution = models.TextField()
    path = models.TextField()
    west = models.IntegerField()
    north = models.IntegerField()
    east = models.IntegerField()
    south = models.IntegerField()

    class Meta:
        verbose_name_plural = "boundaries"
        triggers = changes_only()

    def __str__(self) -> str:
        return f"{self.place}"

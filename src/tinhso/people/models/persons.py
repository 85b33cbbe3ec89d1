"""Positions, the roles they give, and who holds them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.people.models.agencies import Agency


class Role(models.TextChoices):
    """What a post lets a person do (vai trò). Policies in code decide; there are no user groups."""

    PUBLIC = "public", _("Công chúng")
    LEADER = "leader", _("Lãnh đạo")
    STANDING_OFFICE = "standing_office", _("Cơ quan thường trực")
    REPORTING_OFFICER = "reporting_officer", _("Cán bộ báo cáo")
    HEAD_OF_AGENCY = "head_of_agency", _("Thủ trưởng đơn vị")
    AUDITOR = "auditor", _("Kiểm tra, giám sát")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


class Position(Tracked):
    """A chair in an agency (chức vụ, vị trí) with the role it gives in the product."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="positions")
    title = models.TextField()
    title_en = models.TextField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="position_one_title", fields=["agency", "title"])]

    def __str__(self) -> str:
        return self.title


class Person(Tracked):
    """Somebody (cá nhân). Names are one field: family, middle and given name are not split in the data.

    Personal data: `full_name` (basic), `email`, `phone` (basic, masked in exports).
    """

    code = models.TextField(unique=True, db_collation="C")
    full_name = models.TextField()
    sort_name = models.TextField(db_collation="C", blank=True)
    search_key = models.TextField(db_collation="C", blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["sort_name", "code"]

    def __str__(self) -> str:
        return self.full_name


class Post(Tracked):
    """A person in a position from one day to another (giữ chức vụ). One person may hold several at once."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    position = models.ForeignKey(Position, models.PROTECT, related_name="posts")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta(Tracked.Meta):
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
        ]


class Delegation(Tracked):
    """A post lent to another person for some days (ủy quyền)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    valid_from = models.DateField()
    valid_to = models.DateField()
    note = models.TextField(blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))
            ),
        ]

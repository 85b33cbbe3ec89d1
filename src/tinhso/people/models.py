"""Who acts: agencies and their history, positions, persons, posts, accounts, delegations."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.base.audit.triggers import history
from tinhso.base.ids import new_id
from tinhso.people.querysets import AgencyQuerySet
from tinhso.places.models import Place


class Role(models.TextChoices):
    """What a post lets a person do (vai trò). Policies in code decide; there are no user groups."""

    PUBLIC = "public", _("Công chúng")
    LEADER = "leader", _("Lãnh đạo")
    STANDING_OFFICE = "standing_office", _("Cơ quan thường trực")
    REPORTING_OFFICER = "reporting_officer", _("Cán bộ báo cáo")
    HEAD_OF_AGENCY = "head_of_agency", _("Thủ trưởng đơn vị")
    AUDITOR = "auditor", _("Kiểm tra, giám sát")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


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


class AccountManager(BaseUserManager["Account"]):
    """Accounts by name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of that user name, whatever its capitals."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A way to sign in (tài khoản). What it may do follows from the posts of its person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    illustrative = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta:
        triggers = history(without=("password", "last_login"))

    def __str__(self) -> str:
        return self.username


class ApiToken(Tracked):
    """A key for programs (mã truy cập API): only its SHA-256 is kept. `scopes` limit what it may do."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        triggers = history(without=("digest",))

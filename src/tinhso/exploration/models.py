"""Views that people keep, and dashboards made of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.base.text import search_key
from tinhso.exploration.watching.models import Alert, Seen, Standing, Watch

__all__ = ["Alert", "Card", "Dashboard", "Seen", "Shared", "Sharing", "Standing", "View", "Watch", "Width"]


class Sharing(models.TextChoices):
    """Who may open it (chia sẻ)."""

    OWN = "own", _("Riêng tôi")
    AGENCY = "agency", _("Cơ quan tôi")
    OFFICIALS = "officials", _("Mọi cán bộ")
    PUBLIC = "public", _("Công khai")


class Shared(Tracked):
    """What views and dashboards have in common. `code` stands in addresses; `owner` is an account.

    `retired_at`: taken back; it keeps its row and its history.
    """

    code = models.SlugField(max_length=80, unique=True)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    description = models.TextField(blank=True)
    owner = models.UUIDField(null=True, blank=True)
    agency = models.UUIDField(null=True, blank=True)
    sharing = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.OWN)
    origin = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    search_key = models.TextField(db_collation="C", blank=True, editable=False)

    whose = ""
    """Whose it is in words; lists fill it in for the rows that they print."""

    class Meta(Tracked.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    def found_by(self) -> str:
        """The search key: names and code."""
        return search_key(self.name, self.name_en, self.code)


class View(Shared):
    """A view (góc nhìn) that somebody kept: a `Spec` under a name."""

    spec = models.JSONField()

    class Meta(Shared.Meta):
        indexes = [models.Index(fields=["owner"], name="view_of_owner")]

    def get_absolute_url(self) -> str:
        """The view's page."""
        return reverse("exploration:view", args=[self.code])


class Dashboard(Shared):
    """Views and parts of rooms on one page (bảng theo dõi). `roles`: those it is offered to, by order."""

    roles = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    on_wall = models.BooleanField(default=False)

    class Meta(Shared.Meta):
        indexes = [models.Index(fields=["owner"], name="dashboard_of_owner")]

    def get_absolute_url(self) -> str:
        """The dashboard's page."""
        return reverse("exploration:dashboard", args=[self.code])


class Width(models.TextChoices):
    """How much of a row a card takes."""

    THIRD = "third", _("Một phần ba")
    HALF = "half", _("Một nửa")
    WHOLE = "whole", _("Cả hàng")


class Card(Tracked):
    """One place on a dashboard (thẻ): a view, or a part that a room offers under the name `part`."""

    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="cards")
    position = models.PositiveSmallIntegerField()
    view = models.ForeignKey(View, models.PROTECT, null=True, blank=True, related_name="cards")
    part = models.CharField(max_length=80, blank=True)
    title = models.TextField(blank=True)
    width = models.CharField(max_length=10, choices=Width.choices, default=Width.HALF)

    class Meta(Tracked.Meta):
        ordering = ["dashboard", "position"]
        constraints = [
            models.CheckConstraint(
                name="card_shows_one_thing",
                condition=Q(view__isnull=False, part="") | (Q(view__isnull=True) & ~Q(part="")),
            ),
            models.UniqueConstraint(
                name="card_position_once",
                fields=["dashboard", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.part or str(self.view_id)

"""What an account arranged for itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tinhso.base.audit.models import Tracked
from tinhso.people.models.accounts import Account


class SavedFilter(Tracked):
    """A filter kept under a name (bộ lọc đã lưu): the address of a list, and nothing of what it showed.

    `path` names the list, `query` its filters, order and columns; the list `opens` with one of them at most.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="saved_filters")
    path = models.CharField(max_length=300)
    query = models.CharField(max_length=2000)
    name = models.CharField(max_length=60)
    opens = models.BooleanField(default=False)

    class Meta(Tracked.Meta):
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("account", "path", Lower("name"), name="saved_filter_one_name"),
            models.UniqueConstraint(
                fields=["account", "path"], condition=Q(opens=True), name="saved_filter_one_opening"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The address it stands for."""
        return f"{self.path}?{self.query}"

"""One row a file that somebody sent; the content lies in the store, once however often it was sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact


class StoredFile(Fact):
    """A file as it was sent (tệp đính kèm). `actor` is who sent it, `recorded_at` when."""

    digest = models.CharField(_("Mã băm SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("Kích thước"))
    media_type = models.TextField(_("Loại tệp"))
    name = models.TextField(_("Tên tệp"))

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["digest"], name="file_by_digest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="file_digest"),
            models.CheckConstraint(condition=~models.Q(name__contains="/"), name="file_bare_name"),
        ]

    def __str__(self) -> str:
        return self.name

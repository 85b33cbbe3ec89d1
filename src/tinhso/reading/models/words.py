"""What words mean here: learned from people's choices, told by packs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked


class Concerns(models.TextChoices):
    """What a phrase may stand for."""

    INDICATOR = "indicator", _("Chỉ số")
    TARGET = "target", _("Chỉ tiêu")
    PLACE = "place", _("Địa bàn")
    AGENCY = "agency", _("Cơ quan, đơn vị")


class Synonym(Fact):
    """That a phrase means one thing (từ đồng nghĩa): learned from a choice that a person confirmed.

    `phrase` is folded; `code` names what it means, empty: it means nothing any more. The latest row of a
    phrase counts. `proposal` is the choice it was learned from; `pack` the pack that told it.
    """

    concerns = models.CharField(max_length=9, choices=Concerns.choices)
    phrase = models.TextField(db_collation="C")
    said = models.TextField()
    code = models.TextField(blank=True, db_collation="C")
    proposal = models.UUIDField(null=True, blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Fact.Meta):
        ordering = ["-recorded_at", "-id"]
        constraints = [models.CheckConstraint(name="synonym_has_a_phrase", condition=~Q(phrase=""))]
        indexes = [models.Index(fields=["concerns", "phrase", "-recorded_at", "-id"], name="synonym_latest")]

    def __str__(self) -> str:
        return f"{self.said} → {self.code}"


class Abbreviation(Tracked):
    """How words are shortened (chữ viết tắt): `TTHC` is `thủ tục hành chính`. Packs bring them."""

    short = models.CharField(max_length=40, unique=True)
    words = models.TextField()
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["short"]

    def __str__(self) -> str:
        return f"{self.short} = {self.words}"

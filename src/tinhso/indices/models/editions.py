"""Composite indices, their editions and nodes, and what was published of places. Scores are facts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.documents.models import Document
from tinhso.places.models import Place


class CompositeIndex(Tracked):
    """A composite index (bộ chỉ số): what ranks provinces, and who publishes it."""

    code = models.TextField(unique=True, db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    publisher = models.TextField(blank=True)
    publisher_en = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Edition(Tracked):
    """A version of an index by one decision (phiên bản bộ chỉ số): its tree, the years it was applied to.

    `why_not` says why values cannot be computed by it; empty where they can.
    """

    index = models.ForeignKey(CompositeIndex, models.PROTECT, related_name="editions")
    code = models.TextField(db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    basis_en = models.TextField(blank=True)
    issued = models.DateField(null=True, blank=True)
    years = models.JSONField(default=list)
    decimals = models.PositiveSmallIntegerField(default=4)
    why_not = models.TextField(blank=True)
    why_not_en = models.TextField(blank=True)
    source = models.TextField(blank=True)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["index__order", "index__code", "-code"]
        constraints = [models.UniqueConstraint(name="edition_once", fields=["index", "code"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The edition's page."""
        return reverse("indices:edition", args=[self.index.code, self.code])


class Node(Tracked):
    """A group, main index or component of an edition (nhóm, chỉ số chính, chỉ số thành phần)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    code = models.TextField(db_collation="C")
    name = models.TextField()
    name_en = models.TextField(blank=True)
    points = models.DecimalField(max_digits=9, decimal_places=3, default=0)
    group = models.BooleanField(default=False)
    components = models.PositiveSmallIntegerField(null=True, blank=True)
    rule = models.JSONField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    owner = models.TextField(blank=True)
    verifier = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta(Tracked.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="node_once", fields=["edition", "code"]),
            models.CheckConstraint(name="node_points_not_negative", condition=Q(points__gte=0)),
        ]

    def __str__(self) -> str:
        return self.name


class Measure(models.TextChoices):
    """What a published number says."""

    SCORE = "score", _("Điểm, thứ hạng của địa bàn")
    MEAN = "mean", _("Trung bình các địa bàn")


class Certainty(models.TextChoices):
    """How sure we are of a published number (mức chắc chắn)."""

    OFFICIAL = "official", _("trang công bố chính thức")
    PRESS = "press", _("báo chí, cổng thông tin")
    COMPUTED = "computed", _("tính lại từ số công bố")
    OWN = "own", _("tỉnh tự đánh giá, đã công bố")


class Score(Fact):
    """What was published of a place for a year (kết quả công bố): value, rank, rank-of, by node or whole.

    `node` is empty for the whole index. A changed number is a new row that supersedes the one before.
    """

    code = models.TextField(db_collation="C")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="scores", db_index=False)
    year = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    node = models.TextField(blank=True, db_collation="C")
    measure = models.CharField(max_length=5, choices=Measure.choices, default=Measure.SCORE)
    value = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=4)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    of = models.PositiveSmallIntegerField(null=True, blank=True)
    published = models.DateField(null=True, blank=True)
    source = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    certainty = models.CharField(max_length=8, choices=Certainty.choices)
    note = models.TextField(blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Fact.Meta):
        constraints = [
            models.CheckConstraint(
                name="score_says_something", condition=Q(value__isnull=False) | Q(rank__isnull=False)
            ),
            models.CheckConstraint(
                name="score_rank_inside", condition=Q(of=None) | Q(rank=None) | Q(rank__lte=F("of"))
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "year", "node"], name="score_of_edition"),
            models.Index(fields=["place", "year"], name="score_of_place"),
            models.Index(fields=["code"], name="score_by_code"),
        ]

    def __str__(self) -> str:
        return self.code

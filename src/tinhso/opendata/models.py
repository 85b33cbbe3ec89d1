"""Datasets that anybody may use again, and what was published of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.base.text import search_key, sort_key
from tinhso.indicators.models import Frequency
from tinhso.opendata.querysets import DatasetQuerySet, VersionQuerySet
from tinhso.people.models import Agency


def in_language(vi: str, en: str) -> str:
    """The text in the reader's language; Vietnamese where nobody wrote the English."""
    return en if en and (get_language() or "vi").startswith("en") else vi


class Stage(models.TextChoices):
    """Where a dataset stands (trạng thái); it follows from its versions and from its retirement."""

    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã công bố")
    RETIRED = "retired", _("Ngừng cập nhật")


class Format(models.TextChoices):
    """Formats that data is published in (định dạng)."""

    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    PARQUET = "parquet", "Parquet"
    PACKAGE = "package", "Data Package"


class Licence(Tracked):
    """Terms under which data may be used again (giấy phép sử dụng dữ liệu): data of a pack, with its basis.

    `spdx`: its name in the lists of open licences, where it has one.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    url = models.URLField(blank=True)
    spdx = models.CharField(max_length=40, blank=True)
    basis = models.TextField(blank=True)
    basis_en = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class Dataset(Tracked):
    """A dataset (bộ dữ liệu mở): what it holds, whose it is, under which terms, how often it is renewed.

    `measures` are codes of indicators, `levels` of places, `kinds` of periods (empty: as they were told).
    `levels` empty: the unit `within` alone. `boundaries` None: each period as places were on its last day.
    `threshold`: counts above 0 and below it are kept back; 0: none, `threshold_why` says why not.
    """

    code = models.SlugField(max_length=80, unique=True)
    title = models.TextField()
    title_en = models.TextField(blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="datasets")
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    contact = models.TextField(blank=True)
    frequency = models.CharField(max_length=7, choices=Frequency.choices, blank=True)
    themes = models.JSONField(default=list, blank=True)
    keywords = models.JSONField(default=list, blank=True)
    measures = models.JSONField(default=list)
    levels = models.JSONField(default=list, blank=True)
    within = models.TextField(blank=True, db_collation="C")
    kinds = models.JSONField(default=list, blank=True)
    first = models.DateField()
    boundaries = models.DateField(null=True, blank=True)
    threshold = models.PositiveSmallIntegerField()
    threshold_why = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.TextField(blank=True)
    pack = models.CharField(max_length=40, blank=True)
    sort_key = models.TextField(db_collation="C", blank=True, editable=False)
    search_key = models.TextField(db_collation="C", blank=True, editable=False)

    objects = DatasetQuerySet.as_manager()

    class Meta(Tracked.Meta):
        ordering = ["sort_key", "code"]
        constraints = [
            models.CheckConstraint(
                name="dataset_says_why_nothing_is_kept_back",
                condition=Q(threshold__gt=0) | ~Q(threshold_why=""),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def about(self) -> str:
        """The description in the reader's language."""
        return in_language(self.description, self.description_en)

    def fill_keys(self) -> None:
        """Bring what it is ordered and found by up to date."""
        self.sort_key = sort_key(self.title)
        words = (self.title, self.title_en, self.description, self.code, self.owner.name)
        self.search_key = search_key(*words, *self.themes, *self.keywords)

    def get_absolute_url(self) -> str:
        """The dataset's page."""
        return reverse("opendata:dataset", args=[self.code])


class DatasetVersion(Fact):
    """What was published of a dataset at one moment (phiên bản); it never changes.

    `content`: digest of all that it says; an equal one is not published again. `data_at`: the moment its
    figures are of, `warehouse` the version of the warehouse that answered. `primary` cells were small,
    `secondary` ones would have given those away; `disclosed` ones are small and stood in an earlier version.
    """

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    automatic = models.BooleanField(default=False)
    actor_label = models.TextField(blank=True)
    data_at = models.DateTimeField()
    warehouse = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField()
    threshold = models.PositiveSmallIntegerField()
    primary = models.PositiveIntegerField(default=0)
    secondary = models.PositiveIntegerField(default=0)
    disclosed = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    objects = VersionQuerySet.as_manager()

    class Meta(Fact.Meta):
        ordering = ["dataset", "-number"]
        constraints = [
            models.UniqueConstraint(name="dataset_version_once", fields=["dataset", "number"]),
            models.CheckConstraint(name="dataset_version_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="dataset_version_hides_rows_it_has",
                condition=Q(rows__gte=F("primary") + F("secondary")),
            ),
        ]
        indexes = [models.Index(fields=["-recorded_at"], name="dataset_version_newest")]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def hidden(self) -> int:
        """Cells kept back."""
        return self.primary + self.secondary

    def get_absolute_url(self) -> str:
        """The version's place on the dataset's page."""
        return f"{reverse('opendata:dataset', args=[self.dataset.code])}#v{self.number}"


class DatasetFile(Fact):
    """One file of a version (tệp dữ liệu); name, digest, size and type stand with the stored file."""

    version = models.ForeignKey(DatasetVersion, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    format = models.CharField(max_length=8, choices=Format.choices)
    rows = models.PositiveIntegerField(default=0)

    class Meta(Fact.Meta):
        ordering = ["version", "file__name"]
        constraints = [models.UniqueConstraint(name="dataset_file_once", fields=["version", "file"])]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        """Where it is downloaded; what lies there never changes."""
        version = self.version
        return reverse("opendata:file", args=[version.dataset.code, version.number, self.file.name])

"""The language in which datasets are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from tinhso.base.text import fold

if TYPE_CHECKING:
    from tinhso.opendata.models import Dataset, DatasetVersion  # noqa: F401 - one is named in a text below


class VersionQuerySet(QuerySet["DatasetVersion"]):
    """Versions."""

    def newest_first(self) -> Self:
        """By the moment they were published."""
        return self.order_by("-recorded_at", "-id")


class DatasetQuerySet(QuerySet["Dataset"]):
    """Datasets."""

    def whole(self) -> Self:
        """With licence and owner."""
        return self.select_related("licence", "owner")

    def public(self) -> Self:
        """Published at least once; retired ones stay to be read."""
        return self.filter(Exists(_versions()))

    def in_force(self) -> Self:
        """Those that are not retired."""
        return self.filter(retired_at=None)

    def with_newest(self) -> Self:
        """With `newest` (number), `published_at` and `newest_rows` of the newest version; None for drafts."""
        rows = _versions().order_by("-number")
        return self.annotate(
            newest=Subquery(rows.values("number")[:1]),
            published_at=Subquery(rows.values("recorded_at")[:1]),
            newest_rows=Subquery(rows.values("rows")[:1]),
        )

    def searched(self, words: str) -> Self:
        """Those in which every word occurs in title, description, theme, keyword or owner, tones ignored."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_key__contains=word)
        return found


def _versions() -> QuerySet[DatasetVersion]:
    model: type[DatasetVersion] = apps.get_model("opendata", "DatasetVersion")
    return model.objects.filter(dataset=OuterRef("pk"))

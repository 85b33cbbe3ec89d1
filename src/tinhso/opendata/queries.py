"""Reads over datasets, their versions and files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.opendata.models import Dataset, DatasetFile, DatasetVersion, Licence, Stage
from tinhso.opendata.querysets import DatasetQuerySet, VersionQuerySet


def datasets() -> DatasetQuerySet:
    """All datasets; chain `public`, `in_force`, `searched`, `with_newest`."""
    return Dataset.objects.whole()


def licences() -> QuerySet[Licence]:
    """All licences, in order."""
    return Licence.objects.all()


def licence(code: str) -> Licence:
    """The licence of that code. Raises NotFound."""
    found = Licence.objects.filter(code=code).first()
    if found is None:
        known = Licence.objects.values_list("code", flat=True)
        message = _("Không có giấy phép mang mã “%(code)s”.") % {"code": code}
        raise NotFound(message, near=near_matches(code, known), field="licence")
    return found


def by_code(code: str, rows: DatasetQuerySet | None = None) -> Dataset:
    """The dataset of that code among `rows` (all). Raises NotFound with near matches."""
    among = datasets() if rows is None else rows
    found = among.with_newest().filter(code=code).first()
    if found is None:
        near = near_matches(code, among.values_list("code", flat=True))
        raise NotFound(_("Không có bộ dữ liệu mang mã “%(code)s”.") % {"code": code}, near=near, field="code")
    return found


def public(code: str) -> Dataset:
    """A published dataset. Raises NotFound, also for drafts."""
    return by_code(code, datasets().public())


def for_update(code: str) -> Dataset:
    """The dataset, locked: one is published at a time. Raises NotFound."""
    found = Dataset.objects.select_for_update(of=("self",)).whole().filter(code=code).first()
    return found or by_code(code)


def stage(dataset: Dataset) -> Stage:
    """Where it stands: no version, versions, versions and retired."""
    if dataset.retired_at:
        return Stage.RETIRED
    newest = getattr(dataset, "newest", None) or newest_version(dataset)
    return Stage.PUBLISHED if newest else Stage.DRAFT


def versions(dataset: Dataset) -> VersionQuerySet:
    """Its versions with their files, the newest first."""
    rows = DatasetVersion.objects.filter(dataset=dataset).select_related("dataset")
    return rows.prefetch_related("files__file").order_by("-number")


def newest_version(dataset: Dataset) -> DatasetVersion | None:
    """The version that stands."""
    return versions(dataset).first()


def version(dataset: Dataset, number: int) -> DatasetVersion:
    """The version of that number. Raises NotFound."""
    found = versions(dataset).filter(number=number).first()
    if found is None:
        raise NotFound(_("Bộ dữ liệu không có phiên bản %(number)s.") % {"number": number}, field="version")
    return found


def file(dataset: Dataset, number: int, name: str) -> DatasetFile:
    """A file of a version. Raises NotFound."""
    rows = DatasetFile.objects.filter(version__dataset=dataset, version__number=number, file__name=name)
    found = rows.select_related("file", "version__dataset").first()
    if found is None:
        raise NotFound(_("Không có tệp này."), field="file")
    return found


def themes(rows: Iterable[Dataset]) -> list[str]:
    """Every theme that any of them names, in order."""
    return sorted({theme for row in rows for theme in row.themes})

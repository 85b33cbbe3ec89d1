"""What a pack says of open data: licences, datasets, and in demo files which ones are published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import Field

from tinhso.base.actions import Act
from tinhso.base.audit.context import SystemActor
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, PackItem
from tinhso.opendata import publishing, queries
from tinhso.opendata.actions import fill
from tinhso.opendata.models import Dataset, DatasetVersion, Licence
from tinhso.opendata.schemas import Code, DatasetItem
from tinhso.people.loading import account_labels, usernames


class LicenceItem(PackItem):
    """Terms of use, with the text that they rest on (giấy phép)."""

    code: Code
    name: Words
    url: str = ""
    spdx: str = ""
    basis: Words | None = None
    order: int = 100


class PackDataset(DatasetItem, PackItem):
    """A dataset: a draft until somebody publishes it."""


class PublicationItem(PackItem):
    """That a dataset is published in the demo, by whom, with what note."""

    dataset: Code
    by: str
    note: str = Field(min_length=1)


def _words(vi: str, en: str) -> Words | None:
    return Words(vi=vi, en=en) if vi else None


class Licences(BatchSection[LicenceItem]):
    """The section `licences`."""

    name = "licences"
    schema = LicenceItem
    files = ("licences.yaml",)

    def key(self, item: LicenceItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, LicenceItem]:
        """The stored licences."""
        del pack
        return {
            row.code: LicenceItem(
                code=row.code,
                name=Words(vi=row.name, en=row.name_en),
                url=row.url,
                spdx=row.spdx,
                basis=_words(row.basis, row.basis_en),
                order=row.order,
            )
            for row in Licence.objects.filter(code__in=keys)
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[LicenceItem], act: Act, *, illustrative: bool
    ) -> None:
        """All licences that are new or changed."""
        for item in items:
            Licence.objects.update_or_create(
                code=item.code,
                defaults={
                    "name": item.name.vi,
                    "name_en": item.name.en,
                    "url": item.url,
                    "spdx": item.spdx,
                    "basis": item.basis.vi if item.basis else "",
                    "basis_en": item.basis.en if item.basis else "",
                    "order": item.order,
                    "pack": pack.code,
                    "illustrative": illustrative,
                },
            )
        act.record(f"pack:{pack.code}", subject="licences", data={"written": len(items)})


class Datasets(BatchSection[PackDataset]):
    """The section `datasets`."""

    name = "datasets"
    schema = PackDataset
    files = ("datasets.yaml",)

    def key(self, item: PackDataset) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, PackDataset]:
        """The stored datasets."""
        del pack
        return {row.code: _item(row) for row in queries.datasets().filter(code__in=keys)}

    def write_many(
        self, pack: PackInfo, items: Sequence[PackDataset], act: Act, *, illustrative: bool
    ) -> None:
        """All datasets that are new or changed."""
        for item in items:
            row = Dataset.objects.filter(code=item.code).first() or Dataset()
            fill(row, item.draft())
            row.pack, row.illustrative = pack.code, illustrative
            row.save()
        act.record(f"pack:{pack.code}", subject="datasets", data={"written": len(items)})

    def check(self, items: Sequence[Located[PackDataset]], everything: Catalogue) -> Iterable[Finding]:
        """Licences, owners and indicators are known, in the pack or in those it requires."""
        yield from unknown_codes(items, "licence", everything.keys("licences"))
        yield from unknown_codes(items, "owner", everything.keys("agencies"))
        yield from _unknown_measures(items, everything)


def _unknown_measures(items: Sequence[Located[PackDataset]], everything: Catalogue) -> Iterator[Finding]:
    known = set(everything.keys("indicators"))
    for item in items:
        for number, code in enumerate(item.value.measures):
            if code.split(".")[0] not in known:
                yield item.error(f"measures.{number}", _("mã chỉ số có trong gói"), code)


def _item(row: Dataset) -> PackDataset:
    same = (
        "code",
        "contact",
        "themes",
        "keywords",
        "measures",
        "levels",
        "within",
        "kinds",
        "first",
        "boundaries",
    )
    usual = (
        row.threshold == settings.OPEN_DATA_THRESHOLD
        and row.threshold_why == settings.OPEN_DATA_THRESHOLD_WHY
    )
    return PackDataset.model_validate(
        {
            **{name: getattr(row, name) for name in same},
            "title": Words(vi=row.title, en=row.title_en),
            "description": _words(row.description, row.description_en),
            "licence": row.licence.code,
            "owner": row.owner.code,
            "frequency": row.frequency or None,
            "threshold": None if usual else row.threshold,
            "threshold_why": "" if usual else row.threshold_why,
        }
    )


class Publications(BatchSection[PublicationItem]):
    """The section `dataset-publications`, for demo files: a pack publishes nothing in earnest."""

    name = "dataset-publications"
    schema = PublicationItem
    files = ("dataset-publications.yaml",)

    def key(self, item: PublicationItem) -> str:
        """The dataset: one publication each."""
        return item.dataset

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, PublicationItem]:
        """The first versions of the demo, by whom: what was published stays, whatever a changed file says."""
        del pack
        rows = DatasetVersion.objects.filter(dataset__code__in=keys, number=1, illustrative=True)
        found = list(rows.select_related("dataset"))
        names = usernames([row.actor for row in found])
        return {
            row.dataset.code: PublicationItem(dataset=row.dataset.code, by=names[row.actor], note=row.note)
            for row in found
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[PublicationItem], act: Act, *, illustrative: bool
    ) -> None:
        """Publish those that have no version yet, as the person would who is named."""
        del pack, act
        done = set(DatasetVersion.objects.values_list("dataset__code", flat=True))
        accounts = account_labels([item.by for item in items])
        for item in items:
            if item.dataset not in done:
                key, label = accounts[item.by]
                by = SystemActor(label, key)
                publishing.publish(by, item.dataset, note=item.note, illustrative=illustrative)

    def check(self, items: Sequence[Located[PublicationItem]], everything: Catalogue) -> Iterable[Finding]:
        """Datasets are known; only demo files tell of publications."""
        yield from unknown_codes(items, "dataset", everything.keys("datasets"))
        for item in items:
            if not item.illustrative:
                yield item.error("dataset", _("việc công bố chỉ khai trong phần minh hoạ"), item.key)


SECTIONS = (Licences(), Datasets(), Publications())

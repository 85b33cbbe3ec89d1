"""Making a version: content asked, small numbers kept back, files written, all or nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import Conflict
from tinhso.base.files import content as store
from tinhso.base.files.models import StoredFile
from tinhso.opendata import packaging, policies, queries, reading
from tinhso.opendata.content import Content, gather
from tinhso.opendata.dictionary import resources
from tinhso.opendata.differences import Change, Difference, as_resource, differences
from tinhso.opendata.events import DatasetPublished
from tinhso.opendata.keeping_back import Published, keep_back
from tinhso.opendata.models import Dataset, DatasetFile, DatasetVersion, Format
from tinhso.opendata.packaging import Made
from tinhso.opendata.resources import Resource
from tinhso.people.principals import Principal

_MOST_BYTES = 1 << 31


@dataclass(frozen=True)
class Prepared:
    """What would be published now, against the version that stands."""

    content: Content
    published: Published
    tables: Sequence[Resource]
    digest: str
    before: DatasetVersion | None
    found: list[Difference]

    @property
    def is_new(self) -> bool:
        """Whether it says anything that the version that stands does not."""
        return self.before is None or self.before.content != self.digest

    def count(self, change: Change) -> int:
        """How many rows were added, changed or removed."""
        return sum(one.change is change for one in self.found)


def prepare(dataset: Dataset) -> Prepared:
    """What a version of now would hold. Raises what asking the warehouse raises."""
    before = queries.newest_version(dataset)
    stood = reading.rows_of(before) if before else []
    found = gather(dataset)
    published = keep_back(found.measures, found.rows, dataset.threshold, stood)
    tables = resources(found.measures, published.rows, found.places)
    return Prepared(
        found,
        published,
        tables,
        packaging.content_digest(dataset, tables),
        before,
        differences(stood, published.rows) if before else [],
    )


def publish(
    by: Actor, code: str, *, note: str = "", automatic: bool = False, illustrative: bool = False
) -> DatasetVersion | None:
    """Publish a version of what is known now (công bố phiên bản); None where nothing has changed.

    Raises NotAllowed, NotFound; Conflict for a retired dataset, one without figures, and one in which a cell
    kept back would follow from the version before.
    """
    policies.require_publish(by)
    with acting(by, "opendata.publish", reason=note) as act:
        dataset = queries.for_update(code)
        if dataset.retired_at:
            raise Conflict(_("Bộ dữ liệu đã ngừng cập nhật."), hint=_("Cho cập nhật lại rồi công bố."))
        ready = prepare(dataset)
        if not ready.is_new:
            return None
        illustrative = illustrative or _is_illustrative(by, dataset, ready.before)
        _require_fit(ready)
        return _written(act, dataset, ready, note=note, automatic=automatic, illustrative=illustrative)


def _is_illustrative(by: Actor, dataset: Dataset, before: DatasetVersion | None) -> bool:
    """Whether who publishes is of the demo, or the dataset, or the decision that a job follows."""
    follows = isinstance(by, SystemActor) and before is not None and before.illustrative
    return dataset.illustrative or follows or (isinstance(by, Principal) and by.illustrative)


def _require_fit(ready: Prepared) -> None:
    if not any(row.value is not None for row in ready.published.rows):
        raise Conflict(
            _("Chưa có số liệu công khai nào để công bố."),
            hint=_(
                "Kiểm tra chỉ số, địa bàn và kỳ. Số liệu chờ xác nhận và số liệu minh hoạ không được công bố."
            ),
        )
    if exposed := len(ready.published.kept.exposed):
        raise Conflict(
            _("%(count)d ô bị che vẫn tính ra được khi so với phiên bản trước.") % {"count": exposed},
            hint=_("Đổi cấp, kỳ hoặc chỉ số của bộ dữ liệu rồi xem trước lại."),
        )


def _written(
    act: Act, dataset: Dataset, ready: Prepared, *, note: str, automatic: bool, illustrative: bool
) -> DatasetVersion:
    number = ready.before.number + 1 if ready.before else 1
    kept = ready.published.kept
    version = DatasetVersion.objects.create(
        dataset=dataset,
        number=number,
        content=ready.digest,
        note=note,
        automatic=automatic,
        actor_label=act.acting.actor_label,
        data_at=ready.content.moment,
        warehouse=ready.content.warehouse,
        rows=len(ready.published.rows),
        threshold=dataset.threshold,
        primary=len(kept.primary),
        secondary=ready.published.secondary,
        disclosed=len(kept.disclosed),
        added=ready.count(Change.ADDED),
        changed=ready.count(Change.CHANGED),
        removed=ready.count(Change.REMOVED),
        illustrative=illustrative,
    )
    made = _files(dataset, ready, number, clock.now())
    facts = [_keep(version, one, illustrative=illustrative) for one in made]
    act.record(
        f"dataset:{dataset.code}",
        subject=version,
        data={"number": number, "content": ready.digest, "rows": version.rows, "hidden": version.hidden},
        facts=[version, *facts],
    )
    act.emit(DatasetPublished(dataset=dataset.pk, number=number))
    return version


def _files(dataset: Dataset, ready: Prepared, number: int, moment: datetime) -> list[Made]:
    tables = packaging.tables(ready.tables)
    sources = sorted({row.document.cited for row in ready.content.measures if row.document})
    made = [file for file, _table in tables]
    made.append(packaging.package(dataset, number, moment, tables, sources))
    if ready.before:
        changes = as_resource(ready.found)
        made.append(Made(packaging.CHANGES, Format.CSV, changes.as_csv(), len(changes.rows)))
    return made


def _keep(version: DatasetVersion, made: Made, *, illustrative: bool) -> StoredFile:
    """Put a file's content into the store, whole or not at all, and tie it to its version."""
    with store.receive(io.BytesIO(made.content), at_most=_MOST_BYTES) as incoming:
        stored = StoredFile.objects.create(
            digest=incoming.digest,
            size=incoming.size,
            media_type=packaging.MEDIA[made.format],
            name=made.name,
            illustrative=illustrative,
        )
        store.keep(incoming)
    DatasetFile.objects.create(
        version=version, file=stored, format=made.format, rows=made.rows, illustrative=illustrative
    )
    return stored

"""Verbs: laying down, changing, retiring and resuming datasets. `publishing.publish` makes versions."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.opendata import policies, queries
from tinhso.opendata.content import open_measures
from tinhso.opendata.events import DatasetRetired
from tinhso.opendata.models import Dataset
from tinhso.opendata.schemas import RESERVED, DatasetDraft
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.places import queries as places

_SAME = (
    "code", "title", "title_en", "description", "description_en", "contact", "within", "first", "boundaries",
)  # fmt: skip
_LISTS = ("themes", "keywords", "measures", "levels", "kinds")


def stream(dataset: Dataset) -> str:
    """The audit stream of a dataset."""
    return f"dataset:{dataset.code}"


def lay_down(by: Actor, draft: DatasetDraft) -> Dataset:
    """Lay down a dataset (lập bộ dữ liệu); nothing is public before it is published.

    Raises NotAllowed; Invalid beside the field; Conflict for a code that is taken.
    """
    policies.require_publish(by)
    if draft.code in RESERVED:
        raise Invalid(_("Mã này dành cho trang của hệ thống."), field="code")
    with acting(by, "opendata.lay_down") as act:
        if queries.datasets().filter(code=draft.code).exists():
            raise Conflict(_("Đã có bộ dữ liệu mang mã này."), field="code")
        dataset = fill(Dataset(illustrative=isinstance(by, Principal) and by.illustrative), draft)
        dataset.save(force_insert=True)
        act.record(stream(dataset), subject=dataset, data=draft.model_dump(mode="json"))
    return dataset


def revise(by: Actor, code: str, draft: DatasetDraft, *, reason: str = "") -> Dataset:
    """Change what is told of a dataset (sửa bộ dữ liệu); versions stay as they are, its code too.

    Raises as `lay_down` does, and NotFound.
    """
    policies.require_publish(by)
    with acting(by, "opendata.revise", reason=reason) as act:
        dataset = queries.for_update(code)
        if draft.code != dataset.code:
            raise Invalid(_("Mã của bộ dữ liệu không đổi được."), field="code")
        fill(dataset, draft).save()
        act.record(stream(dataset), subject=dataset, data=draft.model_dump(mode="json"))
    return dataset


def retire(by: Actor, code: str, why: str) -> Dataset:
    """Renew a dataset no more (ngừng cập nhật); what was published stays. Raises Invalid without a reason."""
    policies.require_publish(by)
    if not why.strip():
        raise Invalid(_("Nêu lý do ngừng cập nhật."), field="why")
    with acting(by, "opendata.retire", reason=why) as act:
        dataset = queries.for_update(code)
        if dataset.retired_at is None:
            dataset.retired_at, dataset.retired_why = clock.now(), why.strip()
            dataset.save()
            act.record(stream(dataset), subject=dataset, data={"why": why.strip()})
            act.emit(DatasetRetired(dataset=dataset.pk))
    return dataset


def resume(by: Actor, code: str) -> Dataset:
    """Renew a retired dataset again (cập nhật lại)."""
    policies.require_publish(by)
    with acting(by, "opendata.resume") as act:
        dataset = queries.for_update(code)
        if dataset.retired_at is not None:
            dataset.retired_at, dataset.retired_why = None, ""
            dataset.save()
            act.record(stream(dataset), subject=dataset)
    return dataset


def fill(dataset: Dataset, draft: DatasetDraft) -> Dataset:
    """What the draft says, into the row. Raises Invalid and NotFound beside the field."""
    for name in _SAME:
        setattr(dataset, name, getattr(draft, name))
    for name in _LISTS:
        setattr(dataset, name, [str(one) for one in getattr(draft, name)])
    dataset.licence = queries.licence(draft.licence)
    dataset.owner = _owner(draft.owner)
    dataset.frequency = draft.frequency or ""
    usual = draft.threshold is None
    dataset.threshold = settings.OPEN_DATA_THRESHOLD if usual else int(draft.threshold or 0)
    dataset.threshold_why = draft.threshold_why or (settings.OPEN_DATA_THRESHOLD_WHY if usual else "")
    _require_known(draft)
    dataset.fill_keys()
    return dataset


def _owner(code: str) -> Agency:
    try:
        return people.agency_by_code(code)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="owner", hint=refusal.hint) from refusal


def _require_known(draft: DatasetDraft) -> None:
    try:
        open_measures(draft.measures)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="measures", hint=refusal.hint) from refusal
    if draft.within:
        on: date | None = draft.boundaries
        if not places.places().with_code(draft.within).exists():
            raise Invalid(_("Không có địa bàn mang mã “%(code)s”.") % {"code": draft.within}, field="within")
        if on:
            _require_valid(draft.within, on)


def _require_valid(code: str, day: date) -> None:
    try:
        places.by_code(code, day)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="within", hint=refusal.hint) from refusal

"""A kept view as it is opened: changed or not since, and as of when its indicators were in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid
from tinhso.base.web import wording
from tinhso.exploration import policies, queries
from tinhso.exploration.models import Dashboard, View
from tinhso.exploration.spec import Spec


@dataclass(frozen=True)
class Kept:
    """What stands around a view on its page; `view` None: nothing was kept yet.

    `spec` is what the page shows and what would be kept, `drawn` the same as it is drawn (as of then, where
    an indicator is told no more), `notes` say so.
    """

    spec: Spec
    drawn: Spec
    view: View | None = None
    changed: bool = False
    may_keep: bool = False
    may_change: bool = False
    may_share: bool = False
    boards: tuple[Dashboard, ...] = ()
    notes: tuple[str, ...] = ()


def spec_of(view: View) -> Spec:
    """What is kept. Raises Invalid for what this version cannot read any more."""
    try:
        return Spec.model_validate(view.spec)
    except ValidationError as error:
        raise Invalid(
            _("Nội dung góc nhìn này không đọc được nữa."),
            hint=_("Mở phần khám phá, đặt lại rồi lưu thành góc nhìn mới."),
        ) from error


def as_of_then(spec: Spec, retired: Mapping[str, date]) -> tuple[Spec, tuple[str, ...]]:
    """The view as it was when its indicators were last in use, and what must be said of it.

    Only a view whose indicators are all retired is held back to that day: with others beside them it goes on.
    """
    ended = {code: retired[code] for code in spec.measures if code in retired}
    if not ended:
        return spec, ()
    last = max(ended.values())
    values = {"names": ", ".join(ended), "day": wording.day(last)}
    if len(ended) < len(spec.measures):
        return spec, (
            _("Đã thôi theo dõi %(names)s sau ngày %(day)s; số liệu trước đó vẫn đọc được.") % values,
        )
    held = spec.model_copy(
        update={
            "last": min(spec.last or last, last),
            "boundaries": spec.boundaries or last,
            "first": spec.first if spec.first is None or spec.first <= last else None,
        }
    )
    told = ngettext(
        "Chỉ số đã thôi theo dõi sau ngày %(day)s: góc nhìn này giữ như ngày đó, theo địa giới ngày đó.",
        "Các chỉ số đã thôi theo dõi sau ngày %(day)s: góc nhìn này giữ như ngày đó, theo địa giới ngày đó.",
        len(ended),
    )
    return held, (told % values,)


def retired_of(specs: Iterable[Spec], today: date) -> Mapping[str, date]:
    """The last days of use of whatever retired indicators those specs name."""
    return queries.retired_measures({code for spec in specs for code in spec.measures}, today)


def kept(by: Actor, spec: Spec, today: date, view: View | None = None) -> Kept:
    """The spec as it is opened, with the view it came from."""
    drawn, notes = as_of_then(spec, retired_of([spec], today))
    may_keep = policies.may_keep(by)
    return Kept(
        spec,
        drawn,
        view,
        changed=view is not None and spec != spec_of(view),
        may_keep=may_keep,
        may_change=view is not None and policies.may_change(by, view),
        may_share=policies.may_share(by),
        boards=tuple(queries.may_change_many(by)[:20]) if may_keep else (),
        notes=notes,
    )

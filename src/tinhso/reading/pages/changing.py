"""The form that puts something else in the place of what was read or matched."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Problem
from tinhso.base.web import forms, wording
from tinhso.base.web.typed import Reading as Form
from tinhso.indicators import queries as indicators
from tinhso.people.principals import Principal
from tinhso.places import queries as places
from tinhso.reading import drafting, policies, showing
from tinhso.reading.actions import founding
from tinhso.reading.core.model import Figure
from tinhso.reading.matching import agencies
from tinhso.reading.matching.known import vocabulary
from tinhso.reading.matching.matching import asked_of
from tinhso.reading.models import Proposal
from tinhso.reading.schemas import Choice

_OFFERED: Final = 6


def labels() -> dict[str, str]:
    """What the fields of numbers are called."""
    return {
        "value": _("Giá trị"),
        "numerator": _("Tử số"),
        "denominator": _("Mẫu số"),
        "percent_printed": _("Tỷ lệ in trong văn bản"),
        "actual": _("Số thực hiện"),
        "aimed": _("Mục tiêu"),
        "rank": _("Thứ hạng"),
        "of": _("Số đơn vị được xếp hạng"),
    }


def context(by: Principal, row: Proposal, typed: forms.Typed | None) -> dict[str, Any]:
    """What the form needs: its fields filled, what may be chosen."""
    figure = drafting.effective(row)
    told = showing.told(row)
    matches = vocabulary(row.reading.dated, illustrative=row.illustrative).matches(asked_of(figure), _OFFERED)
    offered = [
        (f"{one.known.concerns}:{one.known.code}", f"{one.known.names[0]} ({int(one.score * 100)} %)")
        for one in matches
    ]
    chosen = _chosen(row)
    if chosen and chosen[0] not in dict(offered):
        offered = [chosen, *offered]
    offered += [one for one in _every(row) if one[0] not in dict(offered)]
    names = labels()
    return {
        "editing": True,
        "typed": typed or forms.start(_values(row, chosen)),
        "fields": [(name, names[name]) for name in _numbers(figure)],
        "offered": offered,
        "standings": [(one.value, word) for one, word in showing.STANDINGS.items()],
        "candidates": _candidates(row),
        "place_hint": _place_hint(row),
        "agencies": _agencies(row),
        "agency_hint": _agency_hint(by, row),
        "may_found": founding.may_found(by),
        "period_words": showing.period(row, figure),
        "told": told,
    }


def _numbers(figure: Figure) -> list[str]:
    """The fields of its numbers: a pair's target is called so apart from the target it belongs to."""
    return ["aimed" if name == "target" else name for name in drafting.COLUMNS[figure.kind]]


def _column(name: str) -> str:
    return "target" if name == "aimed" else name


def _chosen(row: Proposal) -> tuple[str, str] | None:
    if row.target is not None:
        return f"target:{row.target.code}", wording.named(row.target, "title")
    if row.indicator is not None:
        return f"indicator:{row.indicator.code}", wording.named(row.indicator)
    return None


def _every(row: Proposal) -> list[tuple[str, str]]:
    """All indicators by name."""
    rows = indicators.indicators().wholes()
    rows = rows if row.illustrative else rows.published()
    return [(f"indicator:{one.code}", wording.named(one)) for one in rows.order_by("sort_key", "code")]


def _place_hint(row: Proposal) -> str:
    said = _("Mã của tỉnh, xã.")
    return f"{row.place.full_name}. {said}" if row.place else said


def _agencies(row: Proposal) -> list[tuple[str, str]]:
    """The agencies of today by name; the one that stands there, where it exists no more."""
    found = [(one.code, wording.named(one)) for one in agencies.today()]
    stands = row.agency
    if stands is not None and stands.code not in dict(found):
        found.insert(0, (stands.code, wording.named(stands)))
    return found


def _agency_hint(by: Principal, row: Proposal) -> str:
    if not policies.confirms(by):
        return _("Số liệu bạn gửi vẫn đứng tên %(agency)s.") % {"agency": row.reading.agency}
    return _("Để trống: số liệu chung của địa bàn, không của riêng cơ quan nào.")


def _candidates(row: Proposal) -> list[tuple[str, str]]:
    """The units of one name, each with what it lies in; the one chosen among them."""
    found = places.by_codes(row.places, row.reading.dated) if row.places else {}
    rows = places.places().with_ancestors().filter(pk__in=[one.pk for one in found.values()])
    return [(one.code, f"{one.full_name}, {one.parent}" if one.parent else one.full_name) for one in rows]


def _values(row: Proposal, chosen: tuple[str, str] | None) -> dict[str, Any]:
    figure = drafting.effective(row)
    numbers = {name: getattr(figure, _column(name)) for name in _numbers(figure)}
    return {
        **{name: wording.number(value) if value is not None else "" for name, value in numbers.items()},
        "match": chosen[0] if chosen else "",
        "place": row.place.code if row.place else "",
        "agency": row.agency.code if row.agency else "",
        "period": drafting.period_of(figure, row.indicator, row.reading.dated),
        "standing": figure.standing.value,
        "subject": figure.subject,
        "unit": figure.unit,
    }


def choice(row: Proposal, sent: Mapping[str, str]) -> Choice:
    """What the form says. Raises Invalid with every problem."""
    form = Form({name: str(value) for name, value in sent.items()})
    figure = drafting.effective(row)
    values: dict[str, Any] = {name: _number(form, name) for name in _numbers(figure)}
    kind, _colon, code = form.text("match").partition(":")
    new = form.text("new_indicator")
    values |= {
        "indicator": code if kind == "indicator" and code else None,
        "target": code if kind == "target" and code else None,
        "new_indicator": new or None,
        "place": form.text("place") or None,
        "agency": form.text("agency") if "agency" in sent else None,
        "period": form.text("period") or None,
        "standing": form.text("standing") or None,
        "subject": form.text("subject"),
        "unit": form.text("unit"),
    }
    if kind == "code" or (code and kind not in {"indicator", "target"}):
        form.problems.append(Problem("invalid", _("Chọn chỉ số trong danh sách."), "match"))
    return form.finish(Choice, values)


def _number(form: Form, name: str) -> Decimal | int | None:
    return form.whole(name) if name in {"rank", "of"} else form.number(name)

"""What a text tells and nobody measures yet: a new indicator from a figure that was read."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.text import slugify
from tinhso.indicators import policies as indicators
from tinhso.indicators import queries
from tinhso.indicators.definitions.laying import DefinitionDraft, define
from tinhso.indicators.models import Adding, Indicator, OverTime
from tinhso.indicators.models import Kind as FigureKind
from tinhso.people.principals import Principal
from tinhso.reading import drafting
from tinhso.reading.core.model import Kind
from tinhso.reading.models import Proposal

_ADDING: Final = {
    Kind.COUNT: (Adding.SUM, OverTime.LAST),
    Kind.MONEY: (Adding.SUM, OverTime.LAST),
    Kind.RATIO: (Adding.RATIO_OF_SUMS, OverTime.LAST),
}
_LONGEST: Final = 60


def may_found(by: Principal) -> bool:
    """Whether `by` may lay down what is measured."""
    return indicators.may_define(by)


def found(by: Principal, row: Proposal, name: str) -> Indicator:
    """Lay down a new indicator (chỉ số mới) of that name for a figure. Raises NotAllowed, Invalid."""
    figure = drafting.effective(row)
    code = slugify(name)[:_LONGEST].strip("-")
    if not code:
        raise Invalid(_("Tên chỉ số cần có chữ."), field="new_indicator")
    if queries.indicators().filter(code=code).exists():
        raise Invalid(
            _("Đã có chỉ số mang mã “%(code)s”.") % {"code": code},
            field="new_indicator",
            hint=_("Chọn chỉ số đó trong danh sách, hoặc đặt tên khác."),
        )
    adding, over_time = _ADDING.get(figure.kind, (Adding.NONE, OverTime.LAST))
    values = [figure.value, figure.numerator, figure.denominator]
    whole = all(value is None or value == value.to_integral_value() for value in values)
    draft = DefinitionDraft(
        name=name,
        kind=FigureKind(figure.kind.value),
        unit=figure.unit[:_LONGEST],
        adding=adding,
        over_time=over_time,
        decimals=0 if whole and figure.kind in {Kind.COUNT, Kind.RATIO} else 1,
    )
    document = row.reading.document.slug if row.reading.document else ""
    why = _("Lập từ văn bản “%(title)s”.") % {"title": row.reading}
    return define(by, code, draft, None, why, document).indicator

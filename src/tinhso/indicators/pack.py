"""What a pack says of indicators and their figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.numbers import compare_printed
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.indicators import loading
from tinhso.indicators.models import Adding, Direction, Indicator, Kind, Observation
from tinhso.indicators.pack_items import FigureItem, IndicatorItem
from tinhso.indicators.shapes import NEEDED


class Indicators(BatchSection[IndicatorItem]):
    """The section `indicators`."""

    name = "indicators"
    schema = IndicatorItem
    files = ("indicators.yaml", "indicators/*.yaml")

    def key(self, item: IndicatorItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, IndicatorItem]:
        """The stored indicators."""
        del pack
        return {
            row.code: IndicatorItem(
                code=row.code,
                name=Words(vi=row.name, en=row.name_en),
                kind=Kind(row.kind),
                unit=row.unit,
                unit_en=row.unit_en,
                direction=Direction(row.direction),
                adding=Adding(row.adding),
                decimals=row.decimals,
                unbounded=row.unbounded,
                definition=row.definition,
            )
            for row in Indicator.objects.filter(code__in=keys)
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[IndicatorItem], act: Act, *, illustrative: bool
    ) -> None:
        """All indicators."""
        loading.put_indicators(pack.code, items, act, illustrative=illustrative)


class Figures(BatchSection[FigureItem]):
    """The section `figures`."""

    name = "figures"
    schema = FigureItem
    files = ("figures.yaml", "figures/*.yaml", "figures/*.csv")

    def key(self, item: FigureItem) -> str:
        """The figure's code inside its pack."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, FigureItem]:
        """The figures in force of this pack; one that a person superseded differs, and stays."""
        rows = Observation.objects.filter(pack=pack.code, code__in=keys, superseded_by=None)
        rows = rows.select_related("indicator", "place", "agency", "document")
        return {row.code: _figure(row) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[FigureItem], act: Act, *, illustrative: bool
    ) -> None:
        """All figures that are new or changed."""
        loading.put_figures(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[FigureItem]], everything: Catalogue) -> Iterable[Finding]:
        """Codes are known, each kind has its values, parts are not greater than wholes."""
        yield from unknown_codes(items, "indicator", everything.keys("indicators"))
        yield from unknown_codes(items, "document", everything.keys("documents"))
        yield from unknown_codes(items, "agency", everything.keys("agencies"))
        for item in items:
            indicator = everything.get("indicators", item.value.indicator)
            if indicator:
                yield from _check_values(item, item.value.kind or indicator.kind)
            if not item.illustrative and not (item.value.document and item.value.locator):
                yield item.error("document", _("văn bản nguồn và vị trí trong văn bản (locator)"))


def _check_values(item: Located[FigureItem], kind: Kind) -> Iterator[Finding]:
    figure = item.value
    for name in NEEDED[kind]:
        if getattr(figure, name) is None:
            yield item.error(name, _("số liệu dạng %(kind)s phải có") % {"kind": kind.label})
    if figure.numerator is None or figure.denominator is None:
        return
    if figure.numerator > figure.denominator:
        yield item.error("numerator", _("không lớn hơn mẫu số"), figure.numerator)
    if figure.percent_printed is not None:
        compared = compare_printed(figure.percent_printed, figure.numerator, figure.denominator)
        if compared.verdict == "different":
            yield item.warning("percent_printed", str(compared.computed), figure.percent_printed)


def _figure(row: Observation) -> FigureItem:
    same = FigureItem.model_fields.keys() - {"indicator", "place", "agency", "document", "kind", "dated"}
    return FigureItem.model_validate(
        {
            **{name: getattr(row, name) for name in same},
            "indicator": row.indicator.code,
            "place": row.place.code,
            "agency": row.agency.code if row.agency else "",
            "document": row.document.slug if row.document else "",
            "kind": None if row.kind == row.indicator.kind else row.kind,
            "dated": None if row.dated == row.period_end else row.dated,
        }
    )


SECTIONS = (Indicators(), Figures())

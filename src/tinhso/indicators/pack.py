"""What a pack says of indicators and their figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.numbers import compare_printed
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.indicators import loading
from tinhso.indicators.definitions import checking as checks
from tinhso.indicators.definitions.readable import Known
from tinhso.indicators.definitions.shapes import DefinitionDraft, LaidDown, columns_of, crossed
from tinhso.indicators.models import Definition, Indicator, Kind, Observation
from tinhso.indicators.pack_items import (
    CHANGEABLE,
    FigureItem,
    IndicatorItem,
    Stage,
    VersionItem,
    changes_between,
)
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
        """The stored indicators, with everything that was laid down of them."""
        del pack
        rows = Indicator.objects.filter(code__in=keys, whole=None).prefetch_related("definitions__document")
        return {row.code: _indicator(row) for row in rows if row.definitions.all()}

    def write_many(
        self, pack: PackInfo, items: Sequence[IndicatorItem], act: Act, *, illustrative: bool
    ) -> None:
        """All indicators."""
        loading.put_indicators(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[IndicatorItem]], everything: Catalogue) -> Iterable[Finding]:
        """Every definition can stand, and documents, agencies and codes in formulas are known."""
        known = named_by_formulas(everything)
        agencies = everything.keys("agencies")
        for item in items:
            if not checks.is_code(item.key):
                yield item.error("code", str(checks.code_problem(item.key, "code").message), item.key)
            for number, stage in enumerate(item.value.stages):
                at = f"versions.{number - 1}.changes." if number else ""
                if stage.document and stage.document not in everything.keys("documents"):
                    where = f"versions.{number - 1}.document" if number else "document"
                    yield item.error(where, _("mã có trong gói, hoặc trong gói được yêu cầu"), stage.document)
                for problem in checks.standing_problems(stage, agencies, known):
                    yield item.error(
                        f"{at}{problem.field}", f"{problem.message} {problem.hint or ''}".strip()
                    )


def known_indicators(everything: Catalogue) -> frozenset[str]:
    """The codes of all indicators, and of the cells that follow from any of their definitions."""
    found = set(everything.keys("indicators"))
    for code in list(found):
        for stage in everything.get("indicators", code).stages:
            found |= {f"{code}.{cell}" for cell in crossed(columns_of(stage)["disaggregations"])}
    return frozenset(found)


def named_by_formulas(everything: Catalogue) -> Known:
    """All that formulas may name: indicators and cells by their last definition, constants, groups."""
    told: dict[str, Kind] = {}
    derived: dict[str, Kind] = {}
    for code in known_indicators(everything):
        last = everything.get("indicators", code.partition(".")[0]).stages[-1]
        (derived if last.formula else told)[code] = last.kind
    return Known(told, derived, everything.keys("constants"), everything.keys("place-groups"))


def _indicator(row: Indicator) -> IndicatorItem:
    """A stored indicator as a pack would have to say it."""
    rows = sorted(row.definitions.all(), key=lambda one: one.valid_from or date.min)
    first, *later = stages = [_stage(one) for one in rows]
    versions = [
        VersionItem(
            from_=stage.valid_from or date.min,
            document=stage.document,
            why=stage.why,
            in_use=stage.in_use,
            changes=changes_between(before, stage),
        )
        for before, stage in zip(stages, later, strict=False)
    ]
    return IndicatorItem(
        **{name: getattr(first, name) for name in CHANGEABLE},
        code=row.code,
        since=first.valid_from,
        document=first.document,
        versions=tuple(versions),
    )


def _stage(row: Definition) -> Stage:
    told = DefinitionDraft.of(row, in_use=row.in_use)
    return Stage(
        **{name: getattr(told, name) for name in LaidDown.model_fields},
        name=Words(vi=row.name, en=row.name_en),
        document=row.document.slug if row.document else "",
        valid_from=row.valid_from,
        why=row.why,
        in_use=row.in_use,
    )


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
        yield from unknown_codes(items, "indicator", known_indicators(everything))
        yield from unknown_codes(items, "document", everything.keys("documents"))
        yield from unknown_codes(items, "agency", everything.keys("agencies"))
        for item in items:
            indicator = everything.get("indicators", item.value.indicator.partition(".")[0])
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

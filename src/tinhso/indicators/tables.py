"""Lists of figures and indicators: columns and filters for page, CSV, XLSX and JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.indicators.definitions.panels import as_told
from tinhso.indicators.derived import percent_computed, plain, ratio_computed
from tinhso.indicators.display import name_of, show
from tinhso.indicators.models import Adding, Frequency, Indicator, Kind, Observation, PersonalData
from tinhso.indicators.querysets import IndicatorQuerySet, ObservationQuerySet
from tinhso.people import queries as people
from tinhso.people.models import AgencyKind
from tinhso.places.models import Level


def _differing(figure: Observation) -> str:
    shown = show(figure)
    return f"{shown.text} ≠" if shown.differs else shown.text


def source_of(figure: Observation) -> str:
    """The paper or who reported it, and the place in it: a sentence where one was read."""
    if figure.document:
        cited = figure.document.notation or figure.document.title
    elif figure.agency:
        cited = _("báo cáo của %(agency)s") % {"agency": figure.agency}
    else:
        cited = _("báo cáo")
    return f"{cited}, {figure.locator}" if figure.locator else cited


def mark_of(figure: Observation) -> str:
    """What a reader must know first: illustrative, or a target rather than a result."""
    marks = ((figure.illustrative, _("Dữ liệu minh hoạ")), (figure.is_target, _("Mục tiêu")))
    return ", ".join(word for applies, word in marks if applies)


def _number(name: str) -> Column[Observation]:
    def value(figure: Observation) -> Any:
        found = getattr(figure, name)
        return None if found is None else plain(found)

    labels = {
        "value": gettext_lazy("Giá trị"),
        "numerator": gettext_lazy("Tử số"),
        "denominator": gettext_lazy("Mẫu số"),
        "actual": gettext_lazy("Thực hiện"),
        "target": gettext_lazy("Mục tiêu đề ra"),
        "percent_printed": gettext_lazy("Tỷ lệ in (%)"),
    }
    return Column(name, labels[name], value, kind="decimal", export_only=True)


def _factor(figure: Observation) -> Any:
    """What a ratio is told in: 100 for percent."""
    return plain(figure.indicator.factor) if figure.kind == Kind.RATIO else None


_EXACT: tuple[Column[Observation], ...] = (
    *(_number(name) for name in ("value", "numerator", "denominator", "actual", "target")),
    Column("rank", gettext_lazy("Thứ hạng"), lambda f: f.rank, kind="integer", export_only=True),
    Column("of", gettext_lazy("Trong số"), lambda f: f.of, kind="integer", export_only=True),
    _number("percent_printed"),
    Column(
        "percent_computed", gettext_lazy("Tỷ lệ tính (%)"), percent_computed, kind="decimal", export_only=True
    ),
    Column(
        "ratio_computed",
        gettext_lazy("Tỷ lệ tính theo hệ số"),
        ratio_computed,
        kind="decimal",
        export_only=True,
    ),
    Column("factor", gettext_lazy("Hệ số"), _factor, kind="decimal", export_only=True),
    Column("text", gettext_lazy("Nguyên văn"), lambda f: f.text, export_only=True),
    Column("indicator", gettext_lazy("Mã chỉ số"), lambda f: f.indicator.code, export_only=True),
    Column("place_code", gettext_lazy("Mã địa bàn"), lambda f: f.place.code, export_only=True),
    Column("period_code", gettext_lazy("Mã kỳ"), lambda f: f.period, export_only=True),
    Column("locator", gettext_lazy("Vị trí trong nguồn"), lambda f: f.locator, export_only=True),
    Column("code", gettext_lazy("Mã số liệu"), lambda f: f.code, export_only=True),
    Column("id", gettext_lazy("Định danh"), lambda f: f.pk, export_only=True),
)

_PERIOD: Column[Observation] = Column(
    "period", gettext_lazy("Kỳ"), lambda f: wording.period(f.period), sort=("dated",)
)
_FIGURE: Column[Observation] = Column("shown", gettext_lazy("Số liệu"), _differing)
_PLACE: Column[Observation] = Column(
    "place", gettext_lazy("Địa bàn"), lambda f: f.place.full_name, sort=("place__sort_key",)
)
_SOURCE: Column[Observation] = Column(
    "source",
    gettext_lazy("Nguồn"),
    source_of,
    kind="link",
    href=lambda f: f.document.get_absolute_url() if f.document else "",
)
_MARK: Column[Observation] = Column("mark", gettext_lazy("Ghi chú"), mark_of)

FIGURES: Table[Observation] = Table(
    "so-lieu",
    gettext_lazy("Số liệu"),
    (
        Column("name", gettext_lazy("Nội dung"), name_of, sort=("indicator__sort_key", "subject")),
        _FIGURE,
        _PLACE,
        _PERIOD,
        _SOURCE,
        Column("kind", gettext_lazy("Dạng"), lambda f: Kind(f.kind).label, sort="kind", essential=False),
        _MARK,
        *_EXACT,
    ),
    href=Observation.get_absolute_url,
    prepare=as_told,
)

OF_INDICATOR: Table[Observation] = Table(
    "so-lieu-cua-chi-so",
    gettext_lazy("Số liệu của chỉ số"),
    (
        Column("place", gettext_lazy("Địa bàn"), lambda f: f.place.full_name, sort=("place__sort_key",)),
        _PERIOD,
        _FIGURE,
        Column("agency", gettext_lazy("Đơn vị"), lambda f: str(f.agency or ""), essential=False),
        _SOURCE,
        _MARK,
        *_EXACT,
    ),
    href=Observation.get_absolute_url,
    prepare=as_told,
)

_KINDS = tuple((kind.value, kind.label) for kind in Kind)


class PeriodFilter(TextFilter):
    """A period's code: `2022`, `2022-Q1`. Everything inside it is found too."""

    def read(self, text: str) -> str:
        """The code. Raises ValueError with examples."""
        try:
            return Period.parse(super().read(text)).code
        except ValueError as error:
            raise ValueError(_("kỳ, ví dụ 2022, 2022-Q1, 2022-03")) from error

    def say(self, value: Any) -> str:
        """The period's name."""
        return wording.period(value)


FIGURE_FILTERS = (
    TextFilter("q", gettext_lazy("Nội dung")),
    TextFilter("place", gettext_lazy("Mã địa bàn")),
    PeriodFilter("period", gettext_lazy("Kỳ")),
    TextFilter("source", gettext_lazy("Văn bản nguồn")),
    ChoiceFilter("kind", gettext_lazy("Dạng"), options=_KINDS),
    TextFilter("indicator", gettext_lazy("Mã chỉ số")),
    FlagFilter("targets", gettext_lazy("Chỉ mục tiêu")),
    FlagFilter("published", gettext_lazy("Không gồm minh hoạ")),
)


def inside(rows: ObservationQuerySet, code: str) -> ObservationQuerySet:
    """Figures of that period or of one inside it."""
    days = Period.parse(code)
    return rows.filter(period_start__gte=days.start, period_end__lte=days.end)


def narrow_figures(rows: ObservationQuerySet, filters: Filters) -> ObservationQuerySet:
    """Apply what the address asks for."""
    found = rows.searched(filters.get("q") or "")
    if filters.get("place"):
        found = found.at_place(filters.get("place"))
    if filters.get("period"):
        found = inside(found, filters.get("period"))
    if filters.get("source"):
        found = found.from_source(filters.get("source"))
    if filters.get("kind"):
        found = found.filter(kind=filters.get("kind"))
    if filters.get("indicator"):
        found = found.filter(indicator__code=filters.get("indicator"))
    if filters.get("targets"):
        found = found.filter(is_target=True)
    return found.published() if filters.get("published") else found


def indicator_name(indicator: Indicator) -> str:
    """The name in the reader's language."""
    return (wording.language() == "en" and indicator.name_en) or indicator.name


def unit_name(indicator: Indicator) -> str:
    """The unit in the reader's language."""
    return (wording.language() == "en" and indicator.unit_en) or indicator.unit


INDICATORS: Table[Indicator] = Table(
    "chi-so",
    gettext_lazy("Chỉ số thống kê"),
    (
        Column("name", gettext_lazy("Chỉ số"), indicator_name, sort=("sort_key", "code")),
        Column("code", gettext_lazy("Mã"), lambda row: row.code, sort="code"),
        Column("unit", gettext_lazy("Đơn vị tính"), unit_name),
        Column("kind", gettext_lazy("Dạng"), lambda row: Kind(row.kind).label, sort="kind"),
        Column(
            "adding", gettext_lazy("Cách tổng hợp"), lambda row: Adding(row.adding).label, essential=False
        ),
        Column(
            "frequency",
            gettext_lazy("Kỳ báo cáo"),
            lambda row: Frequency(row.frequency).label if row.frequency else "",
            sort="frequency",
            essential=False,
        ),
        Column("definition", gettext_lazy("Định nghĩa"), lambda row: row.definition, export_only=True),
    ),
    href=Indicator.get_absolute_url,
)


def _reporters() -> list[tuple[str, str]]:
    """Those who report something, as a filter's choices: levels, kinds of agencies, agencies by name."""
    told = list(Indicator.objects.exclude(reporters={}).values_list("reporters", flat=True))
    levels = {row["level"] for row in told if row.get("level")}
    kinds = {kind for row in told for kind in row.get("kinds", ())}
    codes = {code for row in told for code in row.get("agencies", ())}
    named = people.agencies().filter(code__in=codes).order_by("sort_key", "code").values_list("code", "name")
    return [
        *((f"level:{level}", str(level.label)) for level in Level if level in levels),
        *((f"kinds:{kind}", str(kind.label)) for kind in AgencyKind if kind in kinds),
        *((f"agencies:{code}", name) for code, name in (named if codes else ())),
    ]


INDICATOR_FILTERS = (
    TextFilter("q", gettext_lazy("Tên hoặc mã")),
    ChoiceFilter("kind", gettext_lazy("Dạng"), options=_KINDS),
    ChoiceFilter("frequency", gettext_lazy("Kỳ báo cáo"), options=tuple(Frequency.choices)),
    ChoiceFilter("reporter", gettext_lazy("Đơn vị báo cáo"), options=_reporters),
    FlagFilter("derived", gettext_lazy("Tính theo công thức")),
    FlagFilter("personal", gettext_lazy("Có dữ liệu cá nhân")),
)


def narrow_indicators(rows: IndicatorQuerySet, filters: Filters) -> IndicatorQuerySet:
    """Apply what the address asks for."""
    found = rows.searched(filters.get("q") or "")
    for name in ("kind", "frequency"):
        if filters.get(name):
            found = found.filter(**{name: filters.get(name)})
    if filters.get("reporter"):
        found = found.reported_by(*filters.get("reporter").split(":", 1))
    if filters.get("derived"):
        found = found.exclude(formula="")
    return found.exclude(personal_data=PersonalData.NONE) if filters.get("personal") else found

"""Tags and filters of every template: `{% load web %}`. Snippets in the room's README."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tinhso.base import clock
from tinhso.base.web import marks, statuses, svg, wording
from tinhso.base.web.charts import Chart
from tinhso.base.web.filters import Filters
from tinhso.base.web.forms import Typed
from tinhso.base.web.listing import Listing
from tinhso.base.web.paging import Page, address

register = template.Library()


register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.sheet, name="sheet")


@register.simple_tag
def status(state: str, label: object = "", *, quiet: bool = False) -> SafeString:
    """The badge of a state: colour, sign, word. `label` replaces the word; `quiet` leaves out the ground."""
    return marks.badge(state, label, quiet=quiet)


@register.inclusion_tag("web/parts/menu.html", takes_context=True)
def menu(context: template.Context, links: Sequence[object], line: object = "") -> dict[str, object]:
    """The sheet of a `<details class="menu">`."""
    return {"links": links, "line": line, "csrf_token": context.get("csrf_token", "")}


@register.filter
def number(value: Any, digits: int | None = None) -> str:
    """`1680` → `1.680`; `89.5` → `89,5` in Vietnamese."""
    return wording.number(value, digits)


@register.filter
def rounded(value: Any, most: int = 2) -> str:
    """`84,41` of 84.405458, `10` of 10.000: at most that many decimals, without closing zeros."""
    return wording.rounded(value, most)


@register.filter
def percent(value: Any, digits: int = 1) -> str:
    """`89.5` (already in percent) → `89,5 %`."""
    return wording.percent(value, digits)


@register.filter
def money(value: Any) -> str:
    """Đồng as whole numbers: `1250000` → `1.250.000 đồng`."""
    return wording.money(value)


@register.filter
def ngay(value: date | datetime | None) -> str:
    """`dd/mm/yyyy`."""
    return wording.day(value)


@register.filter
def thoidiem(value: datetime | None) -> str:
    """`dd/mm/yyyy HH:MM` in the country's time."""
    return wording.moment(value) if value else ""


@register.filter
def lasting(value: timedelta | None) -> str:
    """`1 giờ 15 phút`: how long something took."""
    return wording.lasting(value) if value is not None else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """`thứ Hai`, or the English day."""
    return wording.weekday(value) if value else ""


@register.filter
def conlai(value: date | None) -> str:
    """A term in words: `còn 3 ngày`, `hôm nay`, `quá hạn 2 ngày`."""
    return wording.remaining(value, clock.today()) if value else ""


@register.filter
def periodlabel(value: Any) -> str:
    """The label of a `Period` or of its code: `2025-Q2` → `Quý II/2025`."""
    return wording.period(value)


@register.simple_tag
def figure(
    value: Any, unit: object = "", *, at: object = "", source: str = "", differs: str = "", **more: Any
) -> SafeString:
    """A figure: big number, small unit, time and source below, `≠` when printed and computed differ.

    Where there is no figure, a dash stands alone: no unit, no time, no source.
    """
    if value is None:
        value, unit, at, source = "–", "", "", ""
    context = {
        "text": wording.number(value) if isinstance(value, int | Decimal) else value,
        "unit": unit,
        "at": at,
        "source": source,
        "differs": differs,
        **more,
    }
    return render_to_string("web/parts/figure.html", context)


@register.inclusion_tag("web/parts/empty.html")
def empty(title: object, teaches: object = "", href: str = "", action: object = "") -> dict[str, object]:
    """A place with nothing in it: says so, and teaches the next step."""
    return {"title": title, "teaches": teaches, "href": href, "action": action, "primary": True}


@register.inclusion_tag("web/parts/listing.html")
def listing(found: Listing[Any], **empty_state: object) -> dict[str, object]:
    """Chips, count, export corner, table and pages of a `Listing`.

    For the empty state: `empty_title`, `empty_teaches`, `empty_href`, `empty_action`.
    """
    return {"listing": found, **empty_state}


@register.inclusion_tag("web/parts/table.html")
def table(found: Listing[Any]) -> dict[str, object]:
    """The bare table and pages of a `Listing`."""
    return {"listing": found}


@register.inclusion_tag("web/parts/filters.html")
def filter_chips(filters: Filters) -> dict[str, object]:
    """The chips of `filters.read(…)`, for a page that is not a list."""
    return {"filters": filters}


@register.inclusion_tag("web/parts/pages.html")
def pages(page: Page[Any]) -> dict[str, object]:
    """The numbers below a list."""
    return {"page": page}


@register.inclusion_tag("web/parts/export.html", takes_context=True)
def export(context: template.Context, *formats: str) -> dict[str, object]:
    """The export corner of the page at hand: the same address with `?format=`."""
    request: HttpRequest = context["request"]
    names = formats or ("csv", "xlsx", "json")
    return {
        "links": [(name.upper(), address(request.path, request.GET, format=name)) for name in names],
    }


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(typed: Typed, title: object = "") -> dict[str, object]:
    """What is wrong, on top of the form, each line leading to its field. Draws nothing when all is well."""
    return {"refusal": typed.refusal, "title": title}


_INPUTS = {
    "text": ("text", ""),
    "number": ("text", "decimal"),
    "integer": ("text", "numeric"),
    "date": ("text", "numeric"),
    "email": ("email", ""),
    "password": ("password", ""),
    "search": ("search", ""),
    "file": ("file", ""),
}


@register.inclusion_tag("web/parts/field.html")
def field(typed: Typed, name: str, label: object, *, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A field with its label, hint and error, holding what was typed.

    `kind`: text, number, integer, date, email, password, file, textarea, select, radio, checkbox.
    More: `hint`, `required`, `choices` (pairs), `autocomplete`, `rows`, `accept`.
    """
    problem = typed.problem(name)
    identity = f"f-{name}"
    input_type, inputmode = _INPUTS.get(kind, ("text", ""))
    described = [f"{identity}-hint"] if more.get("hint") else []
    value = typed.value(name)
    if kind == "date":
        more.setdefault("placeholder", gettext("ngày/tháng/năm"))
        value = re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", value)
    if problem:
        described.append(f"{identity}-error")
    return {
        "name": name,
        "label": label,
        "kind": "number" if kind == "integer" else kind,
        "id": identity,
        "value": value,
        "problem": problem,
        "input_type": input_type,
        "inputmode": inputmode,
        "describedby": " ".join(described),
        "optional": gettext("không bắt buộc"),
        "choose": gettext("Chọn…"),
        **more,
    }


@register.inclusion_tag("web/parts/statusbar.html")
def status_bar(
    counts: Mapping[str, int],
    *,
    hrefs: Mapping[str, str] | None = None,
    legend: bool = True,
    tall: bool = False,
) -> dict[str, object]:
    """A bar of statuses from counts by state, with its text beside. `hrefs` leads each state to its items."""
    return {"parts": svg.parts_of(counts, hrefs), "legend": legend, "tall": tall}


@register.filter
def rows(found: Listing[Any]) -> SafeString:
    """The body of a listing's table."""
    return marks.rows(found.lines)


@register.filter
def drawn(parts: Sequence[svg.Part]) -> SafeString:
    """The bar itself."""
    return svg.stacked_bar(parts)


@register.filter
def named(thing: object, field: str = "name") -> str:
    """`{{ indicator|named }}`, `{{ target|named:"title" }}`: in English where it can be."""
    return wording.named(thing, field) if thing else ""


@register.filter
def tone(state: str) -> str:
    """The tone of a state: the end of a CSS class."""
    return statuses.tone_of(state).key


@register.simple_tag
def sparkline(values: Sequence[svg.Number | None], label: str = "") -> SafeString:
    """A small line without axes."""
    return svg.sparkline(values, label=label)


@register.simple_tag
def rank_line(ranks: Sequence[tuple[str, int | None, str]], of: int | None = None) -> SafeString:
    """Ranks over the years, best on top."""
    return svg.rank_line(ranks, of=of)


@register.simple_tag
def bar(value: svg.Number | None, most: svg.Number, tone: str = "blue", label: str = "") -> SafeString:
    """One horizontal bar from zero."""
    return svg.bar(value, most, tone=tone, label=label)


@register.inclusion_tag("web/parts/chart.html")
def chart(drawing: Chart, identity: str, *, open: bool = False) -> dict[str, object]:
    """A figure with its table below. The page must load `{% chart_scripts %}` in `block scripts`."""
    return {"chart": drawing, "id": identity, "open": open}


@register.simple_tag
def chart_scripts() -> SafeString:
    """ECharts and our own `charts.js`, for pages with charts."""
    return format_html(
        '<script src="{}" defer></script><script src="{}" defer></script>',
        static("vendor/echarts.js"),
        static("web/charts.js"),
    )

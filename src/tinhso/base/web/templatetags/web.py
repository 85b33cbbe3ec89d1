"""Tags and filters of every template: `{% load web %}`. Snippets in the room's README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tinhso.base import clock
from tinhso.base.web import statuses, wording

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of `web/icons.svg`. Beside words it is decoration; alone it needs a `label`."""
    address = f"{static('web/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def status(state: str, label: str = "", *, quiet: bool = False) -> SafeString:
    """The badge of a state: colour, sign and word. `label` replaces the word; `quiet` leaves out the ground."""
    tone = statuses.tone_of(state)
    return format_html(
        '<span class="status status--{}{}">{}<span>{}</span></span>',
        tone.key,
        " status--quiet" if quiet else "",
        icon(f"st-{tone.key}"),
        label or statuses.word_of(state),
    )


@register.inclusion_tag("web/parts/menu.html", takes_context=True)
def menu(context: template.Context, links: Sequence[object], line: object = "") -> dict[str, object]:
    """The sheet of a `<details class="menu">`."""
    return {"links": links, "line": line, "csrf_token": context.get("csrf_token", "")}


@register.filter
def number(value: Any, digits: int | None = None) -> str:
    """`1680` → `1.680`; `89.5` → `89,5` in Vietnamese."""
    return wording.number(value, digits)


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
    return f"{clock.local(value):%d/%m/%Y %H:%M}" if value else ""


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
    """A figure: big number, small unit, time and source below, `≠` when printed and computed differ."""
    context: Mapping[str, Any] = {
        "text": wording.number(value) if isinstance(value, int | Decimal) else value,
        "unit": unit,
        "at": at,
        "source": source,
        "differs": differs,
        **more,
    }
    return template.loader.render_to_string("web/parts/figure.html", dict(context))

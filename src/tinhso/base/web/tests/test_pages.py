"""Headers, theme, shell, conditional answers, small drawings, words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tinhso.base.calendar import Period
from tinhso.base.errors import Invalid
from tinhso.base.web import charts, forms, pages, statuses, styleguide, svg, wording
from tinhso.base.web.conditional import conditional
from tinhso.base.web.shell import Brand

guide = (
    [
        path("theme.css", pages.theme, name="theme"),
        path("styleguide", styleguide.page, name="styleguide"),
        path("styleguide/<str:shell>", styleguide.shell, name="styleguide-shell"),
    ],
    "web",
)
calls: list[str] = []


@conditional(lambda request: request.GET.get("version"), public=True, seconds=60)
def page(request: HttpRequest) -> HttpResponse:
    calls.append(request.path)
    return HttpResponse("page")


urlpatterns = [
    path("", include(guide)),
    path("i18n/setlang/", pages.set_language, name="set_language"),
    path("page", page),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _plain_shell(settings: Settings) -> None:
    """These addresses stand alone: no room's shell, no room's entries in the rail."""
    settings.TINHSO_SHELL, settings.TINHSO_NAV = "", []


SHELLS = ("/styleguide", "/styleguide/portal", "/styleguide/wall", "/styleguide/print")


@pytest.mark.parametrize("address", SHELLS)
def test_shells_keep_the_policy(client: Client, address: str) -> None:
    response = client.get(address)
    text = response.content.decode()
    assert response.status_code == 200
    assert "style=" not in text and " onclick=" not in text and "javascript:" not in text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)
    assert "default-src 'none'" in response["Content-Security-Policy"] and UUID(response["X-Request-ID"])
    assert text.count("<h1") == 1 and "Dữ liệu minh hoạ" in text and not response.cookies


def test_every_icon_that_templates_name_exists(client: Client) -> None:
    sprite = b"".join(client.get("/static/web/icons.svg")).decode()
    drawn = set(re.findall(r'id="([\w-]+)"', sprite))
    used = {
        name
        for address in SHELLS
        for name in re.findall(r"icons\.svg[^#]*#([\w-]+)", client.get(address).content.decode())
    }
    assert used and used <= drawn
    assert {f"st-{tone}" for tone in statuses.TONES} <= drawn


def test_unchanged_pages_are_not_computed_again(client: Client) -> None:
    calls.clear()
    first = client.get("/page?version=7")
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get("/page?version=7", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again["ETag"] == first["ETag"] and len(calls) == 1
    assert client.get("/page?version=8", headers={"if-none-match": first["ETag"]}).status_code == 200
    client.cookies["django_language"] = "en"
    assert client.get("/page?version=7", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert "ETag" not in client.get("/page")


def test_static_addresses_carry_the_content(client: Client) -> None:
    text = Template("{% load static %}{% static 'web/tinhso.css' %}").render(Context())
    assert re.fullmatch(r"/static/web/tinhso\.css\?v=[0-9a-f]{10}", text)
    assert client.get(text).status_code == 200


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_the_brand_can_always_be_read(colour: str) -> None:
    css = pages.theme_css(Brand(colour=colour))
    ink = css.split("--brand-ink:")[1][:7]
    assert pages.contrast(colour, ink) >= 4.5


def test_a_bad_brand_colour_falls_back() -> None:
    assert Brand().colour in pages.theme_css(Brand(colour="red;}body{display:none"))


STYLES = (Path(pages.__file__).parent / "static/web/tinhso.css").read_text(encoding="utf-8")


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6}|#[0-9a-f]{3})\b", block))


def long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])


@pytest.mark.parametrize("theme", [":root {", ':root[data-theme="dark"] {'])
def test_every_badge_and_text_has_contrast(theme: str) -> None:
    found = {name: long(value) for name, value in tokens(STYLES.split(theme)[1].split("\n}")[0]).items()}
    pairs = [(tone, f"{tone}-soft") for tone in statuses.TONES] + [(tone, "paper") for tone in statuses.TONES]
    pairs += [
        ("ink", "paper"),
        ("muted", "paper"),
        ("muted", "ground"),
        ("muted", "sunk"),
        ("blue", "paper"),
        ("blue", "blue-soft"),
    ]
    low = {pair: pages.contrast(found[pair[0]], found[pair[1]]) for pair in pairs}
    assert {pair for pair, ratio in low.items() if ratio < 4.5} == set()
    assert pages.contrast(found["edge"], found["paper"]) >= 3


@given(st.dictionaries(st.sampled_from(sorted(statuses.WORDS)), st.integers(0, 10**6), max_size=8))
def test_the_bar_fills_its_width_and_says_its_counts(counts: dict[str, int]) -> None:
    parts = svg.parts_of(counts)
    drawn = str(svg.stacked_bar(parts))
    assert sum(part.count for part in parts) == sum(counts.values())
    starts = [float(x) for x in re.findall(r' x="([\d.]+)"', drawn)]
    assert starts == sorted(starts) and all(0 <= x <= 100 for x in starts)
    assert all(wording.number(part.count) in drawn for part in parts) and "style" not in drawn


def test_drawings_leave_gaps_and_escape() -> None:
    assert str(svg.sparkline([1, None, 3, 4])).count("<polyline") == 2
    assert "<b>" not in str(svg.stacked_bar([svg.Part("met", "<b>", 1)]))
    line = str(svg.rank_line([("2020", 16, ""), ("2021", None, ""), ("2022", 4, "/figures/x/")], of=63))
    assert "2020: 16/63; 2021: –; 2022: 4/63" in line
    assert line.count("<circle") == 2 and line.count("<a ") == 1 and 'href="/figures/x/"' in line
    assert "NaN" not in str(svg.sparkline([])) + str(svg.sparkline([5])) + str(svg.bar(None, 0))


def test_words_in_both_languages() -> None:
    period = Period.parse("2025-Q2")
    with translation.override("vi"):
        assert (wording.number(1680), wording.percent(Decimal("89.5"))) == ("1.680", "89,5\u00a0%")
        assert (
            wording.day(date(2026, 1, 2)) == "02/01/2026" and wording.weekday(date(2026, 11, 23)) == "thứ Hai"
        )
        assert wording.remaining(date(2026, 11, 24), date(2026, 11, 21)) == "còn 3 ngày"
        assert wording.remaining(date(2026, 11, 19), date(2026, 11, 21)) == "quá hạn 2 ngày"
        assert wording.period("2025-Q2") == wording.period(period) == period.label
        assert wording.number(None) == "–"
    with translation.override("en"):
        assert wording.number(Decimal("1680.5")) == "1,680.5"


@pytest.mark.parametrize("text", ["21/11/2026", "2026-11-21", " 21/11/2026 "])
def test_days_as_people_type_them(text: str) -> None:
    assert wording.read_day(text) == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["11/21/2026", "hôm qua", "", "21-11-2026", "31/02/2026"])
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="ngày/tháng/năm"):
        wording.read_day(text)


def test_a_refused_form_keeps_what_was_typed() -> None:
    sent = RequestFactory().post("/", {"value": "1.970 <x>", "day": "2026-11-21"}).POST
    typed = forms.again(sent, Invalid("Lớn hơn mẫu số.", field="value", hint="Kiểm tra lại."))
    template = (
        "{% load web %}{% error_summary typed %}{% field typed 'value' 'Tử số' kind='number' required=True %}"
        "{% field typed 'day' 'Ngày' kind='date' %}"
    )
    html = Template(template).render(Context({"typed": typed}))
    assert 'value="1.970 &lt;x&gt;"' in html and 'href="#f-value"' in html and 'id="f-value-error"' in html
    assert 'aria-describedby="f-value-error"' in html and html.count('aria-invalid="true"') == 1
    assert 'value="21/11/2026"' in html


def test_a_chart_has_its_table_and_words() -> None:
    drawing = charts.Chart(
        "Tỷ lệ", ("2021", "2022"), (charts.Series("Thực hiện", (Decimal("21.5"), None)),), unit="%", digits=1
    )
    html = Template("{% load web %}{% chart drawing 'c' %}").render(Context({"drawing": drawing}))
    assert ">21,5<" in html and ">–<" in html and "Bảng số liệu" in html
    assert drawing.spec["series"][0]["values"] == [21.5, None]
    assert drawing.description == "Tỷ lệ. Thực hiện: 2021 21,5 %."
    with pytest.raises(ValueError, match="2 labels"):
        charts.Chart("x", ("1", "2"), (charts.Series("y", (1,)),))


def weight(client: Client, address: str) -> float:
    """What a first visit carries, in KB: the page, what it names, and every font its styles name."""
    wanted, seen, total = [address], set(), 0
    while wanted:
        one = wanted.pop()
        if one in seen:
            continue
        seen.add(one)
        response = client.get(one, headers={"accept-encoding": "gzip"})
        assert response.status_code == 200, one
        body = b"".join(response) if response.streaming else response.content
        total += len(body)
        text = client.get(one).content.decode() if one == address else ""
        wanted += [
            found.split("#")[0] for found in re.findall(r'(?:src|href)="(/(?:static/|theme)[^"]+)"', text)
        ]
        if "tinhso.css" in one:
            wanted += [
                f"/static/vendor/be-vietnam-pro/{part}-{bold}.woff2"
                for part in ("latin", "vietnamese")
                for bold in (400, 500, 600)
            ]
    return total / 1024


@pytest.mark.parametrize(("address", "most"), [("/styleguide/portal", 200), ("/styleguide", 600)])
def test_a_first_visit_is_light(client: Client, address: str, most: int) -> None:
    assert 100 < weight(client, address) <= most


def test_where_there_is_no_figure_a_dash_stands_alone() -> None:
    """No word of the programming language, no unit, no source of nothing."""
    template = Template('{% load web %}{% figure value "%" at="31/12/2025" source="#figures" %}')
    text = template.render(Context({"value": None}))
    assert "–" in text and "None" not in text and "%" not in text and "#figures" not in text
    assert "92,4" in template.render(Context({"value": Decimal("92.4")}))

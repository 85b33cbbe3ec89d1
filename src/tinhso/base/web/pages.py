"""The theme's stylesheet and the language switch."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from django.views.i18n import set_language as django_set_language

from tinhso.base.web.shell import Brand, provide

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")


def _luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def theme_css(brand: Brand) -> str:
    """The brand's colour, and the ink that can be read on it."""
    colour = brand.colour if _HEX.fullmatch(brand.colour) else Brand().colour
    ink = max(("#ffffff", "#000000"), key=lambda candidate: contrast(candidate, colour))
    return f":root{{--brand:{colour};--brand-ink:{ink}}}\n"


@require_GET
def theme(request: HttpRequest) -> HttpResponse:
    """The stylesheet of the brand, changed by the pack without a build."""
    response = HttpResponse(theme_css(provide(request).brand), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@csrf_exempt  # a preference kept in a cookie: needs no token, so that public pages need no cookie
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Change the reader's language (POST `language`, `next`)."""
    return django_set_language(request)

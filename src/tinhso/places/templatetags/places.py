"""Drawings for other rooms' templates too: `{% load places %}`; styles are in `places/places.css`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from tinhso.places.maps import MapPicture
from tinhso.places.trees import Tree, share_words

register = template.Library()
register.filter("share", share_words)


def _shapes(picture: MapPicture) -> SafeString:
    """The units of a map: each a link with its title; made in Python, for there may be hundreds."""
    row = '<a href="{}" aria-label="{}"><path class="map__area {}" d="{}"><title>{}</title></path></a>'
    return format_html_join(
        "", row, ((one.href, one.title, one.tone, one.path, one.title) for one in picture.shapes)
    )


@register.inclusion_tag("places/parts/map.html")
def place_map(picture: MapPicture | None) -> dict[str, object]:
    """The map as SVG with its attribution; a sentence where there are no outlines."""
    return {"map": picture, "shapes": _shapes(picture) if picture else ""}


@register.inclusion_tag("places/parts/tree.html")
def place_tree(drawing: Tree | None) -> dict[str, object]:
    """The lineage as SVG."""
    return {"tree": drawing}

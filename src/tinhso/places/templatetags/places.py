"""Drawings for other rooms' templates too: `{% load places %}`; styles are in `places/places.css`."""

from __future__ import annotations

from django import template

from tinhso.places.maps import MapPicture
from tinhso.places.trees import Tree, share_words

register = template.Library()
register.filter("share", share_words)


@register.inclusion_tag("places/parts/map.html")
def place_map(picture: MapPicture | None) -> dict[str, object]:
    """The map as SVG with its attribution; a sentence where there are no outlines."""
    return {"map": picture}


@register.inclusion_tag("places/parts/tree.html")
def place_tree(drawing: Tree | None) -> dict[str, object]:
    """The lineage as SVG."""
    return {"tree": drawing}

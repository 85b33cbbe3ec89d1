"""Pages of places: the list with its search, and one page a place."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotFound
from tinhso.base.packs.home import home_pack
from tinhso.base.web import listing
from tinhso.places import panels, queries, tables
from tinhso.places.maps import MapPicture, MapValue, map_svg, plain_map
from tinhso.places.models import Level, Place
from tinhso.places.schemas import PlaceOut
from tinhso.places.trees import tree

MOST_INSIDE = 200


def _home() -> Place | None:
    """The place of the home pack, to start from."""
    try:
        code = home_pack().place
        return queries.by_code(code) if code else None
    except NotFound:
        return None


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Search and list of units, as of a day."""
    found = listing.build(
        request, tables.PLACES, queries.places(), declared=tables.FILTERS, narrow=tables.narrow
    )
    context = {"title": _("Địa bàn"), "home": _home(), "q": request.GET.get("q", "")}
    return found.respond("places/index.html", context)


def _day(request: HttpRequest) -> date | None:
    text = request.GET.get("as_of", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(
            _("“%(text)s” không phải một ngày.") % {"text": text},
            field="as_of",
            hint=_("Viết năm-tháng-ngày, ví dụ 2025-06-30."),
        ) from error


def _told(place: Place, day: date) -> dict[str, object]:
    descent = queries.descent(place)
    current = [] if place.is_valid_on(clock.today()) else queries.equivalents(place)
    return {
        "title": place.full_name,
        "place": place,
        "level": Level(place.level).label,
        "day": day,
        "chain": queries.ancestors(place),
        "descent": descent,
        "tree": tree(place, descent),
        "current": current,
        "ended": place.valid_to if current or not place.is_valid_on(clock.today()) else None,
    }


def _json(place: Place, day: date) -> JsonResponse:
    out = PlaceOut.told(
        place,
        as_of=day,
        ancestors=queries.ancestors(place),
        children=queries.counts_inside(place, day),
        descent=queries.descent(place),
        today=queries.equivalents(place),
    )
    return JsonResponse(out.model_dump(mode="json"), json_dumps_params={"ensure_ascii": False})


def _map(place: Place, inside: list[Place], day: date) -> MapPicture | None:
    """The units inside; of a unit without any, where it lies among its neighbours."""
    label = _("Bản đồ %(place)s") % {"place": place.full_name}
    if inside or place.parent is None:
        return plain_map(inside, label=label)
    near = queries.children(place.parent).valid_on(day).order_by("sort_key", "code")
    return map_svg(
        {row: MapValue(tone="map-q5" if row == place else "map-near") for row in near}, label=label
    )


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponseBase:
    """One place as of a day: facts, what stands above and inside, map, lineage."""
    asked = _day(request)
    day = asked or clock.today()
    place = queries.by_code(code, day)
    if request.GET.get("format") == "json":
        return _json(place, day)
    inside = queries.children(place).valid_on(day).order_by("sort_key", "code").select_related("parent")
    found = listing.build(request, tables.INSIDE, inside, limit=MOST_INSIDE)
    if request.GET.get("format"):
        return found.respond("places/detail.html")
    context = _told(place, day) | {
        "listing": found,
        "map": _map(place, list(found.page.items), day),
        "as_of": asked,
        "panels": panels.of(request, place),
        "turning_points": [turn for turn in queries.turning_points(place) if turn != asked],
    }
    return render(request, "places/detail.html", context)

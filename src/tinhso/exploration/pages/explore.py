"""The Explore page (khám phá số liệu): from a question to a drawing, every state in its address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid
from tinhso.base.web import exports, wording
from tinhso.exploration import choosing, finding, keeping, picture
from tinhso.exploration.asked import asked
from tinhso.exploration.drawing import address_of, draw
from tinhso.exploration.drawn import Drawn
from tinhso.exploration.keeping import Kept
from tinhso.exploration.spec import Spec
from tinhso.people.principals import Principal, principal_of


@require_safe
def explore(request: HttpRequest) -> HttpResponseBase:
    """A view from the address: the page, or its twin as `?format=json|csv|xlsx|svg`."""
    base = reverse("exploration:explore")
    found = asked(dict(request.GET.lists()), clock.today())
    if not found.tidy and not _twin_of(request) and not request.GET.get("q"):
        return redirect(address_of(found.spec))
    return show(request, found.spec, base=base)


def spec_of(request: HttpRequest) -> Spec:
    """The view that the request's address asks for. Raises Invalid."""
    return asked(dict(request.GET.lists()), clock.today()).spec


def show(request: HttpRequest, spec: Spec, *, base: str, kept: Kept | None = None) -> HttpResponseBase:
    """The whole page of a view, whose small forms lead to `base`; `kept`: it is kept under a name."""
    text = request.GET.get("q", "").strip()
    by = principal_of(request)
    if not spec.measures:
        return _opening(request, spec, text, by)
    units = choosing.units_of(spec, clock.today())
    drawn = draw(spec, by, within=units.within)
    wanted = _twin_of(request)
    if wanted:
        return twin(drawn, wanted)
    looked_for = {"q": text, "found": finding.search(text, spec, by) if text else []}
    context = {**_context(drawn, units, base), **_keeping(spec, by, kept, drawn), **looked_for}
    return render(request, "exploration/explore.html", context)


def _twin_of(request: HttpRequest) -> str:
    wanted = request.GET.get("format", "")
    return "" if wanted == "html" else wanted


def _opening(request: HttpRequest, spec: Spec, text: str, by: Principal) -> HttpResponse:
    """Before anything was chosen: the search box, what it found, questions to begin with."""
    today = clock.today()
    found = finding.search(text, spec, by) if text else []
    context = {
        "title": _("Khám phá số liệu"),
        "q": text,
        "found": found,
        "hidden": choosing.pairs_of(spec),
        "kept_views": [] if text else finding.kept(by),
        "examples": [] if text else finding.examples(by, today, illustrative=spec.illustrative),
    }
    return render(request, "exploration/explore.html", context)


def _keeping(spec: Spec, by: Principal, kept: Kept | None, drawn: Drawn) -> dict[str, Any]:
    """What is done with the view: of one that nobody kept yet there is nothing to look up for strangers."""
    if kept is None:
        kept = keeping.kept(by, spec, clock.today()) if by.is_signed_in else Kept(spec, spec)
    name = wording.named(kept.view) if kept.view else drawn.title
    return {"title": name or _("Khám phá số liệu"), "kept": kept}


def _context(drawn: Drawn, units: choosing.Units, base: str) -> dict[str, Any]:
    spec, today = drawn.spec, clock.today()
    here = choosing.Here(spec, base)
    return {
        "head_line": drawn.line,
        "drawn": drawn,
        "spec": spec,
        "base": base,
        "ways": choosing.ways(here, units, drawn.measures, drawn.periods, today),
        "hidden": choosing.pairs_of(spec),
        "exports": [(name.upper(), f"{here.with_()}&format={name}") for name in ("csv", "xlsx", "json")],
        "picture": f"{here.with_()}&format=svg",
    }


def twin(drawn: Drawn, wanted: str) -> HttpResponseBase:
    """The table of a drawing as a file, its JSON, or its picture. Raises Invalid for other formats."""
    made = drawn.made
    if wanted == "json":
        return JsonResponse(_json(drawn), json_dumps_params={"ensure_ascii": False})
    if made is None:
        raise Invalid(drawn.empty or _("Không có gì để tải về."), field="format")
    if wanted == "svg":
        response = HttpResponse(picture.of(drawn), content_type="image/svg+xml; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{made.table.name}.svg"'
        return response
    return exports.file(made.table, made.rows, wanted)


def _json(drawn: Drawn) -> dict[str, Any]:
    made, at = drawn.made, drawn.freshness.at
    return {
        "title": drawn.title,
        "places": drawn.line,
        "answer": drawn.lead,
        "source": drawn.source,
        "illustrative": drawn.illustrative,
        "fresh_at": clock.local(at).isoformat() if at else None,
        "refused": [{"measure": one.name, "reason": one.reason} for one in drawn.denied],
        "columns": [{"key": one.key, "label": str(one.label)} for one in made.table.columns] if made else [],
        "items": [exports.item(made.table, row) for row in made.rows] if made else [],
    }

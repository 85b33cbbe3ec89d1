"""The page of one plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.steering.pages import reading
from tinhso.steering.queries.slugs import plan_by_slug
from tinhso.steering.queries.totals import reported_totals


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One plan: what it is, what documents say of it, what its items say."""
    found = plan_by_slug(slug)
    day = reading.as_of(request)
    totals = list(reported_totals(found.pk, day))
    context = {"title": found.title, "plan": found, "as_of": day, "totals": totals}
    return render(request, "steering/plan.html", context)

"""A plan by the name in its address: short within the home province, full everywhere."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.errors import Ambiguous, NotFound
from tinhso.base.text import near_matches
from tinhso.steering.models import Plan

_NEAR = 5


def plan_by_slug(slug: str) -> Plan:
    """The plan of a full slug, or of a short one of the home province, its document with it.

    Raises Ambiguous with the addresses of the candidates, NotFound with near matches.
    """
    rows = Plan.objects.select_related("document__issuer", "place", "previous").filter(
        Q(full_slug=slug) | Q(slug=slug)
    )
    found = list(rows)
    exact = [plan for plan in found if plan.full_slug == slug]
    home = [plan for plan in found if plan.pack == settings.HOME_PACK]
    chosen = exact or home or found
    if not chosen:
        raise _unknown(slug)
    if len(chosen) > 1:
        raise Ambiguous(
            _("“%(slug)s” là tên ngắn của %(count)d kế hoạch.") % {"slug": slug, "count": len(chosen)},
            candidates=sorted(plan.get_absolute_url() for plan in chosen),
        )
    return chosen[0]


def _unknown(slug: str) -> NotFound:
    addresses: dict[str, str] = {}
    for plan in Plan.objects.only("slug", "full_slug").order_by("full_slug"):
        addresses[plan.full_slug] = plan.get_absolute_url()
        addresses.setdefault(plan.slug, plan.get_absolute_url())
    near = near_matches(slug, list(addresses), _NEAR) or list(addresses)[:_NEAR]
    return NotFound(
        _("Không có kế hoạch “%(slug)s”.") % {"slug": slug},
        near=list(dict.fromkeys(addresses[one] for one in near)),
        field="slug",
    )

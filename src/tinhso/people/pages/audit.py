"""The audit trail: who did what, when and why; and whether the chain over it holds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.audit import chain
from tinhso.base.audit import queries as trail
from tinhso.base.web import listing
from tinhso.people import auditing
from tinhso.people.principals import principal_of


def _page(request: HttpRequest, verified: chain.Verification | None = None) -> HttpResponseBase:
    found = listing.build(
        request, auditing.AUDIT, trail.entries(), declared=auditing.FILTERS, narrow=auditing.narrow
    )
    context = {
        "title": _("Nhật ký kiểm toán"),
        "state": trail.chain_state(),
        "verified": verified,
        "person": request.GET.get("person", ""),
    }
    return found.respond("people/audit.html", context)


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The trail by person, stream and day, with its exports, and where the chain stands."""
    auditing.require_read(principal_of(request))
    return _page(request)


@never_cache
@require_POST
def verify(request: HttpRequest) -> HttpResponseBase:
    """Walk the whole chain now and say whether it holds. Nothing is changed."""
    auditing.require_read(principal_of(request))
    return _page(request, chain.verify())

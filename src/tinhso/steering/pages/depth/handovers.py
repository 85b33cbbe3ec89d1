"""Pages of bulk hand-over: the agency's open work, who takes what, the dry run, the deed, its undoing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms, listing
from tinhso.base.web.tables import Column, Table
from tinhso.base.web.typed import Reading
from tinhso.people import queries as agencies
from tinhso.people.principals import principal_of
from tinhso.steering import policies
from tinhso.steering.depth.drafts import HandOverDraft
from tinhso.steering.depth.handover import acting
from tinhso.steering.depth.handover.pieces import open_work
from tinhso.steering.depth.handover.planning import offered
from tinhso.steering.models import Handover

MOST_ROWS = 500
"""Pieces that the page lists one by one; more go to the successor chosen for all."""

TABLE: Table[Handover] = Table(
    "ban-giao",
    gettext_lazy("Bàn giao việc giữa các đơn vị"),
    (
        Column("predecessor", gettext_lazy("Đơn vị bàn giao"), lambda row: row.predecessor.name),
        Column("dated", gettext_lazy("Ngày"), lambda row: row.dated, kind="date", sort="dated"),
        Column("document", gettext_lazy("Văn bản"), lambda row: row.document.cited if row.document else ""),
        Column("made_label", gettext_lazy("Người thực hiện"), lambda row: row.made_label, essential=False),
        Column(
            "undone",
            pgettext_lazy("handover", "Hoàn tác"),
            lambda row: row.undone_at,
            kind="moment",
            essential=False,
        ),
    ),
    href=lambda row: reverse("steering:handover_done", args=[row.pk]),
)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Hand-overs made so far, and where to begin one."""
    policies.require_decide(principal_of(request))
    rows = Handover.objects.select_related("predecessor", "document").order_by("-made_at")
    found = listing.build(request, TABLE, rows)
    title = _("Bàn giao việc giữa các đơn vị")
    return found.respond("steering/depth/handovers.html", {"title": title, "ended": acting.leading()})


def _draft(request: HttpRequest) -> HandOverDraft:
    sent = Reading(request.POST.dict())
    by_hand = {
        name.removeprefix("to:"): code.strip()
        for name, code in request.POST.items()
        if name.startswith("to:") and isinstance(code, str)
    }
    values = {
        "successor": sent.text("successor"),
        "by_hand": by_hand,
        "document": sent.text("document"),
        "dated": sent.day("dated"),
        "note": sent.text("handover_note"),
    }
    return sent.finish(HandOverDraft, values)


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, code: str) -> HttpResponseBase:
    """All open work of an agency; `try` shows what would happen, `go` does it."""
    by, agency = principal_of(request), agencies.agency_by_code(code)
    policies.require_decide(by)
    typed = forms.start({"dated": clock.today()})
    plan = None
    if request.method == "POST":
        try:
            draft = _draft(request)
            if "go" in request.POST:
                done = acting.hand_over(by, agency, draft)
                messages.success(request, _("Đã bàn giao; có thể hoàn tác ở trang này."))
                return redirect("steering:handover_done", done.pk)
            plan = acting.dry_run(by, agency, draft)
            typed = forms.Typed({key: str(value) for key, value in request.POST.items()})
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
    pieces = open_work(agency)
    context = {
        "title": _("Bàn giao việc của %(name)s") % {"name": agency.name},
        "agency": agency,
        "pieces": [(piece, typed.value(f"to:{piece.key}")) for piece in pieces[:MOST_ROWS]],
        "pieces_all": len(pieces),
        "offered": offered(agency),
        "takers": agencies.agencies().valid_on().exclude(pk=agency.pk).filter(pack=agency.pack),
        "plan": plan,
        "typed": typed,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/depth/handover.html", context, status=status)


@require_safe
def done(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One hand-over with every piece it moved."""
    policies.require_decide(principal_of(request))
    return _shown(request, key, forms.start())


def _shown(request: HttpRequest, key: UUID, typed: forms.Typed) -> HttpResponseBase:
    found = acting.find(key)
    context = {
        "title": _("Bàn giao từ %(name)s") % {"name": found.predecessor.name},
        "handover": found,
        "items": found.items.select_related("successor").order_by("kind", "code"),
        "typed": typed,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/depth/handover_done.html", context, status=status)


@require_POST
def undo(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Take the hand-over back."""
    try:
        acting.undo(principal_of(request), key, note=request.POST.get("undone_note", ""))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _shown(request, key, forms.again(request.POST, refusal))
    messages.success(request, _("Đã hoàn tác lần bàn giao."))
    return redirect("steering:handover_done", key)

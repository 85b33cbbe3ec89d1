"""What this room offers to dashboards: commitments from meetings, and what waits for a leader's decision."""

from __future__ import annotations

from typing import Final

from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.web.nav import signed_in
from tinhso.conclusions import policies
from tinhso.conclusions.pages.workspace import lines
from tinhso.conclusions.queries import ballots
from tinhso.conclusions.queries import conclusions as queries
from tinhso.exploration.models import Width
from tinhso.exploration.parts import Part
from tinhso.people.principals import principal_of

SHOWN: Final = 6
_STYLES: Final = ("conclusions/conclusions.css",)


def commitments(request: HttpRequest) -> SafeString:
    """How many conclusions stand where, each number a link to them; the late ones first. Three queries."""
    by = principal_of(request)
    seen = policies.visible(by, queries.conclusions())
    numbers = seen.order_by().aggregate(
        total=Count("pk"),
        late=Count("pk", filter=queries.late()),
        ungiven=Count("pk", filter=queries.OPEN),
        running=Count("pk", filter=queries.UNDONE),
        done=Count("pk", filter=queries.DONE),
    )
    page = reverse("conclusions:list")
    counts = [
        ("late", _("quá hạn"), numbers["late"], f"{page}?late=1"),
        ("ungiven", _("chưa giao nhiệm vụ"), numbers["ungiven"], f"{page}?open=1"),
        ("running", _("đang thực hiện"), numbers["running"], f"{page}?running=1"),
        ("done", _("đã xong"), numbers["done"], f"{page}?done=1"),
    ]
    rows = list(seen.filter(queries.late()).order_by("deadline", "pk")[:SHOWN])
    context = {"total": numbers["total"], "counts": counts, "rows": lines(rows)}
    return render_to_string("conclusions/parts/commitments.html", context, request)


def deciding(request: HttpRequest) -> SafeString:
    """Ballots that wait for the reader's paper and drafts that wait for agreement. Two queries."""
    by = principal_of(request)
    context = {
        "ballots": list(ballots.to_vote(by.person_id)[:SHOWN]),
        "drafts": list(queries.to_agree(by.person_id)[:SHOWN]),
    }
    return render_to_string("conclusions/parts/deciding.html", context, request)


PARTS: Final = (
    Part(
        "conclusions.commitments",
        gettext_lazy("Cam kết từ các phiên họp"),
        Width.HALF,
        commitments,
        permission=signed_in,
        styles=_STYLES,
    ),
    Part(
        "conclusions.deciding",
        gettext_lazy("Phiếu và kết luận chờ ý kiến"),
        Width.HALF,
        deciding,
        permission=signed_in,
        styles=_STYLES,
    ),
)

"""A committee's meetings, as a panel of its page."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.panels import ListPanel, PanelItem
from tinhso.committees.models import Committee
from tinhso.meetings import policies, queries, words
from tinhso.people.principals import principal_of

_SHOWN: Final = 6


def panel(request: HttpRequest, committee: Committee) -> ListPanel:
    """The latest meetings that the reader may see; two queries."""
    by = principal_of(request)
    rows = policies.visible(by, queries.meetings().filter(committee=committee))
    found = list(rows[: _SHOWN + 1])
    at = reverse("meetings:index")
    plan = f"{reverse('meetings:plan')}?committee={committee.code}"
    return ListPanel(
        title=_("Phiên họp"),
        items=tuple(
            PanelItem(
                row.title,
                row.get_absolute_url(),
                words.span(row.starts_at, row.ends_at),
                row.state_name,
                row.illustrative,
            )
            for row in found[:_SHOWN]
        ),
        total=len(found) if len(found) <= _SHOWN else rows.count(),
        more=f"{at}?committee={committee.code}" if found else "",
        act=plan if policies.may_plan(by, committee) else "",
        act_words=_("Lập phiên họp"),
        nothing=_("Chưa có phiên họp nào."),
    )

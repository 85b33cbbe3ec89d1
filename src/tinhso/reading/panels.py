"""What this room hangs on pages below: the sentence a figure was read from."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base.web.panels import Panel
from tinhso.indicators.models import Observation
from tinhso.people.principals import principal_of
from tinhso.reading import drafting, policies, queries


def of_figure(request: HttpRequest, versions: Sequence[Observation]) -> Panel | None:
    """The sentence from which a version of the figure was read; one query, for figures that were read only.

    Whoever sees the figure sees the sentence; the text around it is for those who see the reading.
    """
    read = [one.pk for one in versions if drafting.was_read(one.code)]
    found = queries.of_facts(read) if read else []
    if not found:
        return None
    row = found[0]
    context = {
        "quotation": drafting.quotation(row),
        "reading": row.reading,
        "href": row.get_absolute_url() if policies.may_see(principal_of(request), row.reading) else "",
    }
    return Panel("sentence", _("Câu trong văn bản"), "reading/parts/figure_sentence.html", context, order=20)

"""Letters to be answered, and answers overdue, as lines of “Việc của tôi”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.people.principals import Principal
from tinhso.people.waiting import Source, Waiting
from tinhso.urging.actions.answering import waiting_for
from tinhso.urging.models import Letter


def counted(by: Principal) -> QuerySet[Any]:
    """Letters that wait for this person's agencies."""
    return Letter.objects.filter(waiting_for(by))


def lines(by: Principal) -> Iterator[Waiting]:
    """One a letter; one query."""
    for row in counted(by).select_related("document", "agency").order_by("answer_by", "pk"):
        notation = row.document.notation if row.document else ""
        yield Waiting(
            text=_("Trả lời công văn đôn đốc %(notation)s") % {"notation": notation},
            href=reverse("urging:answer", args=[row.pk]),
            note=_("%(agency)s · trước ngày %(day)s")
            % {"agency": row.agency, "day": wording.day(row.answer_by)},
            code=notation,
            illustrative=row.illustrative,
        )


SOURCE: Final = Source(lines, counted)

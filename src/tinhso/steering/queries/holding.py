"""The figures that steering's reports carry: they are decided on with their report, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.indicators.approval.holders import Paper
from tinhso.steering.models import Report

_OPEN = (Report.State.SUBMITTED, Report.State.RETURNED)


class ReportsHold:
    """Reports that wait, or came back to be mended: `tinhso.indicators.approval.holders.Holder`."""

    def papers(self, figures: Iterable[UUID]) -> Mapping[UUID, Paper]:
        """Of those figures, the ones that such a report carries."""
        rows = Report.objects.filter(observation__in=list(figures), state__in=_OPEN)
        return {
            row.observation_id: Paper(
                _("báo cáo %(period)s của %(agency)s")
                % {"period": wording.period(row.period), "agency": row.agency},
                reverse("steering:report", args=[row.pk]),
            )
            for row in rows.select_related("agency")
            if row.observation_id
        }

    def held(self) -> QuerySet[Report]:
        """The ids of all such figures."""
        return Report.objects.filter(Q(observation__isnull=False), state__in=_OPEN).values("observation")  # type: ignore[return-value]  # rows of values, still a queryset


REPORTS = ReportsHold()

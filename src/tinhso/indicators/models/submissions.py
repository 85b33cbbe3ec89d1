"""What people sent in and where it stands now; kept by the database itself with every step."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models
from django.db.models import Q

from tinhso.indicators.models.definitions import Indicator
from tinhso.people.models import Agency
from tinhso.places.models import Place

WAITING: Final = ("submitted", "approved")
"""States in which a figure waits for somebody's decision."""

_COLUMNS: Final = "indicator_id, place_id, agency_id, period, period_end, illustrative"
_INTO: Final = f"INSERT INTO indicators_submission (last_id, sent, sender, sent_at, state, level, {_COLUMNS})"
_FRESH: Final = f"SELECT n.id, n.id, n.actor, n.recorded_at, n.state, n.level, {_COLUMNS} FROM new_rows n"  # noqa: S608 - constant text

FOLLOW: Final = f"""
    IF NOT EXISTS (SELECT 1 FROM new_rows WHERE supersedes_id IS NOT NULL) THEN
        {_INTO} {_FRESH} WHERE n.state IN ('submitted', 'approved');
        RETURN NULL;
    END IF;
    EXECUTE $follow$
    WITH moved AS (
        UPDATE indicators_submission s
        SET last_id = n.id, state = n.state, level = n.level, agency_id = n.agency_id,
            sent = CASE WHEN n.state = 'submitted' THEN n.id ELSE s.sent END,
            sender = CASE WHEN n.state = 'submitted' THEN n.actor ELSE s.sender END,
            sent_at = CASE WHEN n.state = 'submitted' THEN n.recorded_at ELSE s.sent_at END
        FROM new_rows n WHERE n.supersedes_id = s.last_id
        RETURNING s.last_id
    )
    {_INTO} {_FRESH}
    WHERE n.state IN ('submitted', 'approved') AND n.id NOT IN (SELECT last_id FROM moved)
      AND n.id NOT IN (SELECT supersedes_id FROM new_rows WHERE supersedes_id IS NOT NULL)
    $follow$;
    RETURN NULL;
"""  # noqa: S608 - constant text
"""What every insert of figures does to `Submission`. EXECUTE plans anew for one row and for ten thousand."""


def following() -> pgtrigger.Trigger:
    """The trigger of `Observation` that keeps `Submission`, whoever writes the figures and however many."""
    shown = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call]  # as in base.audit.triggers
    return pgtrigger.Trigger(
        name="follow_submissions",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=shown,
        func=FOLLOW,
    )


class Submission(models.Model):
    """A figure that somebody sent in (số liệu đã gửi): its last version, its state, its sender.

    `sent` is the row as it was sent the last time, `last` what became of it. Rebuildable from the facts.
    """

    id = models.BigAutoField(primary_key=True)
    last = models.OneToOneField("indicators.Observation", models.CASCADE, related_name="+")
    sent = models.UUIDField()
    sender = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField(null=True)
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", db_index=False)
    place = models.ForeignKey(Place, models.CASCADE, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+", db_index=False)
    period = models.CharField(max_length=24)
    period_end = models.DateField()
    illustrative = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["indicator", "period", "agency"],
                name="submission_waiting",
                condition=Q(state__in=WAITING),
            ),
            models.Index(fields=["sender", "-sent_at"], name="submission_by_sender"),
            models.Index(fields=["sender"], name="submission_returned", condition=Q(state="returned")),
        ]

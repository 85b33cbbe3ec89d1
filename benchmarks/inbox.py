"""The count beside the inbox, drawn on every page, with many figures sent in and many waiting.

    DATABASE_URL=postgresql://… python -m benchmarks.inbox [--sent 1000000] [--rounds 7]

In a database that `benchmarks.dataset` has filled; what is added is taken back at the end.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from typing import Any

import django

AGENCY, MONTHS = "bench.3", ("2026-09", "2026-10")

_SENT = """
INSERT INTO indicators_submission (last_id, sent, sender, sent_at, state, level, indicator_id, place_id,
  agency_id, period, period_end, illustrative)
SELECT o.id, o.id, %s, o.recorded_at, o.state, NULL, o.indicator_id, o.place_id, o.agency_id, o.period,
  o.period_end, FALSE
FROM indicators_observation o WHERE o.state = 'confirmed'
  AND NOT EXISTS (SELECT FROM indicators_submission s WHERE s.last_id = o.id) LIMIT %s
"""


def _who(role: Any, code: str, account: Any) -> Any:
    from tinhso.people.models import Agency
    from tinhso.people.principals import Principal

    agency = Agency.objects.get(code=code)
    return Principal(account_id=account, name="bench", agencies={role: frozenset({agency.pk})})


def _fill(officer: Any, sent: int) -> None:
    """20,000 figures wait, and one account has sent all that was ever sent."""
    from django.db import connection

    from tinhso.indicators.bulk import writing as bulk
    from tinhso.indicators.models import Indicator
    from tinhso.places.models import Place

    codes = Indicator.objects.filter(code__startswith="bench.", kind="ratio").values_list("code", flat=True)
    places = Place.objects.filter(level="commune", valid_to=None).order_by("code")[:62]
    units = list(places.values_list("pk", flat=True))
    for month in MONTHS:
        told = {"agency": AGENCY, "period": month, "numerator": 1, "denominator": 2}
        rows = [bulk.RowDraft(indicator=code, place=unit, **told) for code in codes[:161] for unit in units]
        bulk.write(officer, rows[: bulk.MOST], submit=True)
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [officer.account_id, sent])
        cursor.execute("ANALYZE indicators_submission")


def _measure(sent: int, rounds: int) -> None:
    from tinhso.base.ids import new_id
    from tinhso.people.models import Role
    from tinhso.steering.queries import inbox

    account = new_id()
    officer = _who(Role.REPORTING_OFFICER, AGENCY, account)
    _fill(officer, sent)
    for name, who in (
        ("standing office", _who(Role.STANDING_OFFICE, "bench.150", account)),
        ("officer", officer),
        ("head of agency", _who(Role.HEAD_OF_AGENCY, AGENCY, new_id())),
    ):
        costs = []
        for _round in range(rounds):
            begun = time.perf_counter()
            inbox.count_today(who)
            costs.append(time.perf_counter() - begun)
        print(f"{name:<16} {statistics.median(costs) * 1000:>6.0f} ms, fastest {min(costs) * 1000:.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inbox")
    parser.add_argument("--sent", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    told = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        _measure(told.sent, told.rounds)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()

"""Agencies in the domain's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from tinhso.base import clock
from tinhso.base.text import fold

if TYPE_CHECKING:
    from tinhso.people.models import Agency


class AgencyQuerySet(QuerySet["Agency"]):
    """Agencies by time, pack and words."""

    def valid_on(self, day: date | None = None) -> Self:
        """Those that exist on `day` (today by default)."""
        day = day or clock.today()
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def of_pack(self, pack: str) -> Self:
        """Those a pack declares."""
        return self.filter(pack=pack)

    def matching(self, words: str) -> Self:
        """Those whose name, short name or code contains the words, tones ignored."""
        return self.filter(search_key__contains=fold(words)) if words.strip() else self

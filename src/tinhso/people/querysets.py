"""Agencies in the domain's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db.models import Q, QuerySet

from tinhso.base import clock
from tinhso.base.packs.home import all_packs
from tinhso.base.text import fold

if TYPE_CHECKING:
    from tinhso.people.models import Agency


class AgencyQuerySet(QuerySet["Agency"]):
    """Agencies by time, pack and words."""

    def valid_on(self, day: date | None = None) -> Self:
        """Those that exist on `day` (today by default)."""
        return self.filter(on_day(day or clock.today()))

    def published(self) -> Self:
        """Without the demo's illustrative rows."""
        return self.filter(illustrative=False)

    def of_pack(self, pack: str) -> Self:
        """Those a pack declares."""
        return self.filter(pack=pack)

    def at_home(self) -> Self:
        """Those to choose from here: of the home pack, of packs that all share, and laid down by hand.

        Agencies of reference packs are read beside them, never asked or invited.
        """
        shared = [info.code for info in all_packs() if info.kind == "shared"]
        return self.filter(pack__in=["", settings.HOME_PACK, *shared])

    def matching(self, words: str) -> Self:
        """Those whose name, short name or code contains the words, tones ignored."""
        return self.filter(search_key__contains=fold(words)) if words.strip() else self

    def coded(self, code: str) -> Agency | None:
        """The one of that code, with its place and parent."""
        return self.select_related("place", "parent").filter(code=code).first()


def on_day(day: date, prefix: str = "") -> Q:
    """Rows with a time of validity (`valid_from`, `valid_to`, both may be open) that holds on `day`."""
    begins, ends = f"{prefix}valid_from", f"{prefix}valid_to"
    return (Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": day})) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": day})
    )

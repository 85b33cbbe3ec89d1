"""Documents in the domain's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, QuerySet

from tinhso.base import clock
from tinhso.base.text import fold

if TYPE_CHECKING:
    from tinhso.documents.models import Document


class DocumentQuerySet(QuerySet["Document"]):
    """The register by words, type, time and effect."""

    def searched(self, words: str) -> Self:
        """Those in which every word occurs in notation, title, issuer or signer, tones ignored."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_key__contains=word)
        return found

    def in_effect(self, day: date) -> Self:
        """Those not known to be without effect on `day`: an unknown beginning is the document's date."""
        begun = Q(effective_from__lte=day) | (Q(effective_from=None) & (Q(date=None) | Q(date__lte=day)))
        return self.filter(begun, Q(effective_to=None) | Q(effective_to__gte=day))

    def between(self, first: date | None, last: date | None) -> Self:
        """Those dated from `first` to `last`, both inclusive; None leaves an end open."""
        found = self
        if first:
            found = found.filter(date__gte=first)
        return found.filter(date__lte=last) if last else found

    def issued_by(self, day: date) -> Self:
        """Those dated not later than `day`; what has no date is there from today on."""
        undated = Q(date=None) if day >= clock.today() else Q(pk__in=())
        return self.filter(undated | Q(date__lte=day))

    def newest_first(self) -> Self:
        """By date, undated ones last."""
        return self.order_by(F("date").desc(nulls_last=True), "slug")

    def published(self) -> Self:
        """Without the demo's illustrative rows."""
        return self.filter(illustrative=False)

    def other_than(self, document: Document) -> Self:
        """All but that one."""
        return self.exclude(pk=document.pk)

    def with_issuer(self) -> Self:
        """The issuing agency in the same query."""
        return self.select_related("issuer")

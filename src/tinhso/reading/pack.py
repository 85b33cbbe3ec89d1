"""What a pack says of words: how they are shortened, and what phrases mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from pydantic import Field

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, PackItem
from tinhso.base.text import fold
from tinhso.reading.models import Abbreviation, Concerns, Synonym

_SECTIONS = {
    Concerns.INDICATOR: "indicators",
    Concerns.TARGET: "targets",
    Concerns.AGENCY: "agencies",
}
"""Where codes are known; units of administration are many, and known to the database only."""


class AbbreviationItem(PackItem):
    """How words are shortened (chữ viết tắt)."""

    short: str = Field(min_length=1, max_length=40)
    words: str = Field(min_length=1)


class SynonymItem(PackItem):
    """That a phrase means an indicator, a target, a place or an agency (từ đồng nghĩa)."""

    phrase: str = Field(min_length=1)
    concerns: Concerns
    code: str = Field(min_length=1)


class Abbreviations(BatchSection[AbbreviationItem]):
    """The section `abbreviations`."""

    name = "abbreviations"
    schema = AbbreviationItem
    files = ("abbreviations.yaml",)

    def key(self, item: AbbreviationItem) -> str:
        """The short form."""
        return item.short

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, AbbreviationItem]:
        """The stored ones."""
        del pack
        rows = Abbreviation.objects.filter(short__in=keys)
        return {row.short: AbbreviationItem(short=row.short, words=row.words) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[AbbreviationItem], act: Act, *, illustrative: bool
    ) -> None:
        """All that are new or changed."""
        for item in items:
            told = {"words": item.words, "pack": pack.code, "illustrative": illustrative}
            Abbreviation.objects.update_or_create(short=item.short, defaults=told)
        act.record(f"pack:{pack.code}", subject="abbreviations", data={"written": len(items)})


def _key(concerns: str, phrase: str) -> str:
    return f"{concerns}:{phrase}"


class Synonyms(BatchSection[SynonymItem]):
    """The section `synonyms`: what people teach later counts before it."""

    name = "synonyms"
    schema = SynonymItem
    files = ("synonyms.yaml",)

    def key(self, item: SynonymItem) -> str:
        """What it concerns, and the folded phrase."""
        return _key(item.concerns, fold(item.phrase))

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, SynonymItem]:
        """What packs told of those phrases."""
        del pack
        phrases = {key.partition(":")[2] for key in keys}
        rows = Synonym.objects.filter(phrase__in=phrases).exclude(pack="")
        newest = rows.order_by("concerns", "phrase", "-recorded_at", "-id").distinct("concerns", "phrase")
        told = {_key(row.concerns, row.phrase): row for row in newest}
        return {
            key: SynonymItem(phrase=row.said, concerns=Concerns(row.concerns), code=row.code)
            for key, row in told.items()
            if key in keys
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[SynonymItem], act: Act, *, illustrative: bool
    ) -> None:
        """All that are new or changed, as facts."""
        rows = [
            Synonym(
                concerns=item.concerns,
                phrase=fold(item.phrase),
                said=item.phrase,
                code=item.code,
                pack=pack.code,
                illustrative=illustrative,
            )
            for item in items
        ]
        Synonym.objects.bulk_create(rows)
        act.record(f"pack:{pack.code}", subject="synonyms", data={"written": len(rows)}, facts=rows)

    def check(self, items: Sequence[Located[SynonymItem]], everything: Catalogue) -> Iterable[Finding]:
        """Phrases have words; codes are known."""
        for item in items:
            if not fold(item.value.phrase):
                yield item.error("phrase", _("một cụm từ có chữ"), item.value.phrase)
            section = _SECTIONS.get(item.value.concerns)
            if section and item.value.code not in everything.keys(section):
                expected = _("mã có trong gói, hoặc trong gói được yêu cầu")
                yield item.error("code", expected, item.value.code)


SECTIONS = (Abbreviations(), Synonyms())

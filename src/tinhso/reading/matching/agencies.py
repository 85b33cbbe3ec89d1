"""Which agency a name means here today: by its own names, with or without the province, or as taught."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.text import fold
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.people.querysets import AgencyQuerySet
from tinhso.places.models import Level, Place
from tinhso.reading.core.lexicon import standard
from tinhso.reading.core.scan import Scan
from tinhso.reading.matching.known import taught
from tinhso.reading.models import Concerns

_SPELLINGS: Final = (("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"))
_SEVERAL: Final = re.compile(r"\bcac\b")


def today() -> AgencyQuerySet:
    """The agencies to choose from: those of here that exist today, in Vietnamese order."""
    return people.agencies().valid_on().at_home()


def chosen(code: str) -> Agency:
    """The agency of that code. Raises Invalid (`agency`) for one that does not exist today."""
    found = today().filter(code=code).first()
    if found is None:
        raise Invalid(
            _("Hiện không có cơ quan nào mang mã “%(code)s”.") % {"code": code[:100]},
            code="unknown",
            field="agency",
            hint=_("Chọn cơ quan trong danh sách."),
        )
    return found


def spellings(name: str) -> Iterator[str]:
    """A folded name as it is also written: `ubnd` in full, the full words as `ubnd`."""
    yield name
    for short, full in _SPELLINGS:
        if full in name:
            yield name.replace(full, short)
        elif re.search(rf"\b{short}\b", name):
            yield re.sub(rf"\b{short}\b", full, name)


def is_group(name: str) -> bool:
    """Whether a name means several at once (`các sở, ngành`, `UBND các xã`): no agency is asked for."""
    scan = Scan.of(name, standard(), None)
    return bool(_SEVERAL.search(fold(name))) or scan.said("agency_groups", 0) is not None


@dataclass(frozen=True)
class Names:
    """The agencies there are, by names; asks no database. `taught` gives folded phrases their codes.

    `home` is the folded name of the province, which the names of its agencies have or have not; `place` the
    code of the unit whose agency is meant where several bear one name.
    """

    rows: Sequence[Agency]
    taught: dict[str, str]
    home: str = ""
    place: str = ""

    @cached_property
    def _own(self) -> dict[str, list[Agency]]:
        found: dict[str, list[Agency]] = {}
        for row in self.rows:
            names = {one for name in (row.name, row.short_name) if name for one in spellings(fold(name))}
            for name in sorted(names | {self.bare(name) for name in names}):
                found.setdefault(name, []).append(row)
        return found

    @cached_property
    def _learned(self) -> dict[str, Agency]:
        codes = {row.code: row for row in self.rows}
        return {phrase: codes[code] for phrase, code in self.taught.items() if code in codes}

    def bare(self, folded: str) -> str:
        """The folded name without the province's at its end: `cong an tinh lang son` is `cong an`."""
        endings = (f" tinh {self.home}", f" {self.home}", " tinh") if self.home else (" tinh",)
        return next((folded.removesuffix(one) for one in endings if folded.endswith(one)), folded)

    def meant(self, name: str) -> Agency | None:
        """The one agency that the name means; None where it means none, or one of several."""
        folded = fold(name)
        if folded in self._learned:
            return self._learned[folded]
        return self.named(name)

    def named(self, name: str) -> Agency | None:
        """The one agency that is called so itself, whatever was taught."""
        folded = fold(name)
        if not folded:
            return None
        for spelled in (folded, self.bare(folded)):
            if found := self._own.get(spelled):
                return self._only(found)
        return None

    def _only(self, found: Sequence[Agency]) -> Agency | None:
        """The only one there is, else that of the unit the document is of."""
        here = [row for row in found if row.place is not None and row.place.code == self.place]
        left = found if len(found) == 1 else here
        return left[0] if len(left) == 1 else None

    @cached_property
    def _words(self) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for name in sorted({*self._own, *self._learned}, key=lambda one: (-len(one.split()), one)):
            words = tuple(name.split())
            found.setdefault(words[0], []).append(words)
        return found

    def end_at(self, scan: Scan, place: int) -> int | None:
        """Where the longest name that begins at that token ends; signs within it are passed over."""
        token = scan.token(place)
        if token is None or not token.is_title:
            return None
        for words in self._words.get(token.plain, ()):
            if (last := _said(scan, place, words)) is not None:
                return last
        return None


def _said(scan: Scan, place: int, words: Iterable[str]) -> int | None:
    for number, word in enumerate(words):
        while number and scan.is_mark(place, "&-,/"):
            place += 1
        token = scan.token(place)
        if token is None or token.plain != word:
            return None
        place += 1
    return place


def names(within: Place | None) -> Names:
    """The agencies of today by name and by what was taught, for a document of that unit; two queries."""
    phrases = {phrase: code for (_about, code), known in taught(Concerns.AGENCY).items() for phrase in known}
    home = within
    while home is not None and home.level not in {Level.PROVINCE, Level.COUNTRY}:
        home = home.parent
    spoken = fold(home.name) if home is not None and home.level == Level.PROVINCE else ""
    return Names(list(today()), phrases, spoken, within.code if within else "")

"""What a pack says of urging: rules by date, and how agencies are scored."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from tinhso.base.actions import Act
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Located, Section
from tinhso.urging.actions.rules import fill
from tinhso.urging.models import Rule, Scoring
from tinhso.urging.models.rules import ByDate
from tinhso.urging.schemas import ByDateDraft, RuleDraft, ScoringDraft


def _key(item: ByDateDraft) -> str:
    return f"{item.code}@{item.valid_from.isoformat()}"


def _overlaps(items: Sequence[Located[Any]]) -> Iterable[Finding]:
    by_code: dict[str, list[Located[Any]]] = {}
    for item in items:
        by_code.setdefault(item.value.code, []).append(item)
    for rows in by_code.values():
        rows.sort(key=lambda item: item.value.valid_from)
        for before, after in itertools.pairwise(rows):
            if before.value.valid_to is None or before.value.valid_to >= after.value.valid_from:
                yield after.error(
                    "valid_from", "a day after the version before ended", after.value.valid_from
                )


class Rules(Section[RuleDraft]):
    """The section `urging-rules` (quy tắc đôn đốc)."""

    name = "urging-rules"
    schema = RuleDraft
    files = ("urging-rules.yaml",)

    def key(self, item: RuleDraft) -> str:
        """Code and first day."""
        return _key(item)

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, RuleDraft]:
        """The stored rules."""
        return _stored(Rule.objects.filter(pack=pack.code), RuleDraft, keys)

    def write(self, pack: PackInfo, item: RuleDraft, act: Act, *, illustrative: bool) -> None:
        """Create or change one."""
        _write(Rule, pack, item, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[RuleDraft]], everything: Any) -> Iterable[Finding]:
        """Versions of one rule do not overlap."""
        del everything
        return _overlaps(items)


class Scorings(Section[ScoringDraft]):
    """The section `urging-scorings` (chấm điểm đơn vị)."""

    name = "urging-scorings"
    schema = ScoringDraft
    files = ("urging-scorings.yaml",)

    def key(self, item: ScoringDraft) -> str:
        """Code and first day."""
        return _key(item)

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, ScoringDraft]:
        """The stored ways of scoring."""
        return _stored(Scoring.objects.filter(pack=pack.code), ScoringDraft, keys)

    def write(self, pack: PackInfo, item: ScoringDraft, act: Act, *, illustrative: bool) -> None:
        """Create or change one."""
        _write(Scoring, pack, item, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[ScoringDraft]], everything: Any) -> Iterable[Finding]:
        """Versions of one code do not overlap."""
        del everything
        return _overlaps(items)


D = TypeVar("D", bound=ByDateDraft)


def _stored(rows: Iterable[ByDate], draft: type[D], keys: Collection[str]) -> dict[str, D]:
    found = {}
    for row in rows:
        told = draft.model_validate({name: getattr(row, name) for name in draft.model_fields})
        if _key(told) in keys:
            found[_key(told)] = told
    return found


def _write(model: type[ByDate], pack: PackInfo, item: ByDateDraft, act: Act, *, illustrative: bool) -> None:
    rows = model._default_manager.filter(code=item.code, valid_from=item.valid_from)
    row = rows.first() or model(code=item.code, valid_from=item.valid_from)
    fill(row, item)
    row.pack, row.illustrative = pack.code, illustrative
    row.save()
    act.record(f"pack:{pack.code}", subject=row, data={"code": item.code})


SECTIONS: Final[tuple[Section[Any], ...]] = (Rules(), Scorings())

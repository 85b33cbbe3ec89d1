"""Bringing an edition in from a spreadsheet: tried first, then whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.base.packs.info import Words
from tinhso.base.web import wording
from tinhso.indices import loading, queries
from tinhso.indices.events import EditionImported
from tinhso.indices.models import CompositeIndex, Edition
from tinhso.indices.pack_items import EditionItem, NodeItem
from tinhso.indices.rounds import policies
from tinhso.indices.rounds.queries import used
from tinhso.indices.sheets import rules, writing
from tinhso.indices.sheets.columns import COLUMNS, FACTS, HEADS, NO, YES
from tinhso.indices.sheets.judging import CODE, nodes_of
from tinhso.indices.sheets.reading import Taken, read
from tinhso.people.principals import Principal

What = Literal["create", "change", "keep", "remove"]


@dataclass(frozen=True)
class Change:
    """What becomes of a node: `fields` are the heads of the columns that change."""

    code: str
    name: str
    what: What
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the file does, or would do. `fresh`: the edition is made by it. Nothing with problems."""

    index: str
    edition: str
    fresh: bool
    changes: tuple[Change, ...] = ()
    facts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def count(self, what: What) -> int:
        """How many nodes are created, changed, kept or removed."""
        return sum(one.what == what for one in self.changes)


def check(
    by: Actor, index: str, edition: str, content: bytes, name: str, *, base: str = "", title: str = ""
) -> Outcome:
    """Try a file and write nothing (chạy thử). Raises NotAllowed, NotFound; Invalid, Conflict (`edition`)."""
    return _judged(by, index, edition, read(content, name), base, title)[0]


def load(
    by: Actor, index: str, edition: str, content: bytes, name: str, *, base: str = "", title: str = ""
) -> Outcome:
    """Bring a file in, or nothing of it: Invalid with every problem at its cell. Raises as `check`.

    `base` is the edition that a new one takes over what the file does not say from.
    """
    with acting(by, "indices.edition_import") as act:
        outcome, item = _judged(by, index, edition, read(content, name), base, title)
        if outcome.problems or item is None:
            first = outcome.problems[0]
            raise Invalid(
                _("Tệp có %(count)d chỗ cần sửa; chưa nạp dòng nào.") % {"count": len(outcome.problems)},
                field=first.field,
                problems=outcome.problems,
            )
        stored = Edition.objects.filter(index__code=index, code=edition).first()
        illustrative = stored.illustrative if stored else isinstance(by, Principal) and by.illustrative
        row = loading.put_edition(item, pack=None, illustrative=illustrative)
        told = {what: outcome.count(what) for what in ("create", "change", "keep", "remove")}
        act.record(f"index:{index}", subject=row, data={"edition": edition, "fresh": outcome.fresh, **told})
        act.emit(EditionImported(edition=row.pk))
    return outcome


def _judged(
    by: Actor, index: str, edition: str, taken: Taken, base: str, title: str
) -> tuple[Outcome, EditionItem | None]:
    policies.require_manage(by)
    parent = queries.index(index)
    if not CODE.fullmatch(edition) or len(edition) > 80:
        raise Invalid(_("Mã phiên bản gồm chữ thường không dấu, số và dấu gạch nối."), field="edition")
    stored = queries.editions().filter(index=parent, code=edition).first()
    if stored is not None and (why := used(stored)):
        raise Conflict(
            _("Phiên bản “%(code)s” không sửa được: %(why)s.") % {"code": edition, "why": why},
            code="used",
            field="edition",
            hint=_("Nạp thành một phiên bản mới: ghi một mã khác, ví dụ %(code)s-2.") % {"code": edition},
        )
    around = stored or (queries.edition(index, base) if base else None)
    nodes = nodes_of(taken.lines)
    problems = [problem for line in taken.lines for problem in line.problems]
    facts = _facts(taken.facts, around, title, edition, problems)
    outcome = Outcome(
        index,
        edition,
        stored is None,
        tuple(_changes(stored, nodes)),
        tuple(_changed_facts(stored, facts)),
        tuple(problems),
    )
    return outcome, None if problems else _item(parent, edition, facts, nodes)


def _facts(
    told: Mapping[str, str], around: Edition | None, title: str, code: str, problems: list[Problem]
) -> dict[str, str]:
    """What is said of the edition: by the file, else as it stands or as the edition it was made from."""
    before = writing.facts(around) if around is not None else {fact.name: "" for fact in FACTS}
    facts = {**before, **{name: text for name, text in told.items() if text}}
    facts["name"] = title or facts["name"] or code
    facts["decimals"] = facts["decimals"] or "4"
    if not re.fullmatch(r"[0-6]", facts["decimals"]):
        problems.append(Problem("invalid_cell", _("Số chữ số thập phân từ 0 đến 6."), "Phiên bản!B7"))
    if not all(re.fullmatch(r"(19|20)\d\d", year) for year in _years(facts["years"])):
        problems.append(
            Problem("invalid_cell", _("Các năm cách nhau dấu ;, ví dụ 2021; 2022."), "Phiên bản!B6")
        )
    try:
        if facts["issued"]:
            wording.read_day(facts["issued"])
    except ValueError as error:
        problems.append(Problem("invalid_cell", f"{str(error).capitalize()}.", "Phiên bản!B5"))
    return facts


def _years(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;,]", text) if part.strip()]


def _item(
    parent: CompositeIndex, code: str, facts: Mapping[str, str], nodes: Sequence[NodeItem]
) -> EditionItem:
    basis = facts["basis"]
    return EditionItem(
        index=parent.code,
        code=code,
        name=Words(vi=facts["name"], en=facts["name_en"]),
        basis=Words(vi=basis, en=facts["basis_en"]) if basis else None,
        issued=wording.read_day(facts["issued"]) if facts["issued"] else None,
        years=tuple(int(year) for year in _years(facts["years"])),
        decimals=int(facts["decimals"]),
        source=facts["source"],
        nodes=tuple(nodes),
    )


def _changes(stored: Edition | None, nodes: Sequence[NodeItem]) -> list[Change]:
    before = {row["code"]: row for row in writing.rows(stored)} if stored is not None else {}
    found = []
    for item in nodes:
        now = _told(item)
        old = before.pop(item.code, None)
        if old is None:
            found.append(Change(item.code, item.name.vi, "create"))
            continue
        fields = tuple(
            HEADS[column.name] for column in COLUMNS if (old[column.name] or "") != (now[column.name] or "")
        )
        found.append(Change(item.code, item.name.vi, "change" if fields else "keep", fields))
    return [*found, *(Change(code, row["name"], "remove") for code, row in before.items())]


def _told(item: NodeItem) -> dict[str, Any]:
    return {
        **{
            name: getattr(item, name)
            for name in ("code", "under", "components", "evidence", "owner", "verifier")
        },
        "name": item.name.vi,
        "name_en": item.name.en,
        "group": YES if item.group else "",
        "scored": YES if item.points else NO,
        "points": item.points or None,
        **rules.cells(item.rule),
    }


def _changed_facts(stored: Edition | None, facts: Mapping[str, str]) -> list[str]:
    before = writing.facts(stored) if stored is not None else {}
    return [fact.head for fact in FACTS if facts[fact.name] != before.get(fact.name, "")]

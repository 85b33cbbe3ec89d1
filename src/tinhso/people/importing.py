"""Agencies and accounts from a workbook: tried first, then done whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.errors import Invalid, NotFound, Refusal
from tinhso.base.text import fold, name_sort_key, search_key, sort_key
from tinhso.base.web.wording import read_day
from tinhso.people import identifiers, workbook
from tinhso.people.actions import accounts
from tinhso.people.actions.accounts import Appointment, Manager
from tinhso.people.models import Account, Agency, AgencyKind, Post
from tinhso.people.querysets import on_day
from tinhso.people.workbook import Line
from tinhso.places import queries as places
from tinhso.places.models import Place

CREATE, CHANGE, KEEP = "create", "change", "keep"
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


@dataclass(frozen=True)
class CellProblem:
    """Something wrong in one cell."""

    sheet: str
    cell: str
    message: object
    hint: object | None = None


@dataclass
class Outcome:
    """What an import does, or would do."""

    rows: list[tuple[Line, str]] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    passwords: list[tuple[Account, str]] = field(default_factory=list)

    def count(self, what: str) -> int:
        """How many rows are created, changed or kept."""
        return sum(1 for _line, done in self.rows if done == what)


class _Undone(Exception):
    """Ends a try: its transaction is rolled back."""


def _titles() -> dict[str, str]:
    return {sheet.key: sheet.title for sheet in workbook.SHEETS}


def run(by: Manager, lines: Sequence[Line], *, dry: bool) -> Outcome:
    """Take the rows in order, agencies first. A dry run, or one with a problem, changes nothing.

    Raises NotAllowed.
    """
    accounts.require_manager(by)
    outcome = Outcome()
    with suppress(_Undone), acting(by, "people.import") as act:
        for line in lines:
            _take(by, line, outcome, dry=dry)
        if dry or outcome.problems:
            raise _Undone
        _say(act, outcome)
    return outcome


def _say(act: Act, outcome: Outcome) -> None:
    act.record(
        "people:import",
        data={
            "create": outcome.count(CREATE),
            "change": outcome.count(CHANGE),
            "keep": outcome.count(KEEP),
            "rows": [line.texts.get("code") or line.texts.get("username") for line, _done in outcome.rows],
        },
    )


def _take(by: Manager, line: Line, outcome: Outcome, *, dry: bool) -> None:
    try:
        with transaction.atomic():
            if line.sheet == workbook.AGENCIES.key:
                done = _agency(line)
            else:
                done = _account(by, line, outcome, dry=dry)
    except Refusal as refusal:
        outcome.problems += [
            CellProblem(_titles()[line.sheet], line.cell(each.field), each.message, each.hint)
            for each in refusal.problems
        ]
        return
    outcome.rows.append((line, done))


def _required(line: Line, sheet: workbook.Sheet) -> None:
    for each in sheet.fields:
        if each.required and not line.texts.get(each.name):
            raise Invalid(_("Chưa ghi “%(head)s”.") % {"head": each.head}, field=each.name)


def _day(line: Line, name: str) -> date | None:
    text = line.texts.get(name, "")
    try:
        return read_day(text) if text else None
    except ValueError as error:
        raise Invalid(
            _("“%(text)s” không phải một ngày.") % {"text": text},
            field=name,
            hint=_("Viết ngày/tháng/năm, ví dụ 21/11/2026."),
        ) from error


def _choice(line: Line, name: str, choices: Sequence[tuple[str, Any]]) -> str:
    """The value whose word (or own name) was typed."""
    known = {fold(str(word)): value for value, word in choices} | {
        fold(value): value for value, _w in choices
    }
    found = known.get(fold(line.texts[name]))
    if found is None:
        raise Invalid(
            _("Không có “%(text)s” trong danh mục.") % {"text": line.texts[name]},
            field=name,
            hint="; ".join(str(word) for _value, word in choices),
        )
    return found


def _found(look: Callable[[], Any], name: str) -> Any:
    """What a look-up finds; a miss is told beside that field."""
    try:
        return look()
    except NotFound as error:
        raise Invalid(error.message, field=name, hint=", ".join(error.near) or error.hint) from error


def _agency_values(line: Line) -> dict[str, Any]:
    texts = line.texts
    parent = texts.get("parent", "")
    place = texts.get("place", "")
    above = Agency.objects.filter(code=parent).first() if parent else None
    if parent and above is None:
        raise Invalid(_("Không có đơn vị mang mã “%(code)s”.") % {"code": parent}, field="parent")
    since, until = _day(line, "since"), _day(line, "until")
    if since and until and until < since:
        raise Invalid(_("Ngày kết thúc sớm hơn ngày bắt đầu."), field="until")
    row: Place | None = _found(lambda: places.by_code(place), "place") if place else None
    return {
        "name": texts["name"],
        "short_name": texts.get("short_name", "")[:60],
        "kind": _choice(line, "kind", AgencyKind.choices),
        "parent_id": above.pk if above else None,
        "place_id": row.pk if row else None,
        "identifier": identifiers.checked(texts.get("identifier", "")),
        "valid_from": since,
        "valid_to": until,
    }


def _agency(line: Line) -> str:
    _required(line, workbook.AGENCIES)
    code = line.texts["code"]
    if not _CODE.fullmatch(code):
        raise Invalid(
            _("Mã đơn vị không hợp lệ."), field="code", hint=_("Chữ thường không dấu, chữ số, gạch ngang.")
        )
    values = _agency_values(line)
    row = Agency.objects.filter(code=code).first()
    done = CREATE
    if row is not None:
        if all(getattr(row, name) == value for name, value in values.items()):
            return KEEP
        done = CHANGE
    row = row or Agency(code=code)
    if row.pk == values["parent_id"]:
        raise Invalid(_("Đơn vị không thể trực thuộc chính mình."), field="parent")
    for name, value in values.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    row.search_key = search_key(row.name, row.short_name, row.name_en, code)
    row.save()
    return done


def _account(by: Manager, line: Line, outcome: Outcome, *, dry: bool) -> str:
    _required(line, workbook.ACCOUNTS)
    texts = {name: line.texts.get(name, "") for name in ("username", "full_name", "agency", "title")}
    asked = accounts.checked(
        Appointment(
            **texts,
            role=_choice(line, "role", [(role.value, role.label) for role in workbook.roles_given()]),
            email=line.texts.get("email", ""),
            phone=line.texts.get("phone", ""),
            since=_day(line, "since"),
        )
    )
    account = Account.objects.select_related("person").filter(username__iexact=asked.username).first()
    if account is not None:
        return _changed(account, asked)
    made = accounts.create(by, asked, hashed=not dry)
    outcome.passwords.append(made)
    return CREATE


def _changed(account: Account, asked: Appointment) -> str:
    """Bring an account that is there up to the row: the person's facts, and the post when it is not held."""
    person = account.person
    if person is None:
        raise Invalid(_("Tài khoản này không gắn với một người."), field="username")
    wanted = {"full_name": asked.full_name, "email": asked.email, "phone": asked.phone}
    differs = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    if differs:
        for name, value in differs.items():
            setattr(person, name, value)
        person.sort_name = name_sort_key(person.full_name)
        person.search_key = search_key(person.full_name, person.code)
        person.save()
    position = accounts.position_of(asked)
    held = Post.objects.filter(on_day(max(clock.today(), asked.since or date.min)))
    if not held.filter(person=person, position=position).exists():
        accounts.seat(person, asked)
        return CHANGE
    return CHANGE if differs else KEEP

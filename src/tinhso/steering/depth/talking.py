"""What is said about a task, who is named, who follows (trao đổi, nhắc tên, theo dõi)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.base.text import near_matches, nfc
from tinhso.people import policies as people
from tinhso.people import queries as agencies
from tinhso.people.models import Agency, Person
from tinhso.people.principals import Principal
from tinhso.steering.depth import holding, rights, telling
from tinhso.steering.models import Mention, Task, TaskComment, Watcher
from tinhso.steering.policies import may_edit

LONGEST: Final = 5_000
NAMED: Final = re.compile(r"(?<![\w@.])@([a-z0-9][a-z0-9._-]*[a-z0-9])", re.IGNORECASE)
"""A name in a comment: `@` and the code of a person or an agency."""


def named(text: str) -> tuple[list[Person], list[Agency]]:
    """Whom the text names. Raises Invalid for a code that nobody has, with near ones."""
    codes = list(dict.fromkeys(found.lower() for found in NAMED.findall(text)))
    persons = {row.code: row for row in agencies.persons().filter(code__in=codes)}
    units = {row.code: row for row in agencies.agencies().filter(code__in=codes)}
    unknown = [code for code in codes if code not in persons and code not in units]
    if unknown:
        known = [*agencies.agencies().values_list("code", flat=True)]
        near = near_matches(unknown[0], known, 3)
        raise Invalid(
            _("Không có ai mang mã “@%(code)s”.") % {"code": unknown[0]},
            code="unknown",
            field="comment",
            hint=_("Có phải: %(near)s?") % {"near": ", ".join(f"@{one}" for one in near)} if near else None,
        )
    return list(persons.values()), list(units.values())


def comment(by: Principal, task_id: UUID, text: str) -> TaskComment:
    """Say something of a task (ý kiến). Those named by `@code` and those who follow are told.

    Raises NotAllowed naming who takes part; Invalid (`comment`).
    """
    with acting(by, "task.comment") as act:
        task = holding.locked(task_id)
        rights.require_speak(by, task)
        return _write(by, act, task, _said(text), None)


def edit_comment(by: Principal, comment_id: UUID, text: str) -> TaskComment:
    """Say it anew (sửa ý kiến): the first version stays in the facts. Only its author. Raises Conflict."""
    with acting(by, "task.edit_comment") as act:
        task, before = _own(by, comment_id)
        return _write(by, act, task, _said(text), before)


def withdraw_comment(by: Principal, comment_id: UUID, *, reason: str = "") -> TaskComment:
    """Take a comment back (rút ý kiến): its author, or the standing office with a reason."""
    with acting(by, "task.withdraw_comment", reason=reason.strip()) as act:
        task, before = _own(by, comment_id, for_all=bool(reason.strip()))
        row = _version(by, task, before, text="", withdrawn=True)
        row.save(force_insert=True)
        holding.note(act, task, {"withdrawn": True}, facts=[row], illustrative=row.illustrative)
    return row


def _said(text: str) -> str:
    found = nfc(text).strip()
    if not found:
        raise Invalid(_("Chưa nhập ý kiến."), code="missing", field="comment")
    if len(found) > LONGEST:
        raise Invalid(_("Dài quá %(most)s chữ.") % {"most": LONGEST}, field="comment")
    return found


def _own(by: Principal, comment_id: UUID, *, for_all: bool = False) -> tuple[Task, TaskComment]:
    row = TaskComment.objects.filter(pk=comment_id).first()
    if row is None:
        raise NotFound(_("Không có ý kiến này."), field="comment")
    task = holding.locked(row.task_id)
    rights.require_speak(by, task)
    if row.author_id != by.account_id and not (for_all and may_edit(by)):
        raise NotAllowed(
            _("Chỉ người viết sửa hoặc rút được ý kiến này."),
            hint=_("Cơ quan thường trực rút được ý kiến của người khác khi nêu lý do."),
        )
    if row.withdrawn or TaskComment.objects.filter(supersedes=row).exists():
        raise Conflict(_("Ý kiến này đã được sửa hoặc rút."), hint=_("Tải lại trang."))
    return task, row


def _version(
    by: Principal, task: Task, before: TaskComment | None, *, text: str, withdrawn: bool = False
) -> TaskComment:
    return TaskComment(
        task=task,
        author_id=before.author_id if before else by.account_id,
        author_label=before.author_label if before else by.actor_label,
        text=text,
        withdrawn=withdrawn,
        supersedes=before,
        root=(before.root or before) if before else None,
        illustrative=holding.marked(by, task),
    )


def _write(by: Principal, act: Act, task: Task, text: str, before: TaskComment | None) -> TaskComment:
    persons, units = named(text)
    row = _version(by, task, before, text=text)
    row.save(force_insert=True)
    Mention.objects.bulk_create(list(_mentions(row, persons, units)))
    told = {"mentions": [*(one.code for one in persons), *(one.code for one in units)]}
    holding.note(act, task, told, facts=[row], illustrative=row.illustrative)
    telling.said(act, task, row, persons, units)
    return row


def _mentions(row: TaskComment, persons: Iterable[Person], units: Iterable[Agency]) -> Iterable[Mention]:
    for person in persons:
        yield Mention(comment=row, person=person, illustrative=row.illustrative)
    for unit in units:
        yield Mention(comment=row, agency=unit, illustrative=row.illustrative)


def watch(by: Principal, task_id: UUID, *, on: bool) -> bool:
    """Follow a task, or no longer (theo dõi, thôi theo dõi). Raises NotSignedIn, NotAllowed."""
    if on:
        with acting(by, "task.watch") as act:
            _follow(by, act, task_id, on=True)
    else:
        with acting(by, "task.unwatch") as act:
            _follow(by, act, task_id, on=False)
    return on


def _follow(by: Principal, act: Act, task_id: UUID, *, on: bool) -> None:
    people.require_signed_in(by)
    task = holding.locked(task_id)
    if by.account_id is None:
        return
    if not rights.may_see_inside(by, task):
        rights.require_speak(by, task)
    rows = task.watchers.filter(account_id=by.account_id)
    before = rows.exists()
    if on and not before:
        shown = holding.marked(by, task)
        Watcher.objects.create(task=task, account_id=by.account_id, illustrative=shown)
    if before and not on:
        rows.delete()
    if before != on:
        holding.note(act, task, {"watch": on}, illustrative=holding.marked(by, task))

"""Verbs: papers of an item, their versions, and that somebody read them."""

from __future__ import annotations

from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.files import actions as files
from tinhso.documents import secrecy
from tinhso.meetings import policies, queries
from tinhso.meetings.actions.common import OPEN, Doing, changing, document, require_state
from tinhso.meetings.models import AgendaItem, Paper, PaperRead
from tinhso.meetings.schemas import PaperDraft
from tinhso.people.principals import Principal


def _new(doing: Doing, item: AgendaItem, replaces: UUID | None, **what: object) -> Paper:
    """A paper, or the next version of the one it replaces."""
    paper = Paper(item=item, added_at=doing.act.now, illustrative=doing.illustrative, **what)
    if replaces is not None:
        old = queries.paper(doing.meeting, replaces)
        if not old.current:
            raise Conflict(
                _("“%(title)s” đã có bản mới hơn.") % {"title": old.title},
                hint=_("Tải lại trang rồi thay bản hiện tại."),
            )
        old.current = False
        old.save(update_fields=["current"])
        paper.line, paper.version, paper.item = old.line, old.version + 1, old.item
        paper.title = paper.title or old.title
    paper.save(force_insert=True)
    doing.say(paper, item=item.order, title=paper.title, version=paper.version)
    return paper


def add_file(
    by: Actor,
    code: str,
    item: UUID,
    upload: BinaryIO,
    name: str,
    *,
    title: str = "",
    replaces: UUID | None = None,
) -> Paper:
    """Add a file to an item (thêm tài liệu họp), or the next version of a paper.

    Raises Invalid for a mark of secrecy and as `base.files` does; NotAllowed, NotFound, Conflict.
    """
    secrecy.refuse_secret_name(name)
    with changing(by, code, "add_paper") as doing:
        policies.require_plan(by, doing.meeting.committee)
        require_state(doing.meeting, *OPEN)
        found = queries.item_by_id(doing.meeting, item)
        kept = files.store(by, upload, name=name, illustrative=doing.illustrative)
        words = title.strip() or ("" if replaces else kept.name)
        return _new(doing, found, replaces, file=kept, title=words)


def add_paper(by: Actor, code: str, item: UUID, draft: PaperDraft, *, replaces: UUID | None = None) -> Paper:
    """Add a document of the register, or an address of ours: a dashboard, a plan, a draft."""
    with changing(by, code, "add_paper") as doing:
        policies.require_plan(by, doing.meeting.committee)
        require_state(doing.meeting, *OPEN)
        found = queries.item_by_id(doing.meeting, item)
        named = document(draft.document)
        if named is not None:
            return _new(doing, found, replaces, document=named, title=draft.title or named.cited)
        if not draft.href:
            raise Invalid(_("Chọn một tệp, một văn bản hoặc một địa chỉ trong hệ thống."), field="file")
        return _new(doing, found, replaces, href=draft.href, title=draft.title or draft.href)


def withdraw_paper(by: Actor, code: str, paper: UUID) -> Paper:
    """Take a paper away (rút tài liệu); who read it stays known, and `restore_paper` puts it back."""
    return _shown(by, code, paper, withdrawn=True)


def restore_paper(by: Actor, code: str, paper: UUID) -> Paper:
    """Put a paper back (hoàn tác)."""
    return _shown(by, code, paper, withdrawn=False)


def _shown(by: Actor, code: str, paper: UUID, *, withdrawn: bool) -> Paper:
    with changing(by, code, "withdraw_paper" if withdrawn else "restore_paper") as doing:
        policies.require_plan(by, doing.meeting.committee)
        require_state(doing.meeting, *OPEN)
        found = queries.paper(doing.meeting, paper, withdrawn=not withdrawn)
        found.withdrawn = withdrawn
        found.save(update_fields=["withdrawn"])
        doing.say(found, title=found.title)
    return found


def note_read(by: Principal, paper: Paper) -> None:
    """Note that somebody opened this version (đã đọc): the first time only."""
    if by.account_id is None or PaperRead.objects.filter(paper=paper, account=by.account_id).exists():
        return
    with acting(by, "meetings.read_paper"):
        row = PaperRead(
            paper=paper,
            account_id=by.account_id,
            person_id=by.person_id,
            at=clock.now(),
            illustrative=paper.illustrative or by.illustrative,
        )
        PaperRead.objects.bulk_create([row], ignore_conflicts=True)

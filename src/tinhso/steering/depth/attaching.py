"""Files attached to a task (tệp kèm theo)."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.base.files import actions as store
from tinhso.base.files.models import StoredFile
from tinhso.people.principals import Principal
from tinhso.steering.depth import holding, rights
from tinhso.steering.models import DeliverableEvent, Task, TaskFile
from tinhso.steering.policies import may_edit


def keep(by: Principal, upload: UploadedFile[Any] | None) -> StoredFile:
    """Keep a file that was sent with a form. Raises Invalid without one, and as the store does."""
    if upload is None:
        raise Invalid(_("Chọn một tệp."), code="missing", field="file")
    return store.store(by, cast(BinaryIO, upload), name=upload.name or "", illustrative=by.illustrative)


def sent_by(by: Principal, file: UUID) -> StoredFile:
    """A file that this account sent before. Raises Invalid (`file`)."""
    kept = StoredFile.objects.filter(pk=file, actor=by.account_id).first()
    if kept is None:
        raise Invalid(_("Không có tệp này; gửi tệp trước rồi nêu mã của nó."), field="file")
    return kept


def attach(by: Principal, task_id: UUID, file: UUID, *, words: str = "") -> TaskFile:
    """Attach a file stored before by the same account (đính kèm). Raises NotAllowed, Invalid, Conflict."""
    with acting(by, "task.attach") as act:
        task = holding.locked(task_id)
        rights.require_speak(by, task)
        kept = sent_by(by, file)
        if task.files.filter(file=kept).exists():
            raise Conflict(_("Tệp này đã đính kèm."), field="file")
        link = TaskFile.objects.create(
            task=task,
            file=kept,
            note=words.strip(),
            added_at=act.now,
            added_by=by.account_id,
            added_label=by.actor_label,
            illustrative=holding.marked(by, task),
        )
        holding.note(act, task, {"file": kept.name}, facts=[kept], illustrative=holding.marked(by, task))
    return link


def detach(by: Principal, link_id: UUID) -> Task:
    """Take an attachment off (gỡ tệp): who attached it, or the standing office. Its digest stays known."""
    with acting(by, "task.detach") as act:
        link = TaskFile.objects.select_related("file").filter(pk=link_id).first()
        if link is None:
            raise NotFound(_("Không còn tệp này."), field="file")
        task = holding.locked(link.task_id)
        rights.require_speak(by, task)
        if link.added_by != by.account_id and not may_edit(by):
            raise NotAllowed(_("Người đính kèm hoặc cơ quan thường trực mới gỡ được tệp này."))
        holding.note(act, task, {"file": link.file.name}, illustrative=holding.marked(by, task))
        link.delete()
    return task


def may_see_file(who: object, file: StoredFile) -> bool:
    """Whether a task whose inner work the reader may see carries this file (`TINHSO_FILE_POLICIES`)."""
    if not isinstance(who, Principal) or not who.is_signed_in:
        return False
    of_tasks = Task.objects.filter(files__file=file)
    delivered = DeliverableEvent.objects.filter(file=file).values("deliverable__task")
    rows = (of_tasks | Task.objects.filter(pk__in=delivered)).select_related("lead", "plan").distinct()
    return any(rights.may_see_inside(who, task) for task in rows)

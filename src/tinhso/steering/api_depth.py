"""The API of tasks in depth: parts, joint agencies, needs, deliverables, files, comments, following."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.people import policies as people
from tinhso.people.capabilities import Scope
from tinhso.people.principals import Principal, principal_of
from tinhso.steering import policies
from tinhso.steering.api_schemas.depth import (
    AttachedOut,
    CommentIn,
    CommentOut,
    DeadlineOut,
    DeliverableOut,
    FileIn,
    InsideOut,
    JointOut,
    JudgementIn,
    MadeOut,
    NeedIn,
    OtherTask,
)
from tinhso.steering.depth import (
    answering,
    attaching,
    delivering,
    extending,
    needing,
    rights,
    splitting,
    talking,
)
from tinhso.steering.depth.drafts import DeliverableDraft, DeliveryDraft, PartAnswerDraft, SplitDraft
from tinhso.steering.models import Task, TaskComment, TaskState
from tinhso.steering.queries.doings import rows_of
from tinhso.steering.queries.plans import find_task

router = Router(tags=["tasks"])


def _asking(request: HttpRequest, scope: Scope) -> Principal:
    """Who asks, when a key's scope opens this; what they may do then is for the policies of the room."""
    by = principal_of(request)
    if not by.may_use(scope):
        raise people.scope_missing(scope)
    known = {one.name: getattr(by, one.name) for one in fields(Principal)}
    return Principal(**{**known, "scopes": None})


def _files(task: Task) -> list[AttachedOut]:
    return [
        AttachedOut(
            file=link.file_id,
            name=link.file.name,
            note=link.note,
            added_at=clock.local(link.added_at),
            added_by=link.added_label,
        )
        for link in task.files.select_related("file")
    ]


def _comments(task: Task) -> list[CommentOut]:
    rows = TaskComment.objects.filter(task=task, superseded_by=None).select_related("root")
    return sorted((CommentOut.of(row) for row in rows), key=lambda one: one.at)


def _inside(by: Principal, task: Task) -> InsideOut:
    shown = task.illustrative
    parts = rows_of(task.parts.order_by("deadline", "code"), with_illustrative=shown)
    needed = Task.objects.filter(followed_by__task=task).order_by("deadline", "code")
    joint = task.joint_links.select_related("agency").order_by("agency__sort_key", "agency__code")
    inside, known = rights.may_see_inside(by, task), by.is_signed_in
    return InsideOut(
        code=task.code,
        parent=task.parent.code if task.parent else None,
        parts_done=sum(row.state == TaskState.DONE for row in parts),
        parts=[OtherTask.of(row) for row in parts],
        joint=[JointOut.of(link) for link in joint],
        needs=[OtherTask.of(row) for row in rows_of(needed, with_illustrative=shown)],
        followed_by=list(Task.objects.filter(needs_links__needs=task).values_list("code", flat=True)),
        deliverables=[DeliverableOut.of(row) for row in task.deliverables.select_related("acceptor")],
        deadlines=[
            DeadlineOut(deadline=one.deadline, since=clock.local(one.since), why=one.why)
            for one in extending.deadlines(task)
            if known
        ],
        extensions=extending.given(task),
        most_extensions=extending.most_of(task.plan),
        files=_files(task) if inside else None,
        comments=_comments(task) if inside else None,
        watching=task.watchers.filter(account_id=by.account_id).exists() if by.account_id else None,
    )


@router.get("/tasks/{code}/inside", response=InsideOut, summary="What stands inside a task", auth=None)
def task_inside(request: HttpRequest, code: str) -> InsideOut:
    """Parts, joint agencies, needs, deliverables and deadlines; papers and words for who works on it."""
    return _inside(principal_of(request), find_task(code))


@router.post(
    "/tasks/{code}/parts", response={201: MadeOut}, url_name="task_parts", summary="Give parts to agencies"
)
def split_task(request: HttpRequest, code: str, payload: SplitDraft) -> Status[MadeOut]:
    """All parts or none (chia nhiệm vụ): the standing office, the lead's head. Scope `plan`."""
    made = splitting.split(_asking(request, Scope.PLAN), find_task(code).pk, payload)
    return Status(201, MadeOut(codes=[part.code for part in made]))


@router.put(
    "/tasks/{code}/joint/{agency}",
    response=JointOut,
    url_name="task_joint",
    summary="Answer for a joint agency",
)
def answer_joint(request: HttpRequest, code: str, agency: str, payload: PartAnswerDraft) -> JointOut:
    """Agree, say that the part is done, or decline with a reason (xác nhận phối hợp). Scope `report`."""
    link = find_task(code).joint_links.filter(agency__code=agency).first()
    if link is None:
        raise NotFound(_("Đơn vị này không phối hợp nhiệm vụ."), field="agency")
    return JointOut.of(answering.answer(_asking(request, Scope.REPORT), link.pk, payload))


@router.post(
    "/tasks/{code}/needs", response=InsideOut, url_name="task_needs", summary="Wait for another task"
)
def add_need(request: HttpRequest, code: str, payload: NeedIn) -> InsideOut:
    """The task begins when the other is done. A circle is refused with all of it. Scope `plan`."""
    by, task = _asking(request, Scope.PLAN), find_task(code)
    needing.add_need(by, task.pk, payload.needs, words=payload.note)
    return _inside(by, task)


@router.delete(
    "/tasks/{code}/needs/{needs}", response=InsideOut, url_name="task_need", summary="Wait no longer"
)
def remove_need(request: HttpRequest, code: str, needs: str) -> InsideOut:
    """Take the dependency away. Scope `plan`."""
    by, task = _asking(request, Scope.PLAN), find_task(code)
    policies.require_decide(by)
    edge = task.needs_links.filter(needs__code=needs).first()
    if edge is None:
        raise NotFound(_("Không còn phụ thuộc này."), field="needs")
    needing.remove_need(by, edge.pk)
    return _inside(by, task)


@router.post(
    "/tasks/{code}/deliverables",
    response={201: DeliverableOut},
    url_name="task_deliverables",
    summary="Add a deliverable",
)
def add_deliverable(request: HttpRequest, code: str, payload: DeliverableDraft) -> Status[DeliverableOut]:
    """What the task must hand in (sản phẩm). Scope `plan`."""
    row = delivering.add_deliverable(_asking(request, Scope.PLAN), find_task(code).pk, payload)
    return Status(201, DeliverableOut.of(row))


@router.put(
    "/deliverables/{key}",
    response=DeliverableOut,
    url_name="task_deliverable",
    summary="Change a deliverable",
)
def edit_deliverable(request: HttpRequest, key: UUID, payload: DeliverableDraft) -> DeliverableOut:
    """Title, need, acceptor; not once it is accepted. Scope `plan`."""
    return DeliverableOut.of(delivering.edit_deliverable(_asking(request, Scope.PLAN), key, payload))


@router.post(
    "/deliverables/{key}/delivery",
    response=DeliverableOut,
    url_name="task_delivery",
    summary="Hand a deliverable in",
)
def deliver(request: HttpRequest, key: UUID, payload: DeliveryDraft) -> DeliverableOut:
    """With a file sent before, a document's slug, or words (nộp sản phẩm). Scope `report`."""
    return DeliverableOut.of(delivering.deliver(_asking(request, Scope.REPORT), key, payload))


@router.post(
    "/deliverables/{key}/judgement",
    response=DeliverableOut,
    url_name="task_judgement",
    summary="Accept or return it",
)
def judge(request: HttpRequest, key: UUID, payload: JudgementIn) -> DeliverableOut:
    """For the acceptor named and the standing office (nghiệm thu, trả lại). Scope `confirm`."""
    by = _asking(request, Scope.CONFIRM)
    if payload.accepted:
        return DeliverableOut.of(delivering.accept(by, key, words=payload.note))
    return DeliverableOut.of(delivering.give_back(by, key, reason=payload.note))


@router.post("/tasks/{code}/files", response={201: InsideOut}, url_name="task_files", summary="Attach a file")
def attach_file(request: HttpRequest, code: str, payload: FileIn) -> Status[InsideOut]:
    """A file sent before by the same account. Scope `report`."""
    by, task = _asking(request, Scope.REPORT), find_task(code)
    attaching.attach(by, task.pk, payload.file, words=payload.note)
    return Status(201, _inside(by, task))


@router.delete(
    "/tasks/{code}/files/{file}", response=InsideOut, url_name="task_file", summary="Take a file off"
)
def detach_file(request: HttpRequest, code: str, file: UUID) -> InsideOut:
    """Who attached it, or the standing office."""
    by, task = _asking(request, Scope.REPORT), find_task(code)
    rights.require_speak(by, task)
    link = task.files.filter(file=file).first()
    if link is None:
        raise NotFound(_("Không còn tệp này."), field="file")
    attaching.detach(by, link.pk)
    return _inside(by, task)


@router.post(
    "/tasks/{code}/comments",
    response={201: CommentOut},
    url_name="task_comments",
    summary="Comment on a task",
)
def add_comment(request: HttpRequest, code: str, payload: CommentIn) -> Status[CommentOut]:
    """Those named by `@code` and those who follow are told. Scope `report`."""
    row = talking.comment(_asking(request, Scope.REPORT), find_task(code).pk, payload.text)
    return Status(201, CommentOut.of(row))


@router.put("/comments/{key}", response=CommentOut, url_name="task_comment", summary="Say it anew")
def edit_comment(request: HttpRequest, key: UUID, payload: CommentIn) -> CommentOut:
    """Only its author; the versions before stay as facts."""
    return CommentOut.of(talking.edit_comment(_asking(request, Scope.REPORT), key, payload.text))


@router.delete("/comments/{key}", response=CommentOut, url_name="task_comment", summary="Take a comment back")
def withdraw_comment(request: HttpRequest, key: UUID, reason: str = "") -> CommentOut:
    """Its author; the standing office with a reason."""
    return CommentOut.of(talking.withdraw_comment(_asking(request, Scope.REPORT), key, reason=reason))


@router.put("/tasks/{code}/watch", response=InsideOut, url_name="task_watch", summary="Follow a task")
def watch_task(request: HttpRequest, code: str) -> InsideOut:
    """Be told of its state, deadline and comments (theo dõi)."""
    by, task = _asking(request, Scope.REPORT), find_task(code)
    talking.watch(by, task.pk, on=True)
    return _inside(by, task)


@router.delete(
    "/tasks/{code}/watch", response=InsideOut, url_name="task_watch", summary="Follow it no longer"
)
def unwatch_task(request: HttpRequest, code: str) -> InsideOut:
    """Be told no more."""
    by, task = _asking(request, Scope.REPORT), find_task(code)
    talking.watch(by, task.pk, on=False)
    return _inside(by, task)

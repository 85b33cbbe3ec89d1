"""Small forms on the page of a task: needs, files, comments, following."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import NotAllowed, NotFound, NotSignedIn, Refusal
from tinhso.base.files import responses
from tinhso.base.web import forms
from tinhso.base.web.typed import Reading
from tinhso.people import policies as people
from tinhso.people import queries as agencies
from tinhso.people.principals import Principal, principal_of
from tinhso.steering.depth import answering, attaching, delivering, needing, rights, talking
from tinhso.steering.depth.drafts import DeliverableDraft, PartAnswerDraft
from tinhso.steering.models import Deliverable, DeliverableEvent, JointAgency, Task, TaskComment, TaskFile
from tinhso.steering.pages import tasks
from tinhso.steering.pages.depth.inside import said
from tinhso.steering.queries.plans import find_task

_NAMES = 12


def _done(
    request: HttpRequest, code: str, do: Callable[[Principal, Task], object], told: str
) -> HttpResponseBase:
    """Do it and go back to the task; refused, the task's page keeps what was typed."""
    found = find_task(code)
    try:
        do(principal_of(request), found)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return tasks.again(request, found, forms.again(request.POST, refusal))
    messages.success(request, told)
    return redirect(found)


@require_POST
def add_need(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say what the task waits for."""
    needs, words = request.POST.get("needs", ""), request.POST.get("need_note", "").strip()
    told = _("Đã ghi phụ thuộc.")
    return _done(request, code, lambda by, task: needing.add_need(by, task.pk, needs, words=words), told)


@require_POST
def remove_need(request: HttpRequest, code: str, edge: UUID) -> HttpResponseBase:
    """It waits no longer."""
    return _done(request, code, lambda by, _task: needing.remove_need(by, edge), _("Đã bỏ phụ thuộc."))


@require_POST
def add_deliverable(request: HttpRequest, code: str) -> HttpResponseBase:
    """Lay down what the task must hand in."""
    sent = Reading(request.POST.dict())

    def do(by: Principal, task: Task) -> object:
        values = {
            "title": sent.text("deliverable_title"),
            "required": bool(sent.text("deliverable_required")),
            "acceptor": sent.text("acceptor"),
        }
        return delivering.add_deliverable(by, task.pk, sent.finish(DeliverableDraft, values))

    return _done(request, code, do, _("Đã thêm sản phẩm."))


@require_POST
def attach(request: HttpRequest, code: str) -> HttpResponseBase:
    """Attach a file."""

    def do(by: Principal, task: Task) -> object:
        rights.require_speak(by, task)
        kept = attaching.keep(by, request.FILES.get("file"))
        return attaching.attach(by, task.pk, kept.pk, words=request.POST.get("file_note", ""))

    return _done(request, code, do, _("Đã đính kèm tệp."))


@require_POST
def detach(request: HttpRequest, code: str, link: UUID) -> HttpResponseBase:
    """Take a file off."""

    def do(by: Principal, task: Task) -> object:
        rights.require_speak(by, task)
        return attaching.detach(by, link)

    return _done(request, code, do, _("Đã gỡ tệp."))


@require_safe
def file(request: HttpRequest, code: str, file: UUID) -> HttpResponseBase:
    """A file of the task, or of what it handed in."""
    task = find_task(code)
    attached = TaskFile.objects.filter(task=task, file=file).exists()
    if not attached and not DeliverableEvent.objects.filter(deliverable__task=task, file=file).exists():
        raise NotFound(_("Không có tệp này."), field="file")
    return responses.download(principal_of(request), file)


@require_POST
def comment(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say something."""
    text = request.POST.get("comment", "")
    return _done(request, code, lambda by, task: talking.comment(by, task.pk, text), _("Đã gửi ý kiến."))


@require_POST
def watch(request: HttpRequest, code: str) -> HttpResponseBase:
    """Follow the task, or no longer."""
    on = "follow" in request.POST
    told = _("Đang theo dõi nhiệm vụ này.") if on else _("Đã thôi theo dõi.")
    return _done(request, code, lambda by, task: talking.watch(by, task.pk, on=on), told)


@require_http_methods(["GET", "HEAD", "POST"])
def one_comment(request: HttpRequest, code: str, comment: UUID) -> HttpResponseBase:
    """One comment with its versions: edited or taken back here."""
    by, found = principal_of(request), find_task(code)
    rights.require_speak(by, found)
    row = TaskComment.objects.filter(task=found, pk=comment).select_related("root").first()
    if row is None:
        raise NotFound(_("Không có ý kiến này."), field="comment")
    typed = forms.start({"comment": row.text})
    if request.method == "POST":
        try:
            if "withdraw" in request.POST:
                talking.withdraw_comment(by, row.pk, reason=request.POST.get("withdraw_reason", ""))
            else:
                talking.edit_comment(by, row.pk, request.POST.get("comment", ""))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect(found)
    first = row.root or row
    versions = [first, *first.versions.order_by("recorded_at", "pk")]
    context = {
        "title": _("Ý kiến về %(code)s") % {"code": found.code},
        "task": found,
        "row": row,
        "versions": [(one, said(one.text)) for one in versions],
        "typed": typed,
        "mine": row.author_id == by.account_id,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/depth/comment.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, code: str, link: UUID) -> HttpResponseBase:
    """What a joint agency says of its part."""
    by, found = principal_of(request), find_task(code)
    row = JointAgency.objects.filter(task=found, pk=link).select_related("agency").first()
    if row is None:
        raise NotFound(_("Không có phần việc phối hợp này."), field="part")
    rights.require_for(by, row.agency, _("Bạn không trả lời thay đơn vị phối hợp này được."))
    typed = forms.start({"part": row.part, "part_note": row.note})
    if request.method == "POST":
        sent = Reading(request.POST.dict())
        try:
            values = {"part": sent.text("part"), "note": sent.text("part_note")}
            answering.answer(by, row.pk, sent.finish(PartAnswerDraft, values))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã trả lời phần việc phối hợp."))
            return redirect(found)
    choices = [one for one in JointAgency.Part.choices if one[0] != JointAgency.Part.ASKED]
    title = _("Phần việc của %(agency)s") % {"agency": row.agency}
    context = {"title": title, "task": found, "row": row, "typed": typed, "choices": choices}
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/depth/part.html", context, status=status)


@require_safe
def names(request: HttpRequest) -> HttpResponseBase:
    """Agencies and persons that a comment may name, for `?q=` what was typed after `@`."""
    people.require_signed_in(principal_of(request))
    words = request.GET.get("q", "").strip().lower()[:80]
    units = agencies.agencies().valid_on().at_home()
    found = units.matching(words) | units.filter(code__contains=words)
    persons = agencies.persons().filter(code__contains=words) if words else agencies.persons().none()
    told = [{"code": row.code, "name": row.name} for row in found.distinct()[:_NAMES]]
    told += [{"code": row.code, "name": row.full_name} for row in persons[:_NAMES]]
    return JsonResponse({"items": told[:_NAMES]}, json_dumps_params={"ensure_ascii": False})


def deliverable_of(task: Task, key: UUID) -> Deliverable:
    """That deliverable of the task. Raises NotFound."""
    row = task.deliverables.select_related("acceptor").filter(pk=key).first()
    if row is None:
        raise NotFound(_("Không có sản phẩm này."), field="deliverable")
    row.task = task
    return row

"""Tasks: the list over all plans, and the page of one task."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.errors import NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import exports, forms, listing, wording
from tinhso.base.web.conditional import conditional
from tinhso.base.web.typed import Reading
from tinhso.people.principals import principal_of
from tinhso.steering import actions, panels, policies
from tinhso.steering.models import Task, TaskEvent, TaskRequest, TaskState
from tinhso.steering.pages import reading, tables
from tinhso.steering.pages.depth import inside
from tinhso.steering.pages.version import version
from tinhso.steering.queries import agenda, boards, trails
from tinhso.steering.queries.doings import rows_of
from tinhso.steering.queries.plans import find_task, is_home, plans_of_home
from tinhso.steering.queries.shapes import TaskRow
from tinhso.steering.queries.standing_tasks import Moment
from tinhso.steering.queries.task_lists import TaskList
from tinhso.steering.schemas import RequestDraft, TaskChange


@require_safe
@conditional(version)
def index(request: HttpRequest) -> HttpResponseBase:
    """Every task of the home province's plans, filtered by the address."""
    day = reading.as_of(request)
    plans = list(plans_of_home())
    found = listing.build(
        request,
        tables.TASKS,
        TaskList.of(plans, Moment(day, with_illustrative=True)),
        declared=tables.many_task_filters(plans),
        narrow=tables.narrow_many_tasks,
    )
    return found.respond(
        "steering/tasks.html",
        {
            "title": pgettext("list", "Nhiệm vụ"),
            "day": day or clock.today(),
            "may_edit": policies.may_edit(principal_of(request)),
        },
    )


def _row(task: Task, request: HttpRequest) -> TaskRow:
    same = type(task)._default_manager.filter(pk=task.pk)
    return rows_of(same, reading.as_of(request), with_illustrative=True)[0]


@require_safe
@conditional(version)
def task(request: HttpRequest, code: str) -> HttpResponseBase:
    """One task: its label and days, who does what, reports, requests, what it serves."""
    found = find_task(code)
    row = _row(found, request)
    if request.GET.get("format") == "json":
        body = exports.item(tables.TASKS, row)
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    return _page(request, found, row)


def _events(task: Task) -> list[tuple[TaskEvent, str]]:
    """What happened, the latest first, with what is said of each.

    A pack's first version named itself in the note, and facts stay as they are: its paper says more.
    """
    rows = task.events.select_related("document").order_by("-dated", "-recorded_at", "-pk")[:20]
    paper = task.plan.document
    by_pack = (
        _("Theo %(document)s") % {"document": paper.cited} if paper else _("Theo danh mục của kế hoạch.")
    )
    return [(row, by_pack if row.note == f"pack {task.plan.pack}" else row.note) for row in rows]


def _page(request: HttpRequest, found: Task, row: TaskRow, typed: forms.Typed | None = None) -> HttpResponse:
    by = principal_of(request)
    reports = [
        report for report in agenda.reports().filter(task=found) if policies.may_see_report(by, report)
    ]
    home = is_home(found.plan)
    context = {
        "title": wording.named(found, "title"),
        "task": found,
        "row": row,
        "look": boards.task_look(row),
        "look_word": tables.task_word(row),
        "left": tables.days_words(row),
        "targets": list(found.targets.all()),
        "events": _events(found),
        "requests": list(found.requests.select_related("agency").order_by("-asked_at"))
        if by.is_signed_in
        else [],
        "reports": reports,
        "panels": panels.drawn(request, found),
        **inside.context(request, found),
        "trail": trails.trail([found, *reports]) if by.is_signed_in else [],
        "typed": typed or forms.start(),
        "kinds": TaskRequest.Kind.choices,
        "may_report": home and policies.may_report(by, found),
        "may_edit": home and policies.may_edit(by),
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "steering/task.html", context, status=status)


def again(request: HttpRequest, found: Task, typed: forms.Typed) -> HttpResponse:
    """The page of a task as it was sent, with what is wrong."""
    return _page(request, found, _row(found, request), typed)


@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask for more time, or hand the task back."""
    found = find_task(code)
    sent = Reading(request.POST.dict())
    try:
        values = {"kind": sent.text("kind"), "grounds": sent.text("grounds"), "until": sent.day("until")}
        actions.ask(principal_of(request), found.pk, sent.finish(RequestDraft, values))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, found, _row(found, request), forms.again(request.POST, refusal))
    messages.success(request, _("Đã gửi đề nghị; đang chờ quyết định."))
    return redirect(found)


@require_POST
def decide(request: HttpRequest, code: str, asked: UUID) -> HttpResponseBase:
    """Grant or refuse a request."""
    found = find_task(code)
    try:
        actions.decide(
            principal_of(request), asked, granted="grant" in request.POST, note=request.POST.get("note", "")
        )
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, found, _row(found, request), forms.again(request.POST, refusal))
    messages.success(request, _("Đã trả lời đề nghị."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponseBase:
    """Set state, deadline or progress directly (the standing office)."""
    by, found = principal_of(request), find_task(code)
    policies.require_decide(by)
    row = _row(found, request)
    typed = forms.start(
        {
            "state": row.state,
            "dated": clock.today(),
            "deadline": row.deadline,
            "done_on": row.done_on,
            "progress": row.progress,
        }
    )
    if request.method == "POST":
        sent = Reading(request.POST.dict())
        days = {name: sent.day(name) for name in ("dated", "deadline", "done_on")}
        words = {name: sent.text(name) for name in ("state", "note", "document")}
        try:
            draft = sent.finish(TaskChange, {**words, **days, "progress": sent.whole("progress")})
            actions.change_task(by, found.pk, draft)
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã cập nhật nhiệm vụ."))
            return redirect(found)
    context = {
        "title": _("Cập nhật: %(title)s") % {"title": found.title},
        "task": found,
        "typed": typed,
        "states": TaskState.choices,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "steering/task_change.html", context, status=status)

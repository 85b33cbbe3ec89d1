"""What is open in a post, for the page on which it is handed over (`TINHSO_OPEN_WORK`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.people.models import Post, Role
from tinhso.people.open_work import Work
from tinhso.people.principals import Principal
from tinhso.steering.pages.work import WORDS, address
from tinhso.steering.queries.led import open_tasks, running_led
from tinhso.steering.queries.owed import with_predecessors
from tinhso.steering.queries.work import WorkItem, work_as

_OF_THE_AGENCY = (Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)


def open_work_of(post: Post) -> Iterator[Work]:
    """Reports owed, returned or waiting, requests without an answer; then what the agency leads."""
    role, agency = Role(post.position.role), post.position.agency_id
    holder = Principal(agencies={role: frozenset({agency})}, illustrative=post.illustrative)
    work = work_as(holder)
    listed = [*work.today, *work.this_week, *work.waiting]
    yield from (_of_item(item) for item in listed)
    if role not in _OF_THE_AGENCY:
        return
    mine, told = with_predecessors([agency]), {item.code for item in listed}
    for task in open_tasks(mine, with_illustrative=post.illustrative):
        if task.code not in told:
            due = _("hạn %(day)s") % {"day": wording.day(task.deadline)} if task.deadline else ""
            yield Work(_("Nhiệm vụ: %(title)s") % {"title": task.title}, task.get_absolute_url(), due)
    for target in running_led(mine, with_illustrative=post.illustrative):
        if target.code not in told:
            until = _("đến %(day)s") % {"day": wording.day(target.plan.ends_on)}
            yield Work(_("Chỉ tiêu: %(title)s") % {"title": target.title}, target.get_absolute_url(), until)


def _of_item(item: WorkItem) -> Work:
    waiting = item.action == "wait"
    verb = _("Đang chờ") if waiting else str(WORDS[item.action])
    due = _("hạn %(day)s") % {"day": wording.day(item.due_on)} if item.due_on else ""
    return Work(f"{verb}: {item.title}", address(item), " · ".join(filter(None, (item.detail, due))))

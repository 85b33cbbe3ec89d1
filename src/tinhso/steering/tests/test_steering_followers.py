"""Who hears of a task: those who follow it and those named; once each, never whoever did it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tinhso.base import clock
from tinhso.base.errors import Invalid
from tinhso.notify.models import Message
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Principal
from tinhso.people.queries import principal_for
from tinhso.steering import actions
from tinhso.steering.actions.tasks import draft_of
from tinhso.steering.depth import talking
from tinhso.steering.models import Task, TaskRequest, TaskState, Watcher
from tinhso.steering.schemas import ReportDraft, RequestDraft, TaskChange
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
SOON = TODAY + timedelta(days=9)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def somebody(code: str, role: Role, agency: Agency | None) -> Principal:
    """A person in a post, with an account."""
    assert agency is not None
    person = Person.objects.create(code=code, full_name=code)
    position = Position.objects.create(agency=agency, title=code, role=role)
    Post.objects.create(person=person, position=position)
    return principal_for(Account.objects.create(username=code, person=person))


@pytest.fixture
def task() -> Task:
    return make.task(lead=make.agency("so-chu-tri"), state=TaskState.IN_PROGRESS, deadline=TODAY)


@pytest.fixture
def office() -> Principal:
    return somebody("thuong-truc", Role.STANDING_OFFICE, make.agency("van-phong"))


@pytest.fixture
def officer(task: Task) -> Principal:
    return somebody("can-bo", Role.REPORTING_OFFICER, task.lead)


@pytest.fixture
def head(task: Task) -> Principal:
    return somebody("giam-doc", Role.HEAD_OF_AGENCY, task.lead)


def follow(task: Task, *who: Principal) -> None:
    for one in who:
        talking.watch(one, task.pk, on=True)


def told() -> list[tuple[str, str]]:
    """Kinds with the codes of those told, each notice once."""
    names = dict(Person.objects.values_list("pk", "code"))
    rows = Message.objects.values_list("kind", "recipient")
    return sorted((kind.removeprefix("steering."), names[key]) for kind, key in rows)


def test_followers_hear_of_a_comment_and_its_author_does_not(
    task: Task, office: Principal, officer: Principal, head: Principal
) -> None:
    somebody("nguoi-khac", Role.REPORTING_OFFICER, task.lead)
    follow(task, office, officer, head)
    talking.watch(head, task.pk, on=False)
    talking.comment(officer, task.pk, "Đã gửi danh mục cho các xã.")
    assert told() == [("commented", "thuong-truc")]
    message = Message.objects.get()
    assert message.values["text"] == "Đã gửi danh mục cho các xã." and message.href == task.get_absolute_url()


def test_whoever_is_named_and_follows_hears_once(
    task: Task, office: Principal, officer: Principal, head: Principal
) -> None:
    follow(task, office, officer, head)
    talking.comment(office, task.pk, "Nhờ @can-bo và @so-chu-tri xem lại.")
    assert told() == [("mentioned", "can-bo"), ("mentioned", "giam-doc")]


def test_nobody_is_told_of_naming_oneself_or_the_own_agency(
    task: Task, officer: Principal, head: Principal
) -> None:
    talking.comment(officer, task.pk, "@can-bo tự nhắc, @so-chu-tri cùng làm.")
    assert told() == [("mentioned", "giam-doc")]


def test_a_comment_written_anew_is_told_to_those_who_had_not_heard(
    task: Task, office: Principal, officer: Principal, head: Principal
) -> None:
    follow(task, office)
    row = talking.comment(head, task.pk, "Nhờ @can-bo xem.")
    assert told() == [("commented", "thuong-truc"), ("mentioned", "can-bo")]
    somebody("nguoi-moi", Role.REPORTING_OFFICER, make.agency("so-khac"))
    talking.edit_comment(head, row.pk, "Nhờ @can-bo và @nguoi-moi xem giúp.")
    assert told() == [("commented", "thuong-truc"), ("mentioned", "can-bo"), ("mentioned", "nguoi-moi")]


def test_whoever_left_the_work_does_not_hear_what_is_said_any_more(
    task: Task, office: Principal, officer: Principal
) -> None:
    follow(task, officer)
    Post.objects.filter(person=officer.person_id).update(valid_to=TODAY - timedelta(days=1))
    talking.comment(office, task.pk, "Việc nội bộ.")
    assert told() == [] and Watcher.objects.filter(task=task).exists()


def test_a_comment_refused_or_withdrawn_tells_nobody(
    task: Task, office: Principal, officer: Principal
) -> None:
    follow(task, office)
    with pytest.raises(Invalid, match="khong-co"):
        talking.comment(officer, task.pk, "Nhờ @khong-co xem")
    assert told() == []
    row = talking.comment(officer, task.pk, "Nhầm")
    talking.withdraw_comment(officer, row.pk)
    assert told() == [("commented", "thuong-truc")]


def test_followers_hear_of_every_change_but_their_own(
    task: Task, office: Principal, officer: Principal, head: Principal
) -> None:
    follow(task, office, officer)
    actions.change_task(office, task.pk, TaskChange(state=TaskState.IN_PROGRESS, dated=TODAY, progress=60))
    assert told() == [("changed", "can-bo")]
    report = actions.submit_report(officer, task, ReportDraft(task_state=TaskState.DONE, done="Xong"))
    actions.confirm_report(office, report.pk)
    assert told().count(("changed", "can-bo")) == 2 and ("changed", "thuong-truc") not in told()


def test_more_time_is_told_to_whoever_asked_and_to_followers(
    task: Task, office: Principal, officer: Principal, head: Principal
) -> None:
    follow(task, head)
    draft = RequestDraft(kind=TaskRequest.Kind.EXTENSION, grounds="Chờ thiết bị", until=SOON)
    asked = actions.ask(officer, task.pk, draft)
    actions.decide(office, asked.pk, granted=True)
    assert [who for kind, who in told() if kind == "changed"] == ["giam-doc"]
    assert {who for kind, who in told() if kind == "decided"} == {"can-bo", "giam-doc"}


def test_a_task_given_up_followed_again_or_put_off_is_told(
    task: Task, office: Principal, officer: Principal
) -> None:
    follow(task, officer)
    actions.retire_task(office, task.pk, reason="Trùng việc")
    actions.restore_task(office, task.pk)
    task.refresh_from_db()
    draft = draft_of(task).model_copy(update={"deadline": SOON})
    actions.edit_task(office, task.pk, draft, version=task.version)
    assert told() == [("changed", "can-bo")] * 3
    actions.edit_task(office, task.pk, draft.model_copy(update={"title": "Tên khác"}), version=None)
    assert len(told()) == 3, "a title is no change of state or deadline"

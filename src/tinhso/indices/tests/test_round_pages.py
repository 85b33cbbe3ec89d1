"""Pages of rounds as people use them: scored on one screen, ruled on in the queue, published, counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tinhso.base import clock
from tinhso.indices.models import Component, ComponentStep, Round
from tinhso.indices.rounds import inbox, moving, reminding
from tinhso.indices.rounds.schemas import StepDraft
from tinhso.indices.tests import scene
from tinhso.people import open_work
from tinhso.people.models import Account, Agency, Post, Role
from tinhso.people.principals import ANONYMOUS
from tinhso.people.queries import principal_for
from tinhso.people.steps import BACKEND

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _today(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.DEMO = True
    settings.FILES = tmp_path
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def owner() -> Agency:
    """The agency that owns every component."""
    return scene.agency("so-chu-tri")


@pytest.fixture
def officer(owner: Agency) -> Account:
    """Its reporting officer."""
    return scene.account(Role.REPORTING_OFFICER, owner)


@pytest.fixture
def office() -> Account:
    """The standing office."""
    return scene.account(Role.STANDING_OFFICE, scene.agency("thuong-truc"))


@pytest.fixture
def row(owner: Agency) -> Round:
    """An open round."""
    return scene.a_round(scene.office(), scene.edition(owner.code))


def _as(who: Account | None) -> Client:
    client = Client()
    if who:
        client.force_login(who, backend=BACKEND)
    return client


def _page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def _component(row: Round, node: str) -> str:
    return f"/indices/rounds/{row.pk}/components/{node}/"


def test_from_the_form_to_the_published_board(
    row: Round, officer: Account, office: Account, owner: Agency
) -> None:
    page = _component(row, "truc-tuyen")
    mine, theirs = _as(officer), _as(office)
    assert "hồ sơ trực tuyến" in _page(mine, page)
    tried = mine.post(f"{page}points/", {"in-0": "1", "in-1": "3"}).json()
    assert (tried["points"], tried["text"]) == ("13.333333", "13,3333")
    assert not ComponentStep.objects.exists()
    wrong = mine.post(page, {"move": "score", "in-0": "1.680", "in-1": "2000", "note": "giữ lại"})
    assert wrong.status_code == 422
    assert "1,68" in wrong.content.decode()
    assert "giữ lại" in wrong.content.decode()
    proof = SimpleUploadedFile("bao-cao.pdf", PDF)
    sent = mine.post(page, {"move": "score", "in-0": "1500", "in-1": "2000", "file": proof, "last": ""})
    assert sent.status_code == 302
    assert "bao-cao.pdf" in _page(theirs, page)
    assert "Chấp nhận" in _page(theirs, page)
    link = f"{page}files/{ComponentStep.objects.get().files.get().file_id}/"
    assert theirs.get(link).status_code == 200
    assert _as(scene.account(Role.REPORTING_OFFICER, scene.agency())).get(link).status_code == 403
    kept = ComponentStep.objects.get().files.get().file_id
    again = mine.post(page, {"move": "score", "in-0": "1600", "in-1": "2000", "keep": str(kept)})
    assert again.status_code == 302
    assert theirs.post(page, {"move": "accept"}).status_code == 302
    for node in ("nghi-quyet", "cuoc-hop", "khac"):
        moving.make_step(principal_for(officer), row.pk, node, scene.score(node))
        theirs.post(_component(row, node), {"move": "accept"})
    manage = f"/indices/rounds/{row.pk}/manage/"
    assert "0,7450" in _page(theirs, manage)  # (20 + 32 + 15 + 7.5) / 100
    refused = theirs.post(manage, {"do": "publish", "document": "khong-co"})
    assert refused.status_code == 422
    published = theirs.post(manage, {"do": "publish", "document": scene.document().slug}, follow=True)
    assert "Đã công bố kết quả." in published.content.decode()
    public = _page(_as(None), f"/indices/rounds/{row.pk}/")
    assert "0,745" in public
    assert "nguoi-" not in public
    assert "Nguyễn Văn A" not in public
    edition = _page(_as(None), row.edition.get_absolute_url())
    assert "0,7450" in edition
    reopened = theirs.post(manage, {"do": "reopen", "reason": "Xem lại"}, follow=True)
    assert "Đã mở lại đợt." in reopened.content.decode()


def test_before_publication_everybody_sees_what_is_theirs(
    row: Round, officer: Account, office: Account, owner: Agency
) -> None:
    address = f"/indices/rounds/{row.pk}/"
    moving.make_step(principal_for(officer), row.pk, "khac", scene.score("khac"))
    stranger = scene.account(Role.REPORTING_OFFICER, scene.agency())
    leader = scene.account(Role.LEADER, scene.agency())
    assert "7,5" not in _page(_as(None), address)
    assert "7,5" not in _page(_as(stranger), address)
    for who in (officer, office, leader):
        assert "7,5" in _page(_as(who), address)
    assert _as(stranger).get(_component(row, "khac")).status_code == 403
    told = _as(office).get(f"{address}?format=json").json()["items"]
    assert {one["code"]: one["points"] for one in told}["khac"] == "7.500000"
    assert _as(None).get(f"{address}?format=json").json()["items"] == []


def test_the_two_queues(row: Round, officer: Account, office: Account) -> None:
    assert "nghi-quyet" in _page(_as(officer), "/indices/rounds/mine/")
    assert "Không có chỉ số nào chờ bạn thẩm định." in _page(_as(office), "/indices/rounds/verify/")
    moving.make_step(principal_for(officer), row.pk, "khac", scene.score("khac"))
    assert "khac" in _page(_as(office), "/indices/rounds/verify/")
    with clock.standing_at(date(2026, 12, 2)):
        late = _page(_as(office), "/indices/rounds/verify/")
        assert "nghi-quyet" in late
        assert "quá hạn 2 ngày" in late
    assert _as(None).get("/indices/rounds/mine/").status_code == 302


def test_somebody_with_both_sides_sees_one_at_a_time(row: Round, office: Account) -> None:
    page = _component(row, "khac")
    with clock.standing_at(date(2026, 12, 2)):
        assert "Ghi điểm thẩm định" in _page(_as(office), page)
        owners = _page(_as(office), f"{page}?side=owner")
    assert "Gửi điểm tự chấm" in owners
    assert "Ghi điểm thẩm định" not in owners


def test_opening_assigning_and_moving_terms_by_form(office: Account, owner: Agency) -> None:
    edition = scene.edition()
    scene.place()
    client = _as(office)
    typed = {
        "edition": f"{edition.index.code}/{edition.code}",
        "year": "2026",
        "score_by": "30/11/2026",
        "verify_by": "10/12/2026",
        "appeal_by": "05/12/2026",
        "publish_by": "31/12/2026",
        "remind_days": "7, 3, 1",
    }
    refused = client.post("/indices/rounds/new/", typed)
    assert refused.status_code == 422
    assert "lần lượt" in refused.content.decode()
    assert 'value="30/11/2026"' in refused.content.decode()
    opened = client.post("/indices/rounds/new/", {**typed, "appeal_by": "20/12/2026"}, follow=True)
    assert "Đã mở đợt đánh giá." in opened.content.decode()
    row = Round.objects.get()
    assert row.remind_days == [7, 3, 1]
    manage = f"/indices/rounds/{row.pk}/manage/"
    given = client.post(manage, {"do": "assign", "under": ["the-che"], "owner": owner.code}, follow=True)
    assert "Đã giao lại 2 chỉ số." in given.content.decode()
    terms = {**typed, "appeal_by": "21/12/2026", "do": "terms", "remind_days": "x"}
    assert client.post(manage, terms).status_code == 422
    moved = client.post(manage, {**terms, "remind_days": "", "reason": "Bão"}, follow=True)
    assert "Đã đổi thời hạn." in moved.content.decode()
    row.refresh_from_db()
    assert (row.remind_days, row.appeal_by) == ([], date(2026, 12, 21))
    assert client.post(manage, {"do": "publish", "document": ""}).status_code == 422


def test_what_waits_is_counted_as_it_is_listed(row: Round, officer: Account, office: Account) -> None:
    def counts(day: date) -> list[tuple[int, list[str]]]:
        found = []
        for who in (officer, office):
            principal = principal_for(who)
            lines = list(inbox.waiting(principal, day))
            counted = sum(part.count() for part in inbox.parts(principal, day))
            assert counted == sum(line.due_on <= day for line in lines)
            found.append((counted, [str(line.task) for line in lines]))
        return found

    assert counts(date(2026, 11, 21)) == [(0, []), (0, [])]
    assert counts(date(2026, 11, 24)) == [(0, ["score"]), (0, [])]
    assert counts(date(2026, 11, 30)) == [(1, ["score"]), (0, [])]
    reminding.remind_all(date(2026, 11, 23))
    assert counts(date(2026, 11, 21)) == [(0, ["score"]), (0, [])]  # reminded of, so it shows
    told = [line.detail for line in inbox.waiting(principal_for(officer), date(2026, 11, 24))]
    assert told == ["4 chỉ số · đã nhắc 21/11/2026"]
    for node in ("nghi-quyet", "truc-tuyen", "cuoc-hop", "khac"):
        moving.make_step(principal_for(officer), row.pk, node, scene.score(node))
    assert counts(date(2026, 12, 11)) == [(0, []), (1, ["verify"])]
    for node in ("nghi-quyet", "truc-tuyen", "cuoc-hop"):
        moving.make_step(principal_for(office), row.pk, node, StepDraft(move="accept"))
    moving.make_step(principal_for(office), row.pk, "khac", StepDraft(move="adjust", points=1, note="Thiếu"))
    assert counts(date(2026, 12, 20)) == [(1, ["appeal"]), (0, [])]
    assert counts(date(2026, 12, 31)) == [(0, []), (1, ["publish"])]


def test_questions_to_the_database_do_not_grow_with_the_components(
    row: Round, officer: Account, office: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for at in range(40):
        node = row.edition.nodes.get(code="khac")
        node.pk, node.code, node.position = None, f"thêm-{at}", 100 + at
        node.save(force_insert=True)
        Component.objects.create(
            round=row, node=node, owner=scene.agency(), most=node.points, position=100 + at
        )
    moving.make_step(principal_for(officer), row.pk, "khac", scene.score("khac"))
    reminding.remind_all(date(2026, 11, 30))
    for who, address, most in (
        (office, f"/indices/rounds/{row.pk}/", 16),
        (office, "/indices/rounds/", 12),
        (office, "/indices/rounds/verify/", 11),
        (officer, "/indices/rounds/mine/", 11),
        (office, f"/indices/rounds/{row.pk}/manage/", 17),
        (office, _component(row, "khac"), 15),
    ):
        client = _as(who)
        with django_assert_max_num_queries(most):
            _page(client, address)


def test_what_is_open_in_a_post_is_told_when_it_is_handed_over(
    row: Round, officer: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with clock.standing_at(date(2026, 11, 28)):
        told = [work.text for work in open_work.of(Post.objects.get(person=officer.person))]
        assert [text for text in told if "Tự chấm Bộ chỉ số thử 2026" in text]
    with django_assert_num_queries(0):
        assert list(inbox.waiting(ANONYMOUS, date(2026, 11, 28))) == []
        assert list(inbox.parts(ANONYMOUS, date(2026, 11, 28))) == []

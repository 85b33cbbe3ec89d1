"""The number book: one after the other, from 1 each year, never the same twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotAllowed, Refusal
from tinhso.documents import actions, number_pages, numbering
from tinhso.documents.actions import IssuedFile, IssueDraft
from tinhso.documents.models import Document, DocumentType, IssuedNumber
from tinhso.documents.schemas import NewDocument
from tinhso.people.models import Agency
from tinhso.people.principals import Principal

pytestmark = pytest.mark.django_db

PLAN = IssueDraft(
    issuer="ubnd-tinh", type=DocumentType.PLAN, title="Chuyển đổi số", date=date(2026, 3, 2), suffix="KH-UBND"
)


def draft(**changes: object) -> IssueDraft:
    """A plan with changes."""
    return IssueDraft.model_validate(PLAN.model_dump() | changes)


def issue(by: Principal, **changes: object) -> str:
    """Its notation."""
    return actions.issue_document(by, draft(**changes)).notation


def test_numbers_follow_each_other_and_begin_anew_each_year(office: Principal, committee: Agency) -> None:
    assert [issue(office) for _ in range(2)] == ["01/KH-UBND", "02/KH-UBND"]
    assert issue(office, date=date(2027, 1, 1)) == "01/KH-UBND"
    assert issue(office, date=date(2026, 12, 31)) == "03/KH-UBND"
    assert issue(office, type="QĐ", suffix="QĐ-UBND") == "01/QĐ-UBND"
    assert numbering.propose(committee, "KH", 2026) == 4
    assert numbering.propose(committee, "KH", 2028) == 1


def test_what_was_registered_by_hand_counts(office: Principal, committee: Agency) -> None:
    told = {"issuer": "ubnd-tinh", "title": "Cũ", "notation": "247/KH-UBND", "date": date(2022, 12, 14)}
    old = actions.register_document(office, NewDocument.model_validate(told))
    assert issue(office, date=date(2022, 12, 20), suffix="") == "248/KH-UBND"
    with pytest.raises(Conflict) as refused:
        issue(office, date=date(2022, 12, 20), number=247)
    assert "Kế hoạch 247/KH-UBND" in str(refused.value) and "249" in str(refused.value)
    assert refused.value.field == "number" and refused.value.hint == old.get_absolute_url()


def test_a_number_given_by_hand_is_kept_and_never_given_twice(office: Principal) -> None:
    assert issue(office, number=15) == "15/KH-UBND"
    assert issue(office) == "16/KH-UBND"
    assert issue(office, number=3) == "03/KH-UBND"
    with pytest.raises(Conflict):
        issue(office, number=15)
    for wrong in (0, -1, 100_000):
        with pytest.raises(Invalid):
            issue(office, number=wrong)
    assert issue(office) == "17/KH-UBND"


def test_letters_and_the_party_write_their_own_way(office: Principal) -> None:
    assert issue(office, type="CV", suffix="VP-KGVX", number=2881) == "2881/VP-KGVX"
    assert issue(office, type="CV", suffix="") == "2882/VP-KGVX"
    assert issue(office, type="NQ", suffix="NQ/TU", number=49) == "49-NQ/TU"
    assert issue(office, type="NQ", suffix="") == "50-NQ/TU"


def test_an_unknown_suffix_is_asked_for_and_can_be_set(office: Principal) -> None:
    with pytest.raises(Invalid) as refused:
        issue(office, type="TB", suffix="")
    assert refused.value.field == "suffix" and "TB-UBND" in str(refused.value)
    actions.set_suffix(office, "ubnd-tinh", DocumentType.NOTICE, "/TB-VP")
    assert issue(office, type="TB", suffix="") == "01/TB-VP"
    with pytest.raises(Invalid):
        actions.set_suffix(office, "ubnd-tinh", DocumentType.NOTICE, "TB UBND !")
    with pytest.raises(Invalid, match="không phải"):
        issue(office, type="TB", suffix="KH-UBND")


def test_files_go_with_the_document(office: Principal) -> None:
    made = actions.issue_document(office, PLAN, [IssuedFile("ke-hoach.pdf", b"%PDF-1.7\n%%EOF\n")])
    assert [attachment.file.name for attachment in made.attachments.all()] == ["ke-hoach.pdf"]


def test_what_fails_gives_no_number(office: Principal, officer: Principal, committee: Agency) -> None:
    with pytest.raises(NotAllowed):
        actions.issue_document(officer, PLAN)
    with pytest.raises(Invalid):
        actions.issue_document(office, draft(title="Kế hoạch MẬT"))
    with pytest.raises(Invalid):
        actions.issue_document(office, PLAN, [IssuedFile("virus.exe", b"MZ")])
    with pytest.raises(Invalid):
        actions.issue_document(office, draft(issuer="khong-co"))
    assert numbering.propose(committee, "KH", 2026) == 1 and not Document.objects.exists()


def test_inside_another_action_whoever_it_lets_may_issue(officer: Principal) -> None:
    with acting(officer, "documents.issue") as act:
        made = actions.issue_within(act, officer, PLAN)
    assert made.notation == "01/KH-UBND"
    with pytest.raises(ZeroDivisionError), acting(officer, "documents.issue") as act:
        actions.issue_within(act, officer, PLAN)
        raise ZeroDivisionError
    assert IssuedNumber.objects.count() == 1


def test_the_database_refuses_the_same_number_twice(office: Principal) -> None:
    first, second = (actions.issue_document(office, PLAN) for _ in range(2))
    entry = IssuedNumber.objects.get(document=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedNumber.objects.create(book=entry.book, number=1, document=second)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_share_a_number(office: Principal) -> None:
    crowd = 8
    gate = Barrier(crowd)

    def one(index: int) -> str:
        try:
            with clock.standing_at(date(2026, 11, 21)):
                gate.wait(timeout=30)
                return issue(office, title=f"Kế hoạch {index}")
        except Refusal as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(crowd) as pool:
        told = list(pool.map(one, range(crowd)))
    assert sorted(told) == [f"{number:02}/KH-UBND" for number in range(1, crowd + 1)]


@pytest.mark.django_db(transaction=True)
def test_two_who_want_the_same_number_do_not_both_get_it(office: Principal) -> None:
    gate = Barrier(2)

    def one(index: int) -> str:
        try:
            with clock.standing_at(date(2026, 11, 21)):
                gate.wait(timeout=30)
                return issue(office, number=7, title=f"Kế hoạch {index}")
        except Conflict:
            return "taken"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["07/KH-UBND", "taken"]


@pytest.fixture
def _signed_in(monkeypatch: pytest.MonkeyPatch, office: Principal) -> None:
    """The pages take the reader for the standing office."""
    monkeypatch.setattr(number_pages, "principal_of", lambda _request: office)


@pytest.mark.usefixtures("_signed_in")
def test_the_office_gives_numbers_on_a_page(client: Client, office: Principal) -> None:
    issue(office, number=2)
    shown = client.get("/documents/issue?issuer=ubnd-tinh&type=KH").content.decode()
    assert 'value="3"' in shown and 'value="KH-UBND"' in shown
    typed = {"issuer": "ubnd-tinh", "type": "KH", "title": "Mới", "date": "05/03/2026", "number": "2"}
    refused = client.post("/documents/issue", typed)
    assert refused.status_code == 409 and "02/KH-UBND" in refused.content.decode()
    assert 'value="2"' in refused.content.decode()
    wrong = client.post("/documents/issue", {"title": "", "number": "hai", "date": "x"})
    assert wrong.status_code == 422 and "ví dụ 247" in wrong.content.decode()
    done = client.post("/documents/issue", typed | {"number": ""})
    assert done.status_code == 302 and done["Location"] == "/documents/03-kh-ubnd/"


def test_books_are_open_to_read(
    client: Client, office: Principal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (2, 5):
        issue(office, number=number)
    with django_assert_max_num_queries(6):
        shown = client.get("/documents/numbers/").content.decode()
    assert "Ủy ban nhân dân tỉnh" in shown and 'href="/documents/numbers/ubnd-tinh/KH/2026/"' in shown
    assert client.get("/documents/numbers/?year=2025&format=json").json()["total"] == 0
    with django_assert_max_num_queries(10):
        shown = client.get("/documents/numbers/ubnd-tinh/KH/2026/").content.decode()
    assert "Số tiếp theo: 6" in shown and "1, 3, 4" in shown and "05/KH-UBND" in shown
    assert client.get("/documents/numbers/ubnd-tinh/KH/2026/?format=csv").status_code == 200
    assert client.get("/documents/numbers/khong-co/KH/2026/").status_code == 404
    assert client.get("/documents/numbers/ubnd-tinh/XYZ/2026/").status_code == 404
    told = client.get("/api/v1/number-books/ubnd-tinh/KH/2026").json()
    assert told["next"] == 6 and told["suffix"] == "KH-UBND" and told["left_out"] == [1, 3, 4]

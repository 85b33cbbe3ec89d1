"""Filters kept under a name: personal, an address and nothing else, on the same list, without a script."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from tinhso.people import queries
from tinhso.people.actions import filters
from tinhso.people.models import Account, Role, SavedFilter
from tinhso.people.principals import ANONYMOUS, Principal
from tinhso.people.steps import BACKEND
from tinhso.people.tests.conftest import House

LIST = "/agencies/"
QUERY = "kind=department&q=so"


@pytest.fixture
def account(house: House) -> Account:
    return house.account("an", Role.REPORTING_OFFICER)


def who(account: Account) -> Principal:
    return queries.principal_for(account)


def at_the_keyboard(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def keep(account: Account, name: str = "Các sở", query: str = QUERY, *, opens: bool = False) -> SavedFilter:
    return filters.save(who(account), path=LIST, query=query, name=name, opens=opens)


def html(client: Client, address: str = f"{LIST}?{QUERY}") -> str:
    return client.get(address).content.decode()


def test_nobody_sees_no_button_and_costs_no_query(house: House) -> None:
    house.agency("a")
    with CaptureQueriesContext(connection) as seen:
        page = html(Client())
    assert "Lưu bộ lọc" not in page
    assert not [query for query in seen if "savedfilter" in query["sql"]]


def test_a_list_asks_once_for_a_readers_own(account: Account) -> None:
    keep(account)
    client = at_the_keyboard(account)
    with CaptureQueriesContext(connection) as seen:
        html(client)
    assert len([query for query in seen if "savedfilter" in query["sql"]]) == 1


def test_saved_by_the_form_of_the_list_and_found_there_again(account: Account) -> None:
    client = at_the_keyboard(account)
    assert "Lưu bộ lọc" in html(client)
    answer = client.post(
        "/account/filters/", {"path": LIST, "query": f"{QUERY}&page=3&format=csv", "name": "  Các   sở "}
    )
    assert answer.headers["Location"] == f"{LIST}?{QUERY}"
    page = html(client, LIST)
    assert f'<a class="chip" href="{LIST}?kind=department&amp;q=so">' in page
    assert "Các sở" in page
    assert "Các sở" not in html(client, "/manage/accounts/")


def test_the_filter_shown_is_marked_and_not_offered_for_saving_again(account: Account) -> None:
    keep(account)
    page = html(at_the_keyboard(account), f"{LIST}?q=so&kind=department")
    assert f'<a class="chip chip--on" href="{LIST}?kind=department&amp;q=so" aria-current="true">' in page
    assert "Lưu bộ lọc" not in page


def test_personal(account: Account, house: House) -> None:
    kept = keep(account)
    other = house.account("binh", Role.ADMINISTRATOR)
    assert "Các sở" not in html(at_the_keyboard(other), LIST)
    for do in ("rename", "delete", "open", "close"):
        answer = at_the_keyboard(other).post(f"/account/filters/{kept.pk}/", {"do": do, "name": "x"})
        assert answer.status_code == 404
    with pytest.raises(NotFound):
        filters.delete(who(other), kept.pk)
    kept.refresh_from_db()
    assert (kept.name, kept.opens) == ("Các sở", False)


def test_renamed_and_deleted_through_the_forms(account: Account) -> None:
    kept, client = keep(account), at_the_keyboard(account)
    client.post(f"/account/filters/{kept.pk}/", {"do": "rename", "name": "Sở ngành"})
    assert "Sở ngành" in html(client, LIST)
    answer = client.post(f"/account/filters/{kept.pk}/", {"do": "delete", "name": "Sở ngành"}, follow=True)
    assert "Đã xoá bộ lọc “Sở ngành”" in answer.content.decode()
    assert not SavedFilter.objects.exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("filter.")] == [
        "filter.save",
        "filter.rename",
        "filter.delete",
    ]
    told = History.objects.filter(table_name="people_savedfilter").order_by("id")
    assert [row.operation for row in told] == ["I", "U", "D"]


def test_a_list_opens_with_the_one_that_was_chosen(account: Account) -> None:
    first, second = keep(account, opens=True), keep(account, "Tìm xã", "q=xa")
    client = at_the_keyboard(account)
    assert client.get(LIST).headers["Location"] == f"{LIST}?{QUERY}"
    filters.open_with(who(account), second.pk, opens=True)
    assert client.get(LIST).headers["Location"] == f"{LIST}?q=xa"
    assert not SavedFilter.objects.get(pk=first.pk).opens
    page = html(client, f"{LIST}?q=xa")
    assert f'href="{LIST}?all=1"' in page, "taking the last filter off must not lead back to it"
    assert client.get(f"{LIST}?all=1").status_code == 200
    assert client.get(f"{LIST}?format=json").status_code == 200
    filters.open_with(who(account), second.pk, opens=False)
    assert client.get(LIST).status_code == 200
    assert Client().get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({"name": ""}, Invalid),
        ({"name": "x" * 61}, Invalid),
        ({"query": "page=2&all=1&format=csv"}, Invalid),
        ({"query": "q=" + "x" * 2000}, Invalid),
        ({"path": "//example.org/"}, Invalid),
        ({"path": "https://example.org/"}, Invalid),
        ({"path": "/no/such/list"}, Invalid),
        ({"name": "CÁC SỞ"}, Conflict),
    ],
)
def test_refused(account: Account, sent: dict[str, str], refused: type[Exception]) -> None:
    keep(account)
    with pytest.raises(refused):
        given = {"path": LIST, "query": "q=xa", "name": "Khác"} | sent
        filters.save(who(account), path=given["path"], query=given["query"], name=given["name"])
    assert SavedFilter.objects.count() == 1


def test_a_refused_name_comes_back_as_typed(account: Account) -> None:
    keep(account)
    sent = {"path": LIST, "query": "q=xa", "name": "các sở", "opens": "1"}
    answer = at_the_keyboard(account).post("/account/filters/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Danh sách này đã có bộ lọc tên" in page
    assert 'value="các sở"' in page
    assert '<input type="hidden" name="query" value="q=xa">' in page


def test_no_more_than_the_list_can_show(account: Account) -> None:
    for number in range(filters.MOST):
        keep(account, f"Số {number}")
    with pytest.raises(Conflict):
        keep(account, "Thêm nữa")


def test_for_people_at_the_keyboard_only(account: Account) -> None:
    with pytest.raises(NotSignedIn):
        filters.save(ANONYMOUS, path=LIST, query=QUERY, name="x")
    program = queries.principal_for(account, frozenset({"read"}))
    with pytest.raises(NotAllowed):
        filters.save(program, path=LIST, query=QUERY, name="x")


def test_the_database_keeps_one_opening_and_one_name(account: Account) -> None:
    kept = keep(account, opens=True)
    for name, opens in (("Khác", True), ("các SỞ", False)):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedFilter.objects.create(account=account, path=kept.path, query="q=1", name=name, opens=opens)

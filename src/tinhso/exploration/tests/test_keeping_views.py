"""Keeping views: who may, who sees them, what is kept, what is refused, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from tinhso.base.events.models import OutboxEvent
from tinhso.exploration import keeping, policies, queries
from tinhso.exploration.actions import views
from tinhso.exploration.models import Sharing, View
from tinhso.exploration.schemas import ViewDraft
from tinhso.exploration.spec import Spec
from tinhso.exploration.tests import people as scene
from tinhso.people.models import Role
from tinhso.people.principals import ANONYMOUS, Principal


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


def _draft(row: View, **more: object) -> ViewDraft:
    told = {"name": row.name, "sharing": row.sharing, "spec": keeping.spec_of(row), **more}
    return ViewDraft.model_validate(told)


@pytest.mark.django_db
def test_a_view_is_kept_with_its_trail_and_event() -> None:
    by = scene.person(Role.REPORTING_OFFICER)
    row = scene.view(by, "Xã chưa có sóng 4G")
    assert (row.code, row.owner, row.agency) == ("xa-chua-co-song-4g", by.account_id, scene.agency().pk)
    assert "last" not in row.spec and keeping.spec_of(row) == scene.spec()
    entry = AuditEntry.objects.get(verb="exploration.save_view")
    assert entry.stream == "view:xa-chua-co-song-4g"
    assert OutboxEvent.objects.filter(name="exploration.view_kept").count() == 1
    assert scene.view(by, "Xã chưa có sóng 4G").code == "xa-chua-co-song-4g-2"


@pytest.mark.django_db
def test_nobody_keeps_nothing_and_a_key_needs_its_scope() -> None:
    scene.indicator()
    draft = ViewDraft(name="Sóng", spec=scene.spec())
    with pytest.raises(NotSignedIn):
        views.save_view(ANONYMOUS, draft)
    with pytest.raises(NotAllowed) as refused:
        views.save_view(scene.person(Role.LEADER, scopes=frozenset({"read"})), draft)
    assert "views" in str(refused.value.hint)
    assert views.save_view(scene.person(Role.LEADER, scopes=frozenset({"views"})), draft).pk


@pytest.mark.django_db
@pytest.mark.parametrize("sharing", [Sharing.OFFICIALS, Sharing.PUBLIC])
def test_only_the_standing_office_shares_widely(sharing: Sharing) -> None:
    with pytest.raises(NotAllowed):
        scene.view(scene.person(Role.HEAD_OF_AGENCY), sharing=sharing)
    assert scene.view(scene.person(Role.STANDING_OFFICE), sharing=sharing).sharing == sharing


@pytest.mark.django_db
def test_who_sees_what_is_the_same_asked_of_a_row_and_of_all_rows() -> None:
    other = scene.agency("so-tc")
    owner, office = scene.person(Role.REPORTING_OFFICER), scene.person(Role.STANDING_OFFICE, other)
    rows = [
        scene.view(owner),
        scene.view(owner, sharing=Sharing.AGENCY),
        scene.view(office, sharing=Sharing.OFFICIALS),
        scene.view(office, sharing=Sharing.PUBLIC),
    ]
    readers: dict[str, tuple[Principal, set[int]]] = {
        "owner": (owner, {0, 1, 2, 3}),
        "colleague": (scene.person(Role.HEAD_OF_AGENCY), {1, 2, 3}),
        "elsewhere": (scene.person(Role.HEAD_OF_AGENCY, other), {2, 3}),
        "office": (office, {2, 3}),
        "nobody": (ANONYMOUS, {3}),
        "a key without scopes": (scene.person(Role.HEAD_OF_AGENCY, scopes=frozenset()), {3}),
    }
    for name, (by, expected) in readers.items():
        listed = set(queries.views(by).values_list("pk", flat=True))
        assert listed == {rows[at].pk for at in expected}, name
        assert {row.pk for row in rows if policies.may_see(by, row)} == listed, name


@pytest.mark.django_db
def test_somebody_elses_view_is_copied_not_changed() -> None:
    office, by = scene.person(Role.STANDING_OFFICE), scene.person(Role.REPORTING_OFFICER)
    row = scene.view(office, sharing=Sharing.OFFICIALS)
    with pytest.raises(NotAllowed):
        views.change_view(by, row.code, _draft(row, name="Của tôi"))
    mine = views.copy_view(by, row.code)
    assert (mine.owner, mine.sharing, mine.spec) == (by.account_id, Sharing.OWN, row.spec)
    hidden = scene.view(office, "Riêng")
    with pytest.raises(NotFound):
        views.change_view(by, hidden.code, _draft(hidden, name="Của tôi"))


@pytest.mark.django_db
def test_changing_says_what_changed_and_a_draft_that_changes_nothing_writes_nothing() -> None:
    by = scene.person(Role.REPORTING_OFFICER)
    row = scene.view(by)
    views.change_view(by, row.code, _draft(row))
    assert not AuditEntry.objects.filter(verb="exploration.change_view").exists()
    changed = views.change_view(
        by, row.code, _draft(row, name="Phủ sóng 4G cấp xã", spec=scene.spec(totals=True))
    )
    assert changed.search_key.startswith("phu song 4g")
    entry = AuditEntry.objects.get(verb="exploration.change_view")
    assert set(entry.data["changed"]) == {"name", "spec"}


@pytest.mark.django_db
def test_a_view_taken_back_leaves_the_lists_and_comes_back() -> None:
    by = scene.person(Role.REPORTING_OFFICER)
    row = scene.view(by, sharing=Sharing.AGENCY)
    views.retire_view(by, row.code)
    assert not queries.views(by).exists()
    assert queries.view(by, row.code).retired_at is not None
    with pytest.raises(NotFound):
        queries.view(scene.person(Role.HEAD_OF_AGENCY), row.code)
    with pytest.raises(Conflict):
        views.change_view(by, row.code, _draft(row, name="Khác"))
    views.restore_view(by, row.code)
    assert list(queries.views(by)) == [row]


@pytest.mark.django_db
def test_a_view_of_nothing_or_of_unknown_indicators_is_refused() -> None:
    by = scene.person(Role.REPORTING_OFFICER)
    scene.indicator()
    with pytest.raises(Invalid):
        views.save_view(by, ViewDraft(name="Trống", spec=Spec()))
    with pytest.raises(Invalid) as refused:
        views.save_view(by, ViewDraft(name="Sai mã", spec=scene.spec("xa-co-4gg")))
    assert scene.CODE in str(refused.value.hint)


@pytest.mark.django_db
def test_search_finds_without_tones() -> None:
    by = scene.person(Role.REPORTING_OFFICER)
    row = scene.view(by, "Xã chưa phủ sóng 4G")
    scene.view(by, "Hồ sơ trực tuyến")
    assert list(queries.views(by, "chua phu song")) == [row]


DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(st.none() | DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_held_back_views_never_ask_past_the_last_day_of_use(
    first: date | None, last: date | None, boundaries: date | None, ended: date
) -> None:
    if first and last and first > last:
        first, last = last, first
    spec = scene.spec(first=first, last=last, boundaries=boundaries)
    held, notes = keeping.as_of_then(spec, {scene.CODE: ended})
    assert Spec.model_validate(held.model_dump()) == held, "what is held back can be kept and read again"
    assert notes and held.last is not None and held.last <= ended
    assert held.boundaries == (boundaries or ended)
    assert held.query(scene.TODAY).times.last <= ended
    together, said = keeping.as_of_then(scene.spec(scene.CODE, "khac"), {scene.CODE: ended})
    assert together == scene.spec(scene.CODE, "khac") and said
    assert keeping.as_of_then(spec, {}) == (spec, ())

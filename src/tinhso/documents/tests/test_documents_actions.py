"""Registering, revising, relating and attaching; identity and addresses."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tinhso.base.audit import chain
from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from tinhso.base.files import policies as file_policies
from tinhso.base.files.models import StoredFile
from tinhso.base.ids import new_id
from tinhso.documents import actions, policies, queries
from tinhso.documents.keys import free_slug, slug_candidates
from tinhso.documents.models import Document, Relation
from tinhso.documents.schemas import NewDocument, NewRelation
from tinhso.people.capabilities import SCOPES, Capability, Scope
from tinhso.people.models import Role
from tinhso.people.principals import ANONYMOUS, Principal

pytestmark = pytest.mark.django_db


def _new(**told: Any) -> NewDocument:
    plan = {
        "notation": "247/kh-ubnd",
        "title": "Kế hoạch chuyển đổi số năm 2023",
        "issuer": "ubnd-tinh",
        "date": date(2022, 12, 14),
    }
    return NewDocument.model_validate(plan | told)


def test_a_document_enters_the_register_in_canonical_form(office: Principal) -> None:
    document = actions.register_document(office, _new())
    assert (document.notation, document.type, document.slug) == ("247/KH-UBND", "KH", "247-kh-ubnd")
    assert document.cited == "Kế hoạch 247/KH-UBND"
    entry = AuditEntry.objects.get(stream="document:247-kh-ubnd")
    assert (entry.verb, entry.actor) == ("documents.register", office.actor_id)
    assert queries.by_notation("Số 247 / KH–UBND") == [document]


def test_identity_is_issuer_notation_and_date(office: Principal) -> None:
    first = actions.register_document(office, _new())
    with pytest.raises(Conflict) as caught:
        actions.register_document(office, _new(title="Khác", notation="247 / KH-UBND"))
    assert caught.value.field == "notation"
    assert caught.value.hint == first.get_absolute_url()
    next_year = actions.register_document(office, _new(date=date(2023, 12, 14)))
    elsewhere = actions.register_document(office, _new(issuer="", issuer_name="UBND tỉnh khác"))
    assert [next_year.slug, elsewhere.slug] == [
        "247-kh-ubnd-2023",
        "247-kh-ubnd-2022",
    ]
    drafts = [actions.register_document(office, _new(notation="", date=None, type="DT")) for _ in range(2)]
    assert len({draft.slug for draft in drafts}) == 2


@given(st.text(max_size=30), st.text(max_size=30), st.lists(st.text(max_size=5), max_size=6))
def test_there_is_always_a_free_slug(notation: str, title: str, _more: list[str]) -> None:
    taken: set[str] = set()
    for _ in range(5):
        slug = free_slug(slug_candidates(notation, title, date(2022, 1, 1), "ubnd"), taken.__contains__)
        assert slug
        assert slug not in taken
        assert slug.isascii()
        taken.add(slug)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"notation": "247/KH"}, "notation"),
        ({"issuer": "khong-co"}, "issuer"),
        ({"issuer": ""}, "issuer"),
        ({"type": "QĐ"}, "type"),
        ({"notation": "", "type": None}, "type"),
        ({"effective_to": date(2020, 1, 1)}, "effective_to"),
        ({"secrecy": "mật"}, "secrecy"),
        ({"title": "Kế hoạch (TỐI MẬT)"}, "title"),
        ({"note": "MẬT"}, "note"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(
    office: Principal, told: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        actions.register_document(office, _new(**told))
    assert caught.value.field == field
    assert not Document.objects.exists()


def _holder(role: Role, *, scopes: frozenset[str] | None = None) -> Principal:
    return Principal(account_id=new_id(), agencies={role: frozenset({new_id()})}, scopes=scopes)


def test_only_the_standing_office_writes(officer: Principal, office: Principal) -> None:
    document = actions.register_document(office, _new())
    for by in (officer, _holder(Role.ADMINISTRATOR), ANONYMOUS):
        with pytest.raises((NotAllowed, NotSignedIn)):
            actions.register_document(by, _new(notation="248/KH-UBND"))
        with pytest.raises((NotAllowed, NotSignedIn)):
            actions.revise_document(by, document.pk, _new())
        with pytest.raises((NotAllowed, NotSignedIn)):
            actions.attach_file(by, document.pk, io.BytesIO(b"x"), "a.pdf")


@pytest.mark.parametrize("role", Role)
def test_who_edits_is_what_the_table_of_capabilities_says(role: Role) -> None:
    assert policies.may_edit(_holder(role)) is _holder(role).may(Capability.EDIT_DOCUMENTS)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_edits_documents_with_the_scope_of_plans(scope: Scope) -> None:
    assert policies.may_edit(_holder(Role.STANDING_OFFICE, scopes=frozenset({scope}))) is (
        scope is Scope.PLAN
    )


def test_a_revision_keeps_the_address_and_the_history(office: Principal) -> None:
    document = actions.register_document(office, _new())
    actions.revise_document(office, document.pk, _new(notation="248/KH-UBND"), reason="ghi nhầm số")
    document.refresh_from_db()
    assert (document.slug, document.notation) == ("247-kh-ubnd", "248/KH-UBND")
    change = History.objects.get(table_name="documents_document", operation="U")
    assert (change.reason, change.old["notation"]) == ("ghi nhầm số", "247/KH-UBND")  # type: ignore[index]  # an update has an old row


def test_relations_are_read_from_both_ends(office: Principal) -> None:
    plan = actions.register_document(office, _new())
    older = actions.register_document(office, _new(notation="49-NQ/TU", date=date(2021, 9, 28)))
    told = NewRelation(kind=Relation.Kind.IMPLEMENTS, target=older.slug, note="mục 1")
    relation = actions.relate(office, plan.pk, told)
    assert actions.relate(office, plan.pk, told) == relation
    assert [(r.words, r.other) for r in queries.relations(plan)] == [("thực hiện", older)]
    assert [(r.words, r.other) for r in queries.relations(older)] == [("được thực hiện bởi", plan)]
    with pytest.raises(Invalid):
        actions.relate(office, older.pk, NewRelation(kind=Relation.Kind.REPLACES, target=plan.slug))
    with pytest.raises(Invalid):
        actions.relate(office, plan.pk, NewRelation(kind=Relation.Kind.BASED_ON, target=plan.slug))
    with pytest.raises(NotFound) as caught:
        actions.relate(office, plan.pk, NewRelation(kind=Relation.Kind.BASED_ON, target="247-kh-ubn"))
    assert caught.value.near == ("247-kh-ubnd",)
    actions.unrelate(office, plan.pk, relation.pk)
    actions.unrelate(office, plan.pk, relation.pk)
    assert not queries.relations(plan)
    assert chain.verify().broken is None


def test_files_are_kept_once_and_are_public(office: Principal, settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    document = actions.register_document(office, _new())
    content = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    attachment = actions.attach_file(office, document.pk, io.BytesIO(content), "kế hoạch.pdf")
    assert file_policies.may_see(ANONYMOUS, attachment.file)
    with pytest.raises(Conflict):
        actions.attach_file(office, document.pk, io.BytesIO(content), "lại.pdf")
    for name in ("Kế hoạch (Mật).pdf", "../../x.pdf"):
        with pytest.raises(Invalid):
            actions.attach_file(office, document.pk, io.BytesIO(content), name)
    assert StoredFile.objects.count() == 1

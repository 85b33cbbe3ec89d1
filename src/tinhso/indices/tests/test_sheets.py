"""An edition as a spreadsheet: out and back the same, wrong cells named, all written or nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from pydantic import TypeAdapter

from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.indices import queries
from tinhso.indices.core.rules import Rule
from tinhso.indices.models import Edition, Node
from tinhso.indices.sheets import importing, rules, writing
from tinhso.indices.sheets.columns import COLUMNS, SHEET
from tinhso.indices.tests import scene
from tinhso.indices.tests.test_inputs import RULES_ASKED
from tinhso.people.models import Role
from tinhso.people.steps import BACKEND

READ: TypeAdapter[Rule] = TypeAdapter(Rule)
AT = {column.name: chr(ord("A") + at) for at, column in enumerate(COLUMNS)}


@pytest.mark.parametrize("rule", RULES_ASKED, ids=lambda rule: rule.kind)
def test_a_rule_reads_back_from_its_cells(rule: Rule) -> None:
    told = rules.cells(rule)
    assert rules.read(**told) == rule


_WORDS = st.text("aĐư 0,5;=[]{}×", min_size=1, max_size=6).map(str.strip).filter(bool)
_SHARES = st.decimals(0, 1, places=3)


def _pairs(first: str) -> Any:
    left = _WORDS if first == "answer" else st.decimals(-9, 9, places=2)
    pair = st.builds(lambda one, share: {first: one, "share": share}, left, _SHARES)
    return st.lists(pair, min_size=1, max_size=3)


_SIMPLE = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("ratio"), "numerator": _WORDS, "denominator": _WORDS, "zero": _SHARES}
    ),
    st.fixed_dictionaries({"kind": st.just("yes_no"), "input": _WORDS}),
    st.fixed_dictionaries({"kind": st.just("options"), "input": _WORDS, "options": _pairs("answer")}),
    st.fixed_dictionaries({"kind": st.just("steps"), "input": _WORDS, "steps": _pairs("at_least")}),
)
_ANY = st.recursive(
    _SIMPLE,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"kind": "sum", "parts": [{"weight": w, "rule": r} for w, r in parts]},
                  st.lists(st.tuples(_SHARES, inner), min_size=1, max_size=2)),
        st.builds(lambda found: {"kind": "best", "rules": found}, st.lists(inner, min_size=1, max_size=2)),
    ),
    max_leaves=4,
)  # fmt: skip


@pace(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_ANY)
def test_any_rule_reads_back_from_its_cells(told: dict[str, Any]) -> None:
    rule = READ.validate_python(told)
    assert rules.read(**rules.cells(rule)) == rule


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (("tỉ lệ có", "", "a; b"), "rule", "tỷ lệ có ngưỡng"),
        (("tỷ lệ", "", "a"), "inputs", "2"),
        (("tỷ lệ", "mẫu=0", "a; b"), "params", "mẫu 0"),
        (("bậc thang", "4=1.680", "n"), "params", "1.680"),
        (("bậc thang", "4", "n"), "params", "="),
        (("bậc thang", "", "n"), "params", ""),
        (("bậc thang", "4=2", "n"), "params", ""),
        (("cộng các phần", "có/không [x]", ""), "params", "×"),
        (("", "4=1", ""), "params", ""),
        (("tỷ lệ", '{"kind": "yes_no", "input": "x"}', ""), "params", "JSON"),
    ],
)
def test_a_cell_of_a_rule_that_cannot_stand_says_what_was_expected(
    cells: tuple[str, str, str], column: str, said: str
) -> None:
    with pytest.raises(rules.BadRule) as told:
        rules.read(*cells)
    assert told.value.column == column
    assert said in str(told.value)


@pytest.fixture
def edition(db: None) -> Edition:
    """The small edition, with an owner that is there."""
    scene.agency("so-chu-tri")
    return queries.edition((made := scene.edition("so-chu-tri")).index.code, made.code)


def _filled(edition: Edition, **cells: Any) -> bytes:
    """The template with some cells changed: `D3="…"`."""
    book = load_workbook(io.BytesIO(writing.as_xlsx(edition)))
    for at, value in cells.items():
        book[SHEET][at] = value
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check(edition: Edition, content: bytes, name: str = "a.xlsx", code: str = "") -> importing.Outcome:
    return importing.check(scene.office(), edition.index.code, code or edition.code, content, name)


def test_what_is_taken_away_comes_back_the_same(edition: Edition) -> None:
    for content, name in ((writing.as_xlsx(edition), "a.xlsx"), (writing.as_csv(edition).encode(), "a.csv")):
        outcome = _check(edition, content, name)
        assert outcome.problems == ()
        assert {one.what for one in outcome.changes} == {"keep"}
        assert outcome.facts == ()
        fresh = importing.load(
            scene.office(), edition.index.code, f"moi-{name[2:]}", content, name, base=edition.code
        )
        assert (fresh.fresh, fresh.count("create")) == (True, 7)
        made = queries.edition(edition.index.code, f"moi-{name[2:]}")
        mine, theirs = queries.tree(edition), queries.tree(made)
        assert theirs.nodes == mine.nodes


def test_a_preview_says_what_changes_and_writes_nothing(edition: Edition) -> None:
    before = list(Node.objects.order_by("pk").values())
    content = _filled(
        edition, **{f"{AT['name']}3": "Tên mới", f"{AT['params']}4": "mẫu 0=0,5", f"{AT['code']}8": "moi"}
    )
    outcome = _check(edition, content)
    assert [(one.code, one.what, one.fields) for one in outcome.changes if one.what != "keep"] == [
        ("nghi-quyet", "change", ("Tên",)),
        ("truc-tuyen", "change", ("Tham số",)),
        ("moi", "create", ()),
        ("do-thi", "remove", ()),
    ]
    assert list(Node.objects.order_by("pk").values()) == before
    importing.load(scene.office(), edition.index.code, edition.code, content, "a.xlsx")
    rule = Node.objects.get(code="truc-tuyen").rule
    assert rule is not None
    assert rule["zero"] == "0.5"
    assert not Node.objects.filter(code="do-thi").exists()
    entry = AuditEntry.objects.get(verb="indices.edition_import")
    assert (entry.data["change"], entry.data["create"], entry.data["remove"]) == (2, 1, 1)


def test_every_cell_that_cannot_stand_is_named_with_what_was_expected(edition: Edition) -> None:
    changes = {
        f"{AT['code']}3": "Nghị quyết",
        f"{AT['points']}4": "1.680",
        f"{AT['under']}5": "dieu-hanh-x",
        f"{AT['owner']}6": "so-chu-try",
        f"{AT['rule']}6": "thang bậc",
        f"{AT['scored']}7": "chắc là có",
        f"{AT['name']}8": None,
    }
    outcome = _check(edition, _filled(edition, **changes))
    told = {problem.field: f"{problem.message} {problem.hint or ''}" for problem in outcome.problems}
    sheet = f"{SHEET}!"
    assert set(told) >= {f"{sheet}{at}" for at in changes}
    assert "1,68" in told[f"{sheet}{AT['points']}4"]
    assert "so-chu-tri" in told[f"{sheet}{AT['owner']}6"]
    assert "dieu-hanh" in told[f"{sheet}{AT['under']}5"]
    assert "bậc thang" in told[f"{sheet}{AT['rule']}6"]
    with pytest.raises(Invalid):
        importing.load(
            scene.office(), edition.index.code, edition.code, _filled(edition, **changes), "a.xlsx"
        )
    assert Node.objects.get(code="nghi-quyet").name == "nghi-quyet"


def test_points_inside_that_do_not_add_up_are_told_at_the_node_around_them(edition: Edition) -> None:
    outcome = _check(edition, _filled(edition, **{f"{AT['points']}3": 25}))
    assert [(one.field, one.code) for one in outcome.problems] == [(f"{SHEET}!{AT['points']}2", "sum")]
    assert "65" in str(outcome.problems[0].message)


def test_merged_cells_formulas_and_their_errors_are_not_guessed(edition: Edition) -> None:
    book = load_workbook(io.BytesIO(writing.as_xlsx(edition)))
    page = book[SHEET]
    page[f"{AT['points']}3"] = "=10+10"
    page[f"{AT['components']}4"] = "#REF!"
    page[f"{AT['components']}4"].data_type = "e"
    page.merge_cells(f"{AT['evidence']}5:{AT['evidence']}6")
    told = {one.field: str(one.message) for one in _check(edition, _bytes(book)).problems}
    assert "công thức" in told[f"{SHEET}!{AT['points']}3"]
    assert "#REF!" in told[f"{SHEET}!{AT['components']}4"]
    assert "gộp" in told[f"{SHEET}!{AT['evidence']}5"]
    assert "gộp" in told[f"{SHEET}!{AT['evidence']}6"]


def test_an_edition_in_use_is_not_changed_but_made_anew(edition: Edition) -> None:
    office = scene.office()
    scene.a_round(office, edition)
    content = _filled(edition, **{f"{AT['name']}3": "Tên mới"})
    with pytest.raises(Conflict) as told:
        _check(edition, content)
    assert (told.value.field, told.value.code) == ("edition", "used")
    made = importing.load(
        office, edition.index.code, "2026-2", content, "a.xlsx", base=edition.code, title="Bản hai"
    )
    assert made.fresh
    row = queries.edition(edition.index.code, "2026-2")
    assert (row.name, row.decimals) == ("Bản hai", edition.decimals)
    assert Node.objects.filter(name="Tên mới").get().edition == row


def test_what_is_no_such_file_and_who_is_not_the_standing_office(edition: Edition) -> None:
    for content, name in (
        (b"%PDF-1.4", "a.pdf"),
        (b"PK\x03\x04rest", "a.xlsx"),
        ("Mã;Tên".encode(), "a.csv"),
    ):
        with pytest.raises(Invalid) as told:
            _check(edition, content, name)
        assert told.value.field == "file"
    with pytest.raises(Invalid) as told:
        _check(edition, writing.as_xlsx(edition), code="Bản 2")
    assert told.value.field == "edition"
    with pytest.raises(NotFound):
        importing.check(scene.office(), "khong-co", "1", writing.as_xlsx(edition), "a.xlsx")
    officer = scene.officer(scene.agency())
    with pytest.raises(NotAllowed):
        importing.check(officer, edition.index.code, edition.code, writing.as_xlsx(edition), "a.xlsx")


def test_upload_report_and_confirm(edition: Edition, settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    client = Client()
    client.force_login(scene.account(Role.STANDING_OFFICE, scene.agency()), backend=BACKEND)
    page = f"/indices/{edition.index.code}/{edition.code}/bring-in/"
    assert client.get(page).status_code == 200

    def send(content: bytes, **more: str) -> Any:
        file = io.BytesIO(content)
        file.name = "cay.xlsx"
        return client.post(page, {"file": file, "edition": edition.code, "try": "1", **more})

    bad = send(_filled(edition, **{f"{AT['points']}3": "1.680"}))
    assert bad.status_code == 422
    assert f"{SHEET}!{AT['points']}3" in bad.content.decode()
    tried = send(_filled(edition, **{f"{AT['name']}3": "Tên mới"}))
    assert "sửa 1" in tried.content.decode()
    assert not Node.objects.filter(name="Tên mới").exists()
    key = tried.context["kept"].pk
    done = client.post(page, {"tried": str(key), "edition": edition.code, "load": "1"}, follow=True)
    assert "Tên mới" in done.content.decode()
    template = client.get(f"/indices/{edition.index.code}/{edition.code}/workbook/")
    assert load_workbook(io.BytesIO(template.content))[SHEET]["A2"].value == "the-che"


def test_what_a_demo_account_makes_goes_with_the_demo_and_what_it_changes_stays(edition: Edition) -> None:
    demo = scene.person(Role.STANDING_OFFICE, illustrative=True)
    content = _filled(edition, **{f"{AT['name']}3": "Tên mới"})
    importing.load(demo, edition.index.code, edition.code, content, "a.xlsx")
    importing.load(demo, edition.index.code, "thu", content, "a.xlsx")
    flags = {row.code: row.illustrative for row in Edition.objects.filter(index=edition.index)}
    assert flags == {edition.code: False, "thu": True}
    assert not Node.objects.filter(edition=edition, illustrative=True).exists()

"""What the packs of this repository say: published figures with their sources, totals, and the demo apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.published_figures import FIGURES, Published
from tinhso.base import clock
from tinhso.base.audit.chain import verify
from tinhso.base.audit.context import SystemActor
from tinhso.base.packs.clear import clear_demo
from tinhso.base.packs.home import all_packs
from tinhso.base.packs.load import check, load
from tinhso.documents.models import Document
from tinhso.indicators.models import Indicator, Observation
from tinhso.people.models import Account, Agency, Role, Succession
from tinhso.people.principals import Principal
from tinhso.people.queries import principal_for
from tinhso.steering.actions.deciding import confirm_report
from tinhso.steering.actions.reporting import submit_report
from tinhso.steering.labels import Label
from tinhso.steering.models import (
    IllustrativeState,
    Outlook,
    Plan,
    Report,
    Target,
    TargetState,
    TargetStatus,
    TaskState,
)
from tinhso.steering.queries import plans_of_home, task_states
from tinhso.steering.schemas import ReportDraft

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
PACKS = ["national", "langson", "laocai", "backan"]
ACCEPTANCE = Path(__file__).resolve().parents[1] / "docs/acceptance/figures.md"


def _load_all(*, demo: bool) -> list[bool]:
    """Load every pack; what was touched of each."""
    return [load(info.code, demo=demo).touched for info in all_packs()]


def _counts() -> dict[str, int]:
    rooms = {"places", "people", "documents", "indicators", "steering"}
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in rooms]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, int]]:
    """All packs with the demo, once for the module; gives the counts from before the demo."""
    with django_db_blocker.unblock():
        _load_all(demo=False)
        plain = _counts()
        _load_all(demo=True)
        yield plain
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.parametrize("code", PACKS)
def test_a_pack_has_nothing_to_mend(code: str) -> None:
    assert check(code) == []


def test_the_table_holds_every_row_of_the_inventory() -> None:
    assert {figure.row for figure in FIGURES} == {f"F{number:02}" for number in range(1, 49)}


@pytest.mark.parametrize("published", FIGURES, ids=lambda figure: figure.code)
def test_a_published_figure_is_an_observation(loaded: object, published: Published) -> None:
    figure = Observation.objects.select_related("indicator", "place", "document").get(
        pack=published.pack, code=published.code
    )
    stored = {name: getattr(figure, name) for name in published.values}
    expected = {
        name: Decimal(str(value)) if isinstance(value, float) else value
        for name, value in published.values.items()
    }
    assert stored == expected
    assert (figure.kind, figure.period, figure.is_target) == (
        published.kind,
        published.period,
        published.is_target,
    )
    assert figure.document is not None
    assert figure.document.slug == published.document
    assert figure.locator.startswith("Đoạn ")
    assert figure.text
    assert not figure.illustrative
    assert figure.place.code == published.place_code
    assert figure.place.is_valid_on(min(figure.period_end, figure.dated))


def test_every_figure_of_the_packs_has_its_source(loaded: object) -> None:
    assert not Observation.objects.filter(illustrative=False, document=None).exists()
    assert not Observation.objects.filter(illustrative=False, locator="").exists()


def test_a_figure_that_its_source_dates_later_says_nothing_before(loaded: object) -> None:
    future = Observation.objects.filter(illustrative=False, dated__gt=clock.today())
    assert not future.exists()


def test_the_ranks_of_langson(loaded: object) -> None:
    ranks = Observation.objects.filter(
        pack="langson", indicator__code="dti-rank", code__startswith="DTI-"
    ).order_by("period")
    assert [(row.period, row.rank, row.of) for row in ranks] == [
        ("2020", 16, 63),
        ("2021", 5, 63),
        ("2022", 6, 63),
        ("2023", 4, 63),
    ]
    assert [row.dated.year for row in ranks] == [2021, 2022, 2023, 2025]


def test_resolution_49_says_18_and_21_of_30(loaded: object) -> None:
    plan = Plan.objects.get(full_slug="langson-2021-49-nq-tu")
    totals = plan.reported_totals.order_by("dated")
    assert [(str(row.dated), row.met, row.total, row.not_met) for row in totals] == [
        ("2022-12-31", 18, 30, None),
        ("2024-10-31", 21, 30, None),
    ]
    parts = [row.observation.numerator for row in totals if row.observation]
    assert parts == [Decimal(18), Decimal(21)]
    assert (plan.declared_targets, plan.itemised, plan.targets.count()) == (30, False, 0)


def test_plan_246_ends_with_34_and_invents_no_item(loaded: object) -> None:
    plan = Plan.objects.get(full_slug="langson-2024-246-kh-ubnd")
    total = plan.reported_totals.get()
    parts = [total.met, total.not_met, total.dropped, total.unknown]
    assert parts == [23, 2, 2, 7]
    assert sum(part or 0 for part in parts) == total.total == plan.declared_targets == 34
    assert plan.targets.count() == 8
    assert not plan.itemised
    assert not plan.targets.exclude(lead=None).exists()
    assert not plan.targets.filter(indicator=None).exists()


def test_reference_packs_are_not_counted(loaded: object) -> None:
    home = {plan.full_slug for plan in plans_of_home()}
    assert home
    assert {slug.partition("-")[0] for slug in home} == {"langson"}
    laocai = Plan.objects.get(full_slug="laocai-2022-muc-tieu")
    assert laocai.reported_totals.get().met == 13
    assert Target.objects.filter(plan=laocai, current__status=TargetStatus.EXCEEDED).count() == 3


def test_departments_became_others(loaded: object) -> None:
    edge = Succession.objects.get(predecessor__code="langson-so-tttt", successor__code="langson-so-khcn")
    assert str(edge.on) == "2025-03-01"
    assert "cần đối chiếu văn bản" in edge.note
    assert not Agency.objects.get(code="langson-so-tttt").is_valid_on(edge.on)
    assert Agency.objects.filter(code__startswith="langson-ubnd-0", kind="committee").count() == 65


def test_the_documents_that_sources_name_are_registered(loaded: object) -> None:
    named = {"49-NQ/TU", "247/KH-UBND", "197/QĐ-UBND", "1878/QĐ-UBND", "246/KH-UBND", "334/KH-UBND"}
    assert named <= set(Document.objects.values_list("notation", flat=True))
    assert Document.objects.filter(type="DT", notation="", date=None).count() >= 6


def test_twice_changes_nothing(loaded: object) -> None:
    before = _counts()
    assert _load_all(demo=True) == [False] * 4
    assert [load(code, demo=True, plan_only=True).touched for code in PACKS] == [False] * 4
    assert _counts() == before


@pytest.mark.parametrize("demo", [False, True])
def test_stored_states_answer_as_the_pack_wrote_them(loaded: object, demo: bool) -> None:
    """With the load records gone, every item is found again just as it stands: adopted, nothing written."""
    apps.get_model("base", "PackRecord").objects.all().delete()
    apps.get_model("base", "PackState").objects.all().delete()
    reports = [load(info.code, demo=demo) for info in all_packs()]
    assert [entry.key for report in reports for entry in report.conflicts + report.created] == []


def test_the_audit_trail_holds(loaded: object) -> None:
    assert verify().broken is None


def test_the_demo_has_an_account_for_every_role(loaded: object) -> None:
    accounts = Account.objects.filter(illustrative=True)
    roles = set(accounts.values_list("person__posts__position__role", flat=True))
    assert roles == set(Role.values) - {Role.PUBLIC} | {None}, "who comes from a company holds no post"
    assert not any(account.has_usable_password() for account in accounts)
    officers = accounts.filter(person__posts__position__role=Role.REPORTING_OFFICER)
    assert officers.exclude(username__regex="^(backan|laocai)-").count() == 5


def test_the_demo_shows_every_status_outlook_and_label(loaded: object) -> None:
    shown = IllustrativeState.objects.filter(target__plan__slug="ke-hoach-minh-hoa")
    assert set(shown.values_list("status", flat=True)) == set(TargetStatus.values)
    assert set(shown.exclude(outlook="").values_list("outlook", flat=True)) == set(Outlook.values)
    plan = Plan.objects.get(slug="ke-hoach-minh-hoa")
    rows = task_states(plan, with_illustrative=True)
    assert {row.label for row in rows} == set(Label)
    assert {row.state for row in rows} == set(TaskState)
    assert set(Report.objects.values_list("state", flat=True)) == set(Report.State.values)


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2027, 3, 31), date(2028, 2, 29)], ids=str)
def test_the_demo_is_never_stale(loaded: object, day: date) -> None:
    with clock.standing_at(day):
        clear_demo(SystemActor("test"))
        assert load("langson", demo=True).created
        shown = IllustrativeState.objects.filter(target__plan__slug="ke-hoach-minh-hoa")
        assert set(shown.values_list("status", flat=True)) == set(TargetStatus.values)
        assert set(shown.exclude(outlook="").values_list("outlook", flat=True)) == set(Outlook.values)
        assert not Observation.objects.filter(illustrative=True, dated__gt=day).exists()


def test_the_demo_touches_no_published_state(loaded: object) -> None:
    assert not TargetState.objects.filter(target__illustrative=True).exists()
    assert not Observation.objects.filter(illustrative=False, code__startswith="MH-").exists()
    assert not Indicator.objects.filter(illustrative=False, code__startswith="minh-hoa").exists()


def _signed_in(username: str) -> Principal:
    return principal_for(Account.objects.select_related("person").get(username=username))


def test_what_is_done_in_the_demo_stays_apart_and_goes_with_it(loaded: dict[str, int]) -> None:
    target = Target.objects.get(code="langson-246-04")
    draft = ReportDraft(period="2025", value=Decimal("7.2"), done="Thử báo cáo.")
    report = submit_report(_signed_in("congthuong"), target, draft)
    confirm_report(_signed_in("thuongtruc"), report.pk)
    assert IllustrativeState.objects.get(target=target).status == TargetStatus.EXCEEDED
    assert TargetState.objects.get(target=target).status == TargetStatus.UNKNOWN
    clear_demo(SystemActor("test"))
    assert _counts() == loaded
    assert verify().broken is None


def test_clearing_the_demo_leaves_what_a_load_without_it_gives(loaded: dict[str, int]) -> None:
    assert _counts() != loaded
    clear_demo(SystemActor("test"))
    assert _counts() == loaded
    assert Client().get("/api/v1/health").status_code == 200, "the packs stay loaded without the demo"
    assert _load_all(demo=False) == [False] * 4


def test_the_acceptance_table_names_every_figure() -> None:
    table = ACCEPTANCE.read_text(encoding="utf-8")
    rows = [line for line in table.splitlines() if line.startswith("| F")]
    for published in FIGURES:
        wanted = f"`{published.code}` · {published.pack} · {published.kind}"
        assert any(wanted in row and row.startswith(f"| {published.row} ") for row in rows), wanted

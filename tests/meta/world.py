"""A small province for the tests of routes: one account a role, and one of everything an address may name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests.meta import (
    world_conclusions,
    world_consultation,
    world_gates,
    world_meetings,
    world_reading,
    world_reports,
    world_tasks,
    world_urging,
)
from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.files import actions as files
from tinhso.documents.models import Attachment, Document, Relation
from tinhso.exploration.actions import dashboards, views
from tinhso.exploration.schemas import ViewDraft, WholeDraft
from tinhso.exploration.spec import Spec
from tinhso.indicators.current import keep_current
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.models import Check, CheckRun, Finding, Indicator, Kind, Observation, State
from tinhso.indices.models import CompositeIndex, Edition, Node
from tinhso.indices.models.rounds import StepFile
from tinhso.indices.rounds import moving, opening
from tinhso.indices.rounds.schemas import RoundDraft, StepDraft
from tinhso.opendata import actions as open_data
from tinhso.opendata import publishing
from tinhso.opendata.models import Licence
from tinhso.opendata.schemas import DatasetDraft
from tinhso.people import queries as people
from tinhso.people import tokens
from tinhso.people.capabilities import SCOPES
from tinhso.people.models import Account, Agency, ApiToken, Delegation, Person, Position, Post, Role
from tinhso.people.steps import BACKEND
from tinhso.places.models import Level, Place
from tinhso.steering.models import (
    Evidence,
    Goal,
    Pillar,
    Plan,
    Report,
    Statement,
    Target,
    TargetValue,
    Task,
    TaskRequest,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ALL_SCOPES = frozenset(SCOPES)
NO_SCOPES: frozenset[str] = frozenset()
ROLES = tuple(Role)
"""Every role, the public among them: somebody who signed in and holds no post."""


@dataclass
class World:
    """Accounts by role, keys by role and scope, and the rows that addresses name."""

    accounts: dict[Role, Account] = field(default_factory=dict)
    keys: dict[tuple[Role, frozenset[str]], str] = field(default_factory=dict)
    sessions: dict[Role, str] = field(default_factory=dict)
    """Everybody signed in once: what a test does to a session goes back with its transaction."""
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None


@contextmanager
def built() -> Iterator[World]:
    """The world while the block runs; the database is emptied after it."""
    world = World()
    with transaction.atomic(), acting(SystemActor("kiểm thử"), "world"):
        _ground(world)
        for role in ROLES:
            _account(world, role)
        _lent(world)
        _register(world)
        _steering(world)
        world_tasks.lay(world)
        world_meetings.lay(world)
        world_conclusions.lay(world)
        world_consultation.lay(world)
        world_urging.lay(world)
        world_reports.lay(world)
        world_reading.lay(world)
        world_gates.lay(world)
        _round(world)
    _exploration(world)
    _open_data(world)
    for role, account in world.accounts.items():
        client = Client()
        client.force_login(account, backend=BACKEND)
        world.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    yield world
    call_command("flush", interactive=False, verbosity=0)


def _ground(world: World) -> None:
    country = Place.objects.create(
        level="country", code="VN", type="country", name="Việt Nam", slug="viet-nam", sort_key="v",
        search_key="viet nam", path="VN",
    )  # fmt: skip
    world.rows["place"] = Place.objects.create(
        level="province", code="20", type="tinh", name="Lạng Sơn", slug="lang-son", sort_key="l",
        search_key="lang son", path="VN/20", parent=country,
    )  # fmt: skip
    world.rows["agency"] = Agency.objects.create(
        code="so-khcn", name="Sở Khoa học và Công nghệ", kind="department", place=world.place, pack="langson"
    )
    world.rows["other_agency"] = Agency.objects.create(
        code="so-tc", name="Sở Tài chính", kind="department", place=world.place, pack="langson"
    )


def _account(world: World, role: Role) -> None:
    """One person a role, in a post of the one agency; a key for each scope and one without any."""
    person = Person.objects.create(code=f"nguoi-{role.value}", full_name=f"Nguyễn {role.label}")
    if role is not Role.PUBLIC:
        position = Position.objects.create(agency=world.agency, title=str(role.label), role=role)
        world.rows[f"post_{role.value}"] = Post.objects.create(person=person, position=position)
    account = Account.objects.create(username=role.value, person=person, password="!")
    world.accounts[role] = account
    for scope in SCOPES:
        world.keys[role, frozenset({scope})] = _key(world, account, {scope})
        world.keys[role, ALL_SCOPES - {scope}] = _key(world, account, ALL_SCOPES - {scope})
    world.keys[role, NO_SCOPES] = _key(world, account, NO_SCOPES)
    world.keys[role, ALL_SCOPES] = _key(world, account, ALL_SCOPES)


def _key(world: World, account: Account, scopes: Collection[str]) -> str:
    secret = tokens.new_secret()
    made = ApiToken.objects.create(
        account=account,
        name=" ".join(sorted(scopes)),
        prefix=secret[:12],
        digest=tokens.digest(secret),
        scopes=sorted(scopes),
    )
    world.rows[f"key_{account.username}"] = made
    return secret


def _lent(world: World) -> None:
    """The leader's post, lent for a year that is over."""
    somebody = world.accounts[Role.PUBLIC].person
    assert somebody
    world.rows["delegation"] = Delegation.objects.create(
        post=world.post_leader,
        delegate=somebody,
        valid_from=date(2020, 1, 1),
        valid_to=date(2020, 12, 31),
    )


def _register(world: World) -> None:
    document = Document.objects.create(
        slug="246-kh-ubnd", notation="246/KH-UBND", type="KH", title="Kế hoạch", date=date(2024, 12, 30)
    )
    other = Document.objects.create(slug="49-nq-tu", notation="49-NQ/TU", type="NQ", title="Nghị quyết")
    world.rows["document"] = document
    world.rows["relation"] = Relation.objects.create(source=document, target=other, kind="based_on")
    world.rows["file"] = files.store(SystemActor("kiểm thử"), BytesIO(PDF), name="ke-hoach.pdf")
    Attachment.objects.create(document=document, file=world.file)
    world.rows["indicator"] = Indicator.objects.create(
        code="ho-so-truc-tuyen", name="Tỷ lệ hồ sơ trực tuyến", kind=Kind.PERCENT, unit="%", sort_key="t",
        search_key="ty le ho so truc tuyen",
    )  # fmt: skip
    definitions.begin([world.indicator])
    world.rows["observation"] = Observation.objects.create(
        code="F90", indicator=world.indicator, place=world.place, kind=Kind.PERCENT, period="2024",
        period_start=date(2024, 1, 1), period_end=date(2024, 12, 31), dated=date(2024, 12, 31), value=80,
        unit="%", text="80%", document=document, state=State.CONFIRMED, pack="langson",
    )  # fmt: skip
    keep_current([world.observation])
    _checks(world)
    index = CompositeIndex.objects.create(code="thu", name="Bộ chỉ số thử")
    world.rows["edition"] = Edition.objects.create(index=index, code="2026", name="Theo quyết định thử")
    Node.objects.create(edition=world.edition, code="dieu-hanh", name="Điều hành số", points=100, position=0)


def _exploration(world: World) -> None:
    """A view and a dashboard of the standing office, shared with everybody."""
    office = people.principal_for(world.accounts[Role.STANDING_OFFICE])
    spec = Spec(measures=(world.indicator.code,), level=Level.PROVINCE)
    told = {"name": "Hồ sơ trực tuyến", "sharing": "public"}
    world.rows["view"] = views.save_view(office, ViewDraft.model_validate({**told, "spec": spec}))
    board = WholeDraft.model_validate({**told, "cards": [{"view": world.view.code}]})
    world.rows["dashboard"] = dashboards.create_dashboard(office, board)


def _open_data(world: World) -> None:
    """A dataset of the one figure, published."""
    Licence.objects.create(code="cc-by-4-0", name="CC BY 4.0")
    draft = DatasetDraft(
        code="ho-so-truc-tuyen", title="Hồ sơ trực tuyến", licence="cc-by-4-0", owner=world.agency.code,
        measures=(world.indicator.code,), within=world.place.code, first=date(2020, 1, 1),
    )  # fmt: skip
    world.rows["dataset"] = open_data.lay_down(SystemActor("kiểm thử"), draft)
    assert publishing.publish(SystemActor("kiểm thử"), draft.code)


def _checks(world: World) -> None:
    """A rule, a look over figures, and a figure of the one agency that fell."""
    told = Observation.objects.create(
        code="F91", indicator=world.indicator, place=world.place, agency=world.agency, kind=Kind.PERCENT,
        period="2023", period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), dated=date(2023, 12, 31),
        value=104, unit="%", text="104%", document=world.document, state=State.CONFIRMED, pack="langson",
    )  # fmt: skip
    world.rows["check"] = Check.objects.create(
        code="khong-qua-100", name="Không quá 100 %", kind="range", severity="explain",
        rule={"kind": "range", "indicator": world.indicator.code, "most": "100"},
        touched=[world.indicator.code],
    )  # fmt: skip
    world.rows["run"] = CheckRun.objects.create(asked_by="kiểm thử", finished_at=clock.now())
    world.rows["finding"] = Finding.objects.create(
        check_of=world.check, observation=told, run=world.run, laid="0" * 64, severity="explain",
        said={"value": "104", "off": "4", "high": "100", "rule": world.check.rule}, off=4,
    )  # fmt: skip


def _steering(world: World) -> None:
    pillar = Pillar.objects.create(pack="langson", code="chinh-quyen-so", name="Chính quyền số",
                                   national="government")  # fmt: skip
    plan = Plan.objects.create(
        slug="246-kh-ubnd", full_slug="langson-2024-246-kh-ubnd", pack="langson", place=world.place,
        document=world.document, kind="plan", title="Kế hoạch chuyển đổi số", short_title="KH 246",
        starts_on=date(2025, 1, 1), ends_on=date(2027, 12, 31), itemised=True,
    )  # fmt: skip
    goal = Goal.objects.create(plan=plan, pillar=pillar, code="I", title="Chính quyền số")
    target = Target.objects.create(
        plan=plan, goal=goal, pillar=pillar, indicator=world.indicator, place=world.place,
        code="246-kh-ubnd.ct-01", title="Hồ sơ trực tuyến", lead=world.agency,
    )  # fmt: skip
    world.rows["statement"] = Statement.objects.create(
        target=target, status="not_met", dated=date(2026, 6, 30), note="Theo kết luận phiên họp"
    )
    TargetValue.objects.create(target=target, due_on=date(2027, 12, 31), value=90)
    task = Task.objects.create(
        plan=plan,
        goal=goal,
        pillar=pillar,
        code="246-kh-ubnd.nv-01",
        title="Nâng cấp cổng",
        lead=world.agency,
    )
    world.rows |= {"pillar": pillar, "plan": plan, "goal": goal, "target": target, "task": task}
    world.rows["report"] = Report.objects.create(
        task=task, agency=world.agency, period="2026-10", dated=date(2026, 10, 31), task_state="in_progress",
        done="Đã khảo sát", submitted_at=clock.now(),
        submitted_by=world.accounts[Role.REPORTING_OFFICER].pk,
    )  # fmt: skip
    world.rows["evidence"] = files.store(SystemActor("kiểm thử"), BytesIO(PDF + b"%"), name="minh-chung.pdf")
    Evidence.objects.create(report=world.report, file=world.evidence)
    world.rows["returned"] = Report.objects.create(
        task=task, agency=world.agency, period="2026-09", dated=date(2026, 9, 30), task_state="in_progress",
        done="Đã khảo sát", submitted_at=clock.now(), state="returned", decision_note="Thiếu số",
        submitted_by=world.accounts[Role.REPORTING_OFFICER].pk, decided_at=clock.now(),
    )  # fmt: skip
    world.rows["request"] = TaskRequest.objects.create(
        task=task, kind="extension", agency=world.agency, grounds="Chờ vốn", asked_at=clock.now()
    )


def _round(world: World) -> None:
    """A round with one component, that waits for the standing office's word; somebody else scored it."""
    leaf = {"owner": "so-khcn", "rule": {"kind": "yes_no", "input": "đã làm"}}
    Node.objects.filter(edition=world.edition).update(**leaf)
    terms = dict.fromkeys(("score_by", "verify_by", "appeal_by", "publish_by"), date(2030, 12, 31))
    draft = RoundDraft(index="thu", edition="2026", year=2026, place="20", **terms)
    world.rows["round"] = opening.open_round(SystemActor("kiểm thử"), draft)
    sent = StepDraft(move="score", inputs={"đã làm": True}, links=("https://vi-du.gov.vn/",))
    step = moving.make_step(SystemActor("kiểm thử"), world.round.pk, "dieu-hanh", sent)
    StepFile.objects.create(step=step, file=world.file)

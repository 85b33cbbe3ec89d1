"""A small province to look at: plans with totals, targets in every state, tasks, agencies, communes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.text import fold, sort_key
from tinhso.documents.models import Document
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.models import CurrentFigure, Indicator, Observation
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.places.models import Boundary, Place
from tinhso.steering.models import (
    Goal,
    Pillar,
    Plan,
    ReportedTotal,
    Target,
    TargetState,
    TargetValue,
    Task,
    TaskRequest,
)

ROBOT = SystemActor("kiểm thử")
TODAY = date(2026, 11, 21)
PILLARS = (
    ("cqdang", "Chuyển đổi số trong cơ quan Đảng", "foundation"),
    ("cqs", "Chính quyền số", "government"),
    ("kts", "Kinh tế số", "economy"),
    ("xhs", "Xã hội số", "society"),
    ("cks", "Cửa khẩu số", "economy"),
)
AGENCIES = (
    ("skhcn", "Sở Khoa học và Công nghệ", "Sở KH&CN"),
    ("vpubnd", "Văn phòng Ủy ban nhân dân tỉnh", "VP UBND tỉnh"),
    ("sct", "Sở Công Thương", "Sở Công Thương"),
    ("snv", "Sở Nội vụ", "Sở Nội vụ"),
    ("bqlktck", "Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn", "BQL KKT cửa khẩu"),
)
STATES = (
    ("exceeded", "on_track"),
    ("met", "on_track"),
    ("not_met", "on_track"),
    ("not_met", "needs_push"),
    ("not_met", "slow"),
    ("not_met", "backward"),
    ("dropped", ""),
    ("unknown", ""),
)
NAMES = (
    "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận và trả kết quả trực tuyến toàn trình",
    "Số thôn, bản, khu phố được phủ sóng thông tin di động băng rộng",
    "Tỷ lệ cán bộ, công chức, viên chức được tập huấn kỹ năng số cơ bản",
    "Doanh nghiệp nhỏ và vừa sử dụng nền tảng số trong sản xuất, kinh doanh",
    "Tỷ lệ phương tiện xuất nhập khẩu khai báo trên nền tảng cửa khẩu số",
)


@dataclass
class Scene:
    """What was made."""

    province: Place
    communes: list[Place] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    document: Document | None = None
    resolution: Plan | None = None
    plan: Plan | None = None
    targets: list[Target] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)


def _place(level: str, code: str, type_: str, name: str, parent: Place | None) -> Place:
    return Place.objects.create(
        level=level,
        code=code,
        type=type_,
        name=name,
        slug=code,
        sort_key=sort_key(name),
        search_key=fold(name),
        parent=parent,
        path=f"{parent.path if parent else ''}/{code}",
    )


def _ground(communes: int) -> Scene:
    country = _place("country", "VN", "", "Việt Nam", None)
    scene = Scene(_place("province", "20", "Tỉnh", "Lạng Sơn", country))
    for number in range(communes):
        commune = _place("commune", f"{6000 + number:05d}", "Xã", f"Xã số {number + 1}", scene.province)
        west, north = number % 9 * 100, number // 9 * 100
        Boundary.objects.create(
            place=commune,
            geojson={},
            attribution="Ranh giới mẫu",
            path=f"M{west} {north}h95v95h-95z",
            west=west,
            north=north,
            east=west + 95,
            south=north + 95,
        )
        scene.communes.append(commune)
    for code, name, short in AGENCIES:
        scene.agencies.append(
            Agency.objects.create(
                code=f"langson-{code}",
                name=name,
                short_name=short,
                kind="department",
                place=scene.province,
                sort_key=sort_key(name),
                search_key=fold(name),
                pack="langson",
            )
        )
    return scene


def _papers(scene: Scene, targets: int) -> None:
    scene.document = Document.objects.create(
        slug="tong-ket-2022",
        type="TIN",
        title="Lạng Sơn nhìn lại một năm chuyển đổi số",
        issuer_name="Báo Lạng Sơn",
        date=date(2023, 1, 10),
    )
    scene.resolution = Plan.objects.create(
        slug="49-nq-tu",
        full_slug="langson-2021-49-nq-tu",
        pack="langson",
        place=scene.province,
        document=scene.document,
        kind="resolution",
        title="Nghị quyết số 49-NQ/TU về chuyển đổi số tỉnh Lạng Sơn đến năm 2025, định hướng đến năm 2030",
        short_title="Nghị quyết 49",
        starts_on=date(2021, 9, 28),
        ends_on=date(2025, 12, 31),
        declared_targets=30,
        order=1,
    )
    for day, met in ((date(2022, 12, 31), 18), (date(2024, 10, 31), 21)):
        ReportedTotal.objects.create(
            plan=scene.resolution, dated=day, total=30, met=met, document=scene.document
        )
    scene.plan = Plan.objects.create(
        slug="246-kh-ubnd",
        full_slug="langson-2024-246-kh-ubnd",
        pack="langson",
        place=scene.province,
        document=scene.document,
        kind="plan",
        title="Kế hoạch số 246/KH-UBND chuyển đổi số tỉnh Lạng Sơn năm 2025",
        short_title="Kế hoạch 246",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        declared_targets=targets,
        itemised=True,
        order=2,
    )
    ReportedTotal.objects.create(
        plan=scene.plan,
        dated=date(2025, 12, 31),
        total=34,
        met=23,
        not_met=2,
        dropped=2,
        unknown=7,
        document=scene.document,
    )


def _items(scene: Scene, targets: int, tasks: int) -> None:
    plan = scene.plan
    assert plan is not None
    goals = []
    for order, (code, name, national) in enumerate(PILLARS):
        pillar = Pillar.objects.create(pack="langson", code=code, name=name, national=national, order=order)
        goals.append(
            Goal.objects.create(
                plan=plan, pillar=pillar, code=code, title=f"Mục tiêu phát triển {name.lower()}", order=order
            )
        )
    for number in range(targets):
        scene.targets.append(_target(scene, plan, goals[number % len(goals)], number))
    for number in range(tasks):
        scene.tasks.append(_task(scene, plan, goals[number % len(goals)], number))
    if scene.tasks:
        TaskRequest.objects.create(
            task=scene.tasks[0],
            kind="extension",
            agency=scene.agencies[0],
            until=TODAY + timedelta(days=30),
            grounds="Chờ hướng dẫn của Bộ về kết nối kho dữ liệu dùng chung.",
            asked_at=clock.now(),
        )


def more_items(scene: Scene, *, targets: int, tasks: int) -> None:
    """Further targets and tasks under the first goal."""
    assert scene.plan is not None
    goal = scene.plan.goals.all()[0]
    for number in range(100, 100 + targets):
        _target(scene, scene.plan, goal, number)
    for number in range(100, 100 + tasks):
        _task(scene, scene.plan, goal, number)


def _target(scene: Scene, plan: Plan, goal: Goal, number: int) -> Target:
    indicator = Indicator.objects.create(
        code=f"cs-{number:02d}",
        name=NAMES[number % len(NAMES)],
        unit="%",
        kind="percent",
        adding="average",
        sort_key=f"{number:04d}",
    )
    target = Target.objects.create(
        plan=plan,
        goal=goal,
        indicator=indicator,
        place=scene.province,
        code=f"kh246-{number + 1:02d}",
        title=NAMES[number % len(NAMES)],
        lead=scene.agencies[number % len(scene.agencies)],
        baseline=Decimal(20),
        baseline_on=date(2024, 12, 31),
        order=number,
        clause=f"Mục II.{number + 1}",
    )
    TargetValue.objects.create(target=target, due_on=date(2025, 12, 31), value=Decimal(80))
    status, outlook = STATES[number % len(STATES)]
    value = {"exceeded": 85, "met": 80, "unknown": None, "dropped": None}.get(status, 55)
    figure = None if value is None else _figure(indicator, scene, scene.province, value, date(2025, 6, 30))
    TargetState.objects.create(
        target=target,
        status=status,
        outlook=outlook,
        value=value,
        due_value=Decimal(80),
        due_on=date(2025, 12, 31),
        dated=figure.dated if figure else None,
        observation=figure,
        reported=1 if figure else 0,
        changed_at=clock.now() - timedelta(days=number),
    )
    return target


def _figure(indicator: Indicator, scene: Scene, place: Place, value: int, day: date) -> Observation:
    figure = Observation.objects.create(
        indicator=indicator,
        place=place,
        kind=indicator.kind,
        period=str(day.year),
        period_start=date(day.year, 1, 1),
        period_end=day,
        dated=day,
        value=value if indicator.kind != "rank" else None,
        rank=value if indicator.kind == "rank" else None,
        of=63 if indicator.kind == "rank" else None,
        document=scene.document,
        state="confirmed",
    )
    CurrentFigure.objects.create(
        indicator=indicator,
        place=place,
        period=figure.period,
        kind=figure.kind,
        dated=day,
        observation=figure,
    )
    return figure


def _task(scene: Scene, plan: Plan, goal: Goal, number: int) -> Task:
    state = ("in_progress", "done", "not_started", "in_progress", "paused")[number % 5]
    return Task.objects.create(
        plan=plan,
        goal=goal,
        code=f"kh246-nv{number + 1:02d}",
        title=f"Xây dựng, hoàn thiện kho dữ liệu dùng chung của tỉnh phục vụ {NAMES[number % 5].lower()}",
        lead=scene.agencies[(number * number) % len(scene.agencies)],
        deadline=TODAY + timedelta(days=(number * 7) % 60 - 20),
        state=state,
        done_on=TODAY - timedelta(days=5) if state == "done" else None,
        deliverable="Báo cáo, hệ thống đưa vào sử dụng",
        order=number,
    )


def _indices(scene: Scene) -> None:
    dti = Indicator.objects.create(
        code="dti-hang", name="Xếp hạng chuyển đổi số (DTI) cấp tỉnh", kind="rank", direction="down"
    )
    for year, rank in ((2020, 16), (2021, 5), (2022, 6), (2023, 4)):
        _figure(dti, scene, scene.province, rank, date(year, 12, 31))
    teams = Indicator.objects.create(
        code="to-cnscd", name="Tổ công nghệ số cộng đồng", unit="tổ", kind="count", adding="sum", decimals=0
    )
    for number, commune in enumerate(scene.communes):
        if number % 6 != 5:
            _figure(teams, scene, commune, 8 + number * 5 % 23, date(2025, 12, 31))


ACCOUNTS = (
    ("lanhdao", "Hoàng Văn Thành", "Phó Chủ tịch UBND tỉnh", Role.LEADER, 1),
    ("thuongtruc", "Nông Thị Hạnh", "Chuyên viên thường trực", Role.STANDING_OFFICE, 0),
    ("baocao", "Vi Văn Lực", "Chuyên viên tổng hợp", Role.REPORTING_OFFICER, 2),
    ("thutruong", "Lương Minh Đức", "Giám đốc Sở", Role.HEAD_OF_AGENCY, 2),
)


def _people(scene: Scene) -> None:
    for order, (username, name, title, role, agency) in enumerate(ACCOUNTS):
        person = Person.objects.create(code=username, full_name=name)
        position = Position.objects.create(agency=scene.agencies[agency], title=title, role=role, order=order)
        Post.objects.create(person=person, position=position)
        Account.objects.create(username=username, person=person, illustrative=True)


def account(username: str) -> Account:
    """One of the scene's accounts: lanhdao, thuongtruc, baocao (of sct), thutruong (of sct)."""
    return Account.objects.get(username=username)


def make(*, targets: int = 34, tasks: int = 20, communes: int = 12, people: bool = True) -> Scene:
    """Make the province. Stands on `TODAY` for whatever depends on the day."""
    with acting(ROBOT, "test"):
        scene = _ground(communes)
        _papers(scene, targets)
        _items(scene, targets, tasks)
        _indices(scene)
        definitions.begin(Indicator.objects.all())
        if people:
            _people(scene)
    return scene


def at(day: date = TODAY) -> datetime:
    """Noon of that day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.TZ)

"""Plans, targets, tasks, reports, and the current state computed from their facts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.documents.models import Document
from tinhso.indicators.models import Direction, Indicator, Observation
from tinhso.people.models import Agency
from tinhso.places.models import Place


class TargetStatus(models.TextChoices):
    """Official status of a target (trạng thái chỉ tiêu)."""

    EXCEEDED = "exceeded", _("Vượt")
    MET = "met", _("Đạt")
    NOT_MET = "not_met", _("Chưa đạt")
    DROPPED = "dropped", _("Không thực hiện")
    UNKNOWN = "unknown", _("Chưa có thông tin")


class Outlook(models.TextChoices):
    """Where a target is heading (triển vọng): pace made over pace needed."""

    ON_TRACK = "on_track", _("Đúng tiến độ")
    NEEDS_PUSH = "needs_push", _("Cần đẩy nhanh")
    SLOW = "slow", _("Chậm")
    BACKWARD = "backward", _("Thụt lùi")


class TaskState(models.TextChoices):
    """What a task stores (trạng thái nhiệm vụ); in time or late follows from its dates."""

    NOT_STARTED = "not_started", _("Chưa thực hiện")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    PAUSED = "paused", _("Tạm dừng")
    DONE = "done", _("Hoàn thành")
    DROPPED = "dropped", _("Không thực hiện")


class Pillar(Tracked):
    """A pillar of the province's own (trụ cột), mapped to one of the national three."""

    class National(models.TextChoices):
        """The pillars of the national programme and of the DTI."""

        GOVERNMENT = "government", _("Chính quyền số")
        ECONOMY = "economy", _("Kinh tế số")
        SOCIETY = "society", _("Xã hội số")
        FOUNDATION = "foundation", _("Nền tảng chung")

    pack = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    national = models.CharField(max_length=12, choices=National.choices)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(name="pillar_one_code", fields=["pack", "code"])]

    def __str__(self) -> str:
        return self.name


class Plan(Tracked):
    """A resolution, plan, scheme or decision that is followed (kế hoạch, nghị quyết, đề án).

    `slug` is short (`247-kh-ubnd`), unique within a pack; `full_slug` (`langson-2022-247-kh-ubnd`)
    everywhere.
    """

    class Kind(models.TextChoices):
        """What sort of document it is."""

        RESOLUTION = "resolution", _("Nghị quyết")
        PLAN = "plan", _("Kế hoạch")
        SCHEME = "scheme", _("Đề án")
        DECISION = "decision", _("Quyết định")

    class Stage(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Dự thảo")
        IN_FORCE = "in_force", _("Đang thực hiện")
        ENDED = "ended", _("Đã kết thúc")

    slug = models.TextField(db_collation="C")
    full_slug = models.TextField(unique=True, db_collation="C")
    pack = models.CharField(max_length=40)
    place = models.ForeignKey(Place, models.PROTECT, related_name="plans")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="plans")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.TextField()
    title_en = models.TextField(blank=True)
    short_title = models.CharField(max_length=120)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.IN_FORCE)
    starts_on = models.DateField()
    ends_on = models.DateField()
    declared_targets = models.PositiveIntegerField(null=True, blank=True)
    declared_tasks = models.PositiveIntegerField(null=True, blank=True)
    itemised = models.BooleanField(default=False)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next")
    note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["order", "-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_begins", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]
        indexes = [models.Index(fields=["pack", "slug"], name="plan_by_slug")]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("steering:plan", args=[self.full_slug])


class Goal(Tracked):
    """A goal of a plan (mục tiêu): a heading under which targets and tasks stand."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="goals")
    code = models.CharField(max_length=40)
    title = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(name="goal_one_code", fields=["plan", "code"])]

    def __str__(self) -> str:
        return self.title


class Target(Tracked):
    """What a plan sets out to reach (chỉ tiêu). It refers to an indicator; figures are the indicator's."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="targets")
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="targets")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    code = models.TextField(unique=True, db_collation="C")
    title = models.TextField()
    title_en = models.TextField(blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    lead = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="led_targets")
    clause = models.TextField(blank=True)
    note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        indexes = [models.Index(fields=["plan", "order"], name="target_in_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The target's page."""
        return reverse("steering:target", args=[self.code])


class TargetValue(Tracked):
    """The value due at a date (giá trị phải đạt), one a year or the plan's last."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="values")
    due_on = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    text = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(name="target_value_one_date", fields=["target", "due_on"])]


class Collector(Tracked):
    """An agency that reports its part of a target (đơn vị báo cáo); parts add up by the indicator's rule."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="collectors")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="collected_targets")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="collector_once", fields=["target", "agency"])]


class Task(Tracked):
    """A piece of work given by a plan (nhiệm vụ), with one lead and any number of joint agencies."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="tasks")
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="tasks")
    code = models.TextField(unique=True, db_collation="C")
    title = models.TextField()
    title_en = models.TextField(blank=True)
    lead = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="led_tasks")
    joint = models.ManyToManyField(
        Agency, blank=True, related_name="joint_tasks", db_table="steering_task_joint"
    )
    targets = models.ManyToManyField(
        Target, blank=True, related_name="tasks", db_table="steering_task_target"
    )
    deliverable = models.TextField(blank=True)
    budget_note = models.TextField(blank=True)
    clause = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    deadline_text = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.NOT_STARTED)
    done_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="task_done_has_a_day", condition=~Q(state="done") | Q(done_on__isnull=False)
            ),
            models.CheckConstraint(
                name="task_progress_in_hundred", condition=Q(progress=None) | Q(progress__lte=100)
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "order"], name="task_in_order"),
            models.Index(fields=["lead", "state", "deadline"], name="task_by_lead"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The task's page."""
        return reverse("steering:task", args=[self.code])


class JointAgency(Tracked):
    """An agency that works along on a task (cơ quan phối hợp)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="joint_links")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="joint_links")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="joint_agency_once", fields=["task", "agency"])]


class Service(Tracked):
    """A task serves a target (nhiệm vụ phục vụ chỉ tiêu)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="served")
    target = models.ForeignKey(Target, models.CASCADE, related_name="served_by")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="service_once", fields=["task", "target"])]


class TaskEvent(Fact):
    """One change in the life of a task: state, deadline or lead, with the day it holds from."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="events")
    dated = models.DateField()
    state = models.CharField(max_length=12, choices=TaskState.choices)
    deadline = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["task", "-dated", "-recorded_at"], name="task_event_latest")]


class TaskRequest(Tracked):
    """An open request about a task: more time, or handing it back (đề nghị gia hạn, trả lại)."""

    class Kind(models.TextChoices):
        """What is asked."""

        EXTENSION = "extension", _("Xin gia hạn")
        RETURN = "return", _("Trả lại")

    class Decision(models.TextChoices):
        """What was answered."""

        OPEN = "open", _("Chờ quyết định")
        GRANTED = "granted", _("Đồng ý")
        REFUSED = "refused", _("Không đồng ý")

    task = models.ForeignKey(Task, models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)
    grounds = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(
                name="task_request_one_open", fields=["task", "kind"], condition=Q(decision="open")
            )
        ]


class Report(Tracked):
    """The envelope of a report (báo cáo) on a target or a task; its figure is an Observation.

    submitted → confirmed, or returned with reason → submitted again. `idempotency_key`: same key, same answer.
    """

    class State(models.TextChoices):
        """Where it stands."""

        SUBMITTED = "submitted", _("Đã gửi, chờ xác nhận")
        RETURNED = "returned", _("Trả lại")
        CONFIRMED = "confirmed", _("Đã xác nhận")

    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="reports")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="reports")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reports")
    period = models.CharField(max_length=24)
    dated = models.DateField()
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+")
    task_state = models.CharField(max_length=12, choices=TaskState.choices, blank=True)
    task_done_on = models.DateField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    done = models.TextField(blank=True)
    difficulties = models.TextField(blank=True)
    causes = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    evidence = models.ManyToManyField(StoredFile, through="Evidence", blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)
    submitted_label = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_label = models.TextField(blank=True)
    decision_note = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Tracked.Meta):
        ordering = ["-submitted_at"]
        constraints = [
            models.CheckConstraint(
                name="report_on_one_thing",
                condition=Q(target__isnull=False, task__isnull=True)
                | Q(target__isnull=True, task__isnull=False),
            ),
            models.UniqueConstraint(
                name="report_idempotent",
                fields=["submitted_by", "idempotency_key"],
                condition=~Q(idempotency_key=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-submitted_at"], name="report_by_state"),
            models.Index(fields=["agency", "-submitted_at"], name="report_by_agency"),
        ]


class Evidence(Tracked):
    """A file that proves a report (tài liệu kiểm chứng)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="evidence_links")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="evidence_once", fields=["report", "file"])]


class Statement(Fact):
    """A status stated with its reason (trạng thái do cơ quan công bố): stronger than the computed one."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="statements")
    status = models.CharField(max_length=10, choices=TargetStatus.choices)
    dated = models.DateField()
    note = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["target", "-dated", "-recorded_at"], name="statement_latest")]


class ReportedTotal(Fact):
    """A total a document states of a plan (số tổng hợp đã công bố), beside the one computed from the items.

    None where the source does not publish that part. `met` is "đạt hoặc vượt" where it does not divide.
    Its figure as printed is the Observation.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reported_totals")
    dated = models.DateField()
    total = models.PositiveIntegerField(null=True, blank=True)
    exceeded = models.PositiveIntegerField(null=True, blank=True)
    met = models.PositiveIntegerField(null=True, blank=True)
    not_met = models.PositiveIntegerField(null=True, blank=True)
    dropped = models.PositiveIntegerField(null=True, blank=True)
    unknown = models.PositiveIntegerField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    locator = models.TextField(blank=True)
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["plan", "-dated", "-recorded_at"], name="reported_total_latest")]


class TargetState(models.Model):
    """Where a target stands now: kept in the confirming transaction, rebuildable from the facts."""

    target = models.OneToOneField(Target, models.CASCADE, primary_key=True, related_name="current")
    status = models.CharField(max_length=10, choices=TargetStatus.choices, default=TargetStatus.UNKNOWN)
    outlook = models.CharField(max_length=10, choices=Outlook.choices, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    due_value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    due_on = models.DateField(null=True)
    pace = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    dated = models.DateField(null=True)
    observation = models.ForeignKey(Observation, models.SET_NULL, null=True, related_name="+")
    statement = models.ForeignKey(Statement, models.SET_NULL, null=True, related_name="+")
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-changed_at"], name="target_state_changed")]

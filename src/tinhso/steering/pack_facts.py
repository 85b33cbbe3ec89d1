"""What a pack publishes about plans: reported totals, statements, and the demo's reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.people.loading import usernames
from tinhso.steering import loading_facts
from tinhso.steering.loading_facts import month_of
from tinhso.steering.models import Report, ReportedTotal, Statement, TargetStatus, TaskRequest
from tinhso.steering.pack_items import ReportItem, RequestItem, StatementItem, TotalItem

PARTS = ("exceeded", "met", "not_met", "dropped", "unknown")


class Totals(BatchSection[TotalItem]):
    """The section `totals`: what documents state of plans."""

    name = "totals"
    schema = TotalItem
    files = ("totals.yaml", "plans/totals.yaml")

    def key(self, item: TotalItem) -> str:
        """Plan and date."""
        return f"{item.plan}@{item.dated}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, TotalItem]:
        """The totals in force."""
        del pack
        rows = ReportedTotal.objects.filter(
            plan__full_slug__in={key.partition("@")[0] for key in keys}, superseded_by=None
        )
        found = (
            TotalItem(
                plan=row.plan.full_slug,
                dated=row.dated,
                document=row.document.slug,
                locator=row.locator,
                observation=row.observation.code if row.observation else "",
                total=row.total,
                exceeded=row.exceeded,
                met=row.met,
                not_met=row.not_met,
                dropped=row.dropped,
                unknown=row.unknown,
            )
            for row in rows.select_related("plan", "document", "observation")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(self, pack: PackInfo, items: Sequence[TotalItem], act: Act, *, illustrative: bool) -> None:
        """All totals."""
        loading_facts.put_totals(pack, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[TotalItem]], everything: Catalogue) -> Iterable[Finding]:
        """Plans, documents and figures exist; published parts do not pass the whole."""
        for field, section in (("plan", "plans"), ("document", "documents"), ("observation", "figures")):
            yield from unknown_codes(items, field, everything.keys(section))
        for item in items:
            total = sum(getattr(item.value, part) or 0 for part in PARTS)
            if item.value.total is not None and total > item.value.total:
                yield item.error("total", _("không nhỏ hơn tổng các phần: %(sum)d") % {"sum": total})


class Statements(BatchSection[StatementItem]):
    """The section `statements`: statuses stated with a reason."""

    name = "statements"
    schema = StatementItem
    files = ("statements.yaml",)

    def key(self, item: StatementItem) -> str:
        """Target and date."""
        return f"{item.target}@{item.dated}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, StatementItem]:
        """The newest statement of each target and date."""
        del pack
        found: dict[str, StatementItem] = {}
        targets = {key.partition("@")[0] for key in keys}
        rows = Statement.objects.filter(withdraws=None, target__code__in=targets)
        for row in rows.select_related("target", "document").order_by("recorded_at"):
            item = StatementItem(
                target=row.target.code,
                dated=row.dated,
                status=TargetStatus(row.status),
                note=row.note,
                document=row.document.slug if row.document else "",
            )
            found[self.key(item)] = item
        return {key: item for key, item in found.items() if key in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[StatementItem], act: Act, *, illustrative: bool
    ) -> None:
        """All statements."""
        loading_facts.put_statements(pack, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[StatementItem]], everything: Catalogue) -> Iterable[Finding]:
        """Targets and documents exist."""
        yield from unknown_codes(items, "target", everything.keys("targets"))
        yield from unknown_codes(items, "document", everything.keys("documents"))


class Reports(BatchSection[ReportItem]):
    """The section `reports`, for demo files: a pack reports nothing in earnest."""

    name = "reports"
    schema = ReportItem
    files = ("reports.yaml",)

    def key(self, item: ReportItem) -> str:
        """The report's code inside the pack."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, ReportItem]:
        """The stored reports of this pack."""
        wanted = {f"pack:{pack.code}:{key}": key for key in keys}
        rows = Report.objects.filter(idempotency_key__in=wanted)
        rows = rows.select_related("target", "task", "agency", "observation")
        names = usernames(by for row in rows for by in (row.submitted_by, row.decided_by))
        return {wanted[row.idempotency_key]: _report(row, wanted[row.idempotency_key], names) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[ReportItem], act: Act, *, illustrative: bool
    ) -> None:
        """All reports."""
        loading_facts.put_reports(pack, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[ReportItem]], everything: Catalogue) -> Iterable[Finding]:
        """Only illustrative ones, each on one thing that exists."""
        for field, section in (
            ("target", "targets"),
            ("task", "tasks"),
            ("agency", "agencies"),
            ("observation", "figures"),
            ("submitted_by", "accounts"),
            ("decided_by", "accounts"),
        ):
            yield from unknown_codes(items, field, everything.keys(section))
        for item in items:
            if bool(item.value.target) == bool(item.value.task):
                yield item.error("target", _("báo cáo về một chỉ tiêu hoặc một nhiệm vụ"))
            if not item.illustrative:
                yield item.error("", _("báo cáo chỉ có trong phần minh hoạ (demo/)"))


def _report(row: Report, code: str, names: Mapping[UUID | None, str]) -> ReportItem:
    nested = {"code", "target", "task", "agency", "period", "observation", "task_state"}
    nested |= {"submitted_by", "decided_by"}
    return ReportItem.model_validate(
        {
            **{name: getattr(row, name) for name in ReportItem.model_fields.keys() - nested},
            "code": code,
            "target": row.target.code if row.target else "",
            "task": row.task.code if row.task else "",
            "agency": row.agency.code,
            "period": "" if row.period == month_of(row.dated) else row.period,
            "observation": row.observation.code if row.observation else "",
            "task_state": row.task_state or None,
            "submitted_by": names[row.submitted_by],
            "decided_by": names[row.decided_by],
        }
    )


class Requests(BatchSection[RequestItem]):
    """The section `requests`, for demo files: open requests about tasks."""

    name = "requests"
    schema = RequestItem
    files = ("requests.yaml",)

    def key(self, item: RequestItem) -> str:
        """Task and kind."""
        return f"{item.task}|{item.kind}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, RequestItem]:
        """The open requests."""
        del pack
        rows = TaskRequest.objects.filter(
            task__code__in={key.partition("|")[0] for key in keys}, decision=TaskRequest.Decision.OPEN
        )
        names = usernames(row.asked_by for row in rows)
        found = (
            RequestItem(
                task=row.task.code,
                kind=TaskRequest.Kind(row.kind),
                agency=row.agency.code,
                grounds=row.grounds,
                asked_at=row.asked_at,
                asked_by=names[row.asked_by],
                until=row.until,
            )
            for row in rows.select_related("task", "agency")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[RequestItem], act: Act, *, illustrative: bool
    ) -> None:
        """All requests."""
        loading_facts.put_requests(pack, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[RequestItem]], everything: Catalogue) -> Iterable[Finding]:
        """Only illustrative ones, about tasks that exist."""
        for field, section in (("task", "tasks"), ("agency", "agencies"), ("asked_by", "accounts")):
            yield from unknown_codes(items, field, everything.keys(section))
        for item in items:
            if not item.illustrative:
                yield item.error("", _("đề nghị chỉ có trong phần minh hoạ (demo/)"))


SECTIONS = (Totals(), Statements(), Reports(), Requests())

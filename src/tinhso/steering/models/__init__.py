"""Plans, targets, tasks, reports, and the current state computed from their facts."""

from tinhso.steering.models.choices import Outlook, TargetStatus, TaskState
from tinhso.steering.models.depth import (
    Deliverable,
    DeliverableEvent,
    Dependency,
    Mention,
    TaskComment,
    TaskFile,
    Watcher,
)
from tinhso.steering.models.handing import Handover, HandoverItem
from tinhso.steering.models.plans import Collector, Goal, Pillar, Plan, Target, TargetValue
from tinhso.steering.models.recurring import Recurrence, RecurrenceJoint
from tinhso.steering.models.reports import Evidence, Report, ReportedTotal, Statement
from tinhso.steering.models.state import IllustrativeState, TargetState
from tinhso.steering.models.tasks import JointAgency, Service, Task, TaskEvent, TaskRequest

__all__ = [
    "Collector",
    "Deliverable",
    "DeliverableEvent",
    "Dependency",
    "Evidence",
    "Goal",
    "Handover",
    "HandoverItem",
    "IllustrativeState",
    "JointAgency",
    "Mention",
    "Outlook",
    "Pillar",
    "Plan",
    "Recurrence",
    "RecurrenceJoint",
    "Report",
    "ReportedTotal",
    "Service",
    "Statement",
    "Target",
    "TargetState",
    "TargetStatus",
    "TargetValue",
    "Task",
    "TaskComment",
    "TaskEvent",
    "TaskFile",
    "TaskRequest",
    "TaskState",
    "Watcher",
]

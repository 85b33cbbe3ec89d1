"""Plans, targets, tasks, reports, and the current state computed from their facts."""

from tinhso.steering.models.choices import Outlook, TargetStatus, TaskState
from tinhso.steering.models.plans import Collector, Goal, Pillar, Plan, Target, TargetValue
from tinhso.steering.models.reports import Evidence, Report, ReportedTotal, Statement
from tinhso.steering.models.state import IllustrativeState, TargetState
from tinhso.steering.models.tasks import JointAgency, Service, Task, TaskEvent, TaskRequest

__all__ = [
    "Collector",
    "Evidence",
    "Goal",
    "IllustrativeState",
    "JointAgency",
    "Outlook",
    "Pillar",
    "Plan",
    "Report",
    "ReportedTotal",
    "Service",
    "Statement",
    "Target",
    "TargetState",
    "TargetStatus",
    "TargetValue",
    "Task",
    "TaskEvent",
    "TaskRequest",
    "TaskState",
]

"""Reads over plans, their targets, tasks and reports."""

from tinhso.steering.queries.doings import task_states
from tinhso.steering.queries.monthly import agency_panel, monthly_table
from tinhso.steering.queries.plans import find_plan, find_target, find_task, is_home, plans_of_home
from tinhso.steering.queries.series import target_series
from tinhso.steering.queries.standings import target_states
from tinhso.steering.queries.summary import plan_summary
from tinhso.steering.queries.work import my_work

__all__ = [
    "agency_panel",
    "find_plan",
    "find_target",
    "find_task",
    "is_home",
    "monthly_table",
    "my_work",
    "plan_summary",
    "plans_of_home",
    "target_series",
    "target_states",
    "task_states",
]

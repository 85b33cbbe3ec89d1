"""Reads over plans, their targets, tasks and reports."""

from tinhso.steering.queries.doings import task_states
from tinhso.steering.queries.plans import find_plan, find_target, find_task, is_home, plans_of_home
from tinhso.steering.queries.standings import target_states
from tinhso.steering.queries.summary import plan_summary

__all__ = [
    "find_plan",
    "find_target",
    "find_task",
    "is_home",
    "plan_summary",
    "plans_of_home",
    "target_states",
    "task_states",
]

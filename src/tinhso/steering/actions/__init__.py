"""Every write of this room: one function a user's action, in one transaction."""

from tinhso.steering.actions.asking import ask, change_task, decide
from tinhso.steering.actions.deciding import confirm_report, return_report
from tinhso.steering.actions.editing import (
    create_goal,
    create_plan,
    edit_goal,
    edit_plan,
    reorder,
)
from tinhso.steering.actions.next_year import next_plan
from tinhso.steering.actions.reporting import resubmit, submit_report
from tinhso.steering.actions.stating import state_target
from tinhso.steering.actions.targets import create_target, edit_target, retire_target
from tinhso.steering.actions.tasks import create_task, edit_task, retire_task

__all__ = [
    "ask",
    "change_task",
    "confirm_report",
    "create_goal",
    "create_plan",
    "create_target",
    "create_task",
    "decide",
    "edit_goal",
    "edit_plan",
    "edit_target",
    "edit_task",
    "next_plan",
    "reorder",
    "resubmit",
    "retire_target",
    "retire_task",
    "return_report",
    "state_target",
    "submit_report",
]

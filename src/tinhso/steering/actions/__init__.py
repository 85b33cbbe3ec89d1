"""Every write of this room: one function a user's action, in one transaction."""

from tinhso.steering.actions.arranging import move, reorder
from tinhso.steering.actions.asking import ask, change_task, decide
from tinhso.steering.actions.deciding import confirm_report, return_report
from tinhso.steering.actions.editing import (
    create_goal,
    create_plan,
    edit_goal,
    edit_plan,
)
from tinhso.steering.actions.next_year import next_plan
from tinhso.steering.actions.reporting import resubmit, submit_report
from tinhso.steering.actions.retiring import restore_target, restore_task, retire_target, retire_task
from tinhso.steering.actions.stating import state_target, withdraw_statement
from tinhso.steering.actions.targets import create_target, edit_target
from tinhso.steering.actions.tasks import create_task, edit_task

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
    "move",
    "next_plan",
    "reorder",
    "restore_target",
    "restore_task",
    "resubmit",
    "retire_target",
    "retire_task",
    "return_report",
    "state_target",
    "submit_report",
    "withdraw_statement",
]

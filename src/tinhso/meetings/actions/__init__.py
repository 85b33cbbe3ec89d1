"""Verbs of meetings; for other rooms: `add_item_within(act, meeting, …)`, `touch(meeting)`."""

from tinhso.meetings.actions.agenda import add_item, add_item_within
from tinhso.meetings.actions.common import touch

__all__ = ["add_item", "add_item_within", "touch"]

"""The bell: how many notices somebody has not read, counted within a query that is asked anyway."""

from __future__ import annotations

from typing import Final

from tinhso.notify import queries
from tinhso.people.waiting import News

NEWS: Final = News("notify:inbox", queries.unread)

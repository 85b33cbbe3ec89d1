"""What waits for somebody in rounds: by round, as lines of work and as queries to count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.base.web import wording
from tinhso.indices.core.moves import SETTLED, State
from tinhso.indices.models import Component, Reminder, Round, RoundState
from tinhso.indices.rounds import policies
from tinhso.people.principals import Principal

WEEK = timedelta(days=7)
Task = Literal["score", "appeal", "verify", "publish"]


@dataclass(frozen=True)
class Waiting:
    """One line: what to do in which round, for how many components, until when, where."""

    task: Task
    round: Round
    count: int
    due_on: date
    href: str
    reminded: date | None = None

    @property
    def title(self) -> str:
        """What to do, in words."""
        words = {
            "score": _("Tự chấm %(index)s %(year)d"),
            "appeal": _("Xem điểm thẩm định %(index)s %(year)d"),
            "verify": _("Thẩm định %(index)s %(year)d"),
            "publish": _("Công bố kết quả %(index)s %(year)d"),
        }
        named = {"index": wording.named(self.round.edition.index), "year": self.round.year}
        return words[self.task] % named

    @property
    def detail(self) -> str:
        """How many components, and whether somebody reminded of them."""
        told = ngettext("%(count)d chỉ số", "%(count)d chỉ số", self.count) % {"count": self.count}
        if self.reminded is None:
            return told
        reminded = _("đã nhắc %(day)s") % {"day": wording.day(self.reminded)}
        return f"{told} · {reminded}"


def _open(principal: Principal) -> QuerySet[Round]:
    rows = Round.objects.filter(state=RoundState.OPEN)
    return rows if principal.illustrative else rows.filter(illustrative=False)


def _mine(principal: Principal, task: Task) -> Q | None:
    """The components in which `principal` has that to do; None when it is nothing to this person."""
    own = policies.own_agencies(principal)
    if task in {"score", "appeal"}:
        state = State.WAITING if task == "score" else State.ADJUSTED
        return Q(owner__in=own, state=state) if own else None
    named = Q(verifier__in=own)
    mine = named | Q(verifier=None) if policies.may_manage(principal) else named
    waiting = Q(state__in=(State.SCORED, State.APPEALED))
    return mine & waiting if own or policies.may_manage(principal) else None


_TERMS: Final[Mapping[Task, str]] = {
    "score": "score_by",
    "appeal": "appeal_by",
    "verify": "verify_by",
    "publish": "publish_by",
}
_OF_COMPONENTS: Final[tuple[Task, ...]] = ("score", "appeal", "verify")


def parts(principal: Principal, today: date) -> Iterator[QuerySet[Any]]:
    """Queries whose rows are what must be done today, one row a round and task; nothing for nobody."""
    for task in _OF_COMPONENTS:
        mine = _mine(principal, task)
        if mine is not None:
            inside = Component.objects.filter(mine, round=OuterRef("pk"))
            last_day = "exact" if task == "appeal" else "lte"
            yield _open(principal).filter(Exists(inside), **{f"{_TERMS[task]}__{last_day}": today})
    if policies.may_manage(principal):
        yield _ready(principal).filter(publish_by__lte=today)


def _ready(principal: Principal) -> QuerySet[Round]:
    """Open rounds whose every component is settled."""
    unsettled = Component.objects.filter(round=OuterRef("pk")).exclude(state__in=list(SETTLED))
    return _open(principal).filter(~Exists(unsettled))


def waiting(principal: Principal, today: date) -> Iterator[Waiting]:
    """The lines of work of somebody: what is late or due, what is due within a week or was reminded of.

    One query, however many rounds and components.
    """
    tasks = _tasks(principal)
    if not tasks:
        return
    rows = _open(principal).select_related("edition__index").order_by("publish_by", "pk")
    for task, mine in tasks.items():
        inside = Component.objects.filter(mine, round=OuterRef("pk")).order_by().values("round")
        last = Reminder.objects.filter(component=OuterRef("pk"), state=OuterRef("state"))
        moment = Subquery(last.order_by("-recorded_at").values("recorded_at")[:1])
        rows = rows.annotate(
            **{
                f"n_{task}": Subquery(inside.annotate(n=Count("pk")).values("n")),
                f"at_{task}": Subquery(inside.annotate(at=Max(moment)).values("at")),
            }
        )
    for row in rows:
        for task in tasks:
            yield from _line(row, task, today)


def _tasks(principal: Principal) -> dict[Task, Q]:
    """What there may be to do for whoever holds those roles, at the desk or not, and in which components."""
    tasks = {task: mine for task in _OF_COMPONENTS if (mine := _mine(principal, task)) is not None}
    if policies.may_manage(principal):
        unsettled = Component.objects.filter(round=OuterRef("round")).exclude(state__in=list(SETTLED))
        tasks["publish"] = ~Exists(unsettled) & Q()
    return tasks


def _line(row: Round, task: Task, today: date) -> Iterator[Waiting]:
    count, at = getattr(row, f"n_{task}"), getattr(row, f"at_{task}")
    due = getattr(row, _TERMS[task])
    if not count or (task == "appeal" and due < today) or (due > today + WEEK and at is None):
        return
    pages = {"verify": "indices:verifying", "publish": "indices:manage_round"}
    args = [row.pk] if task == "publish" else []
    href = reverse(pages.get(task, "indices:my_components"), args=args)
    yield Waiting(task, row, count, due, href, wording.local_day(at) if at else None)

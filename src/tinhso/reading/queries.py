"""Reads over readings and what they propose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.documents import queries as documents
from tinhso.documents.models import Document
from tinhso.documents.notation import NotationError, parse_notation
from tinhso.indicators.models import State
from tinhso.people.principals import Principal
from tinhso.reading import policies
from tinhso.reading.models import PlanRequest, Proposal, ProposalState, Reading
from tinhso.reading.models.readings import OPEN

_AROUND = ("indicator", "target", "place__parent", "agency", "fact__indicator")


def readings(by: Principal) -> QuerySet[Reading]:
    """Those that `by` sees, the newest first, with how many figures were proposed, and still are."""
    counted = Reading.objects.annotate(
        figures=Count("proposals", filter=~Q(proposals__state=ProposalState.NOTED)),
        left=Count("proposals", filter=Q(proposals__state__in=OPEN)),
    )
    rows = policies.seen(by, counted).select_related("agency", "place", "document")
    return rows.defer("text", "pages").order_by("-created_at", "-pk")


def nothing() -> str:
    """What is said of a reading that there is not, or that is not for whoever asks."""
    return _("Không có bản đọc này.")


def one(by: Principal, key: UUID) -> Reading:
    """That reading. Raises NotSignedIn, NotAllowed; NotFound also for what `by` may not see."""
    policies.require_read(by)
    row = Reading.objects.select_related("agency", "place__parent", "document", "file").filter(pk=key).first()
    if row is None:
        raise NotFound(nothing(), field="reading")
    policies.require_see(by, row)
    return row


def proposals(reading: Reading) -> list[Proposal]:
    """Its figures in the order of the text, with what they are of; one query."""
    rows = list(reading.proposals.select_related(*_AROUND).order_by("position"))
    for row in rows:
        row.reading = reading
    return rows


def plan_requests(reading: Reading) -> list[PlanRequest]:
    """The draft plans asked for out of it, the newest first."""
    return list(reading.plan_requests.all()[:20])


def proposal(reading: Reading, position: int) -> Proposal:
    """That figure. Raises NotFound."""
    row = reading.proposals.select_related(*_AROUND).filter(position=position).first()
    if row is None:
        raise NotFound(_("Bản đọc này không có số liệu thứ %(n)d.") % {"n": position + 1}, field="position")
    row.reading = reading
    return row


def lately_accepted(since: datetime, most: int) -> ArraySubquery:
    """Texts that figures in force were read from since then, `{"reading", "title", "file", "count"}` each,
    the newest first, to ride along with another query."""
    accepted = Proposal.objects.filter(fact__state=State.CONFIRMED, decided_at__gte=since).order_by()
    texts = accepted.values("reading").annotate(
        told=JSONObject(
            reading="reading_id", title="reading__title", file="reading__file_name", count=Count("pk")
        ),
        newest=Max("decided_at"),
    )
    return ArraySubquery(texts.order_by("-newest").values("told")[:most])


def locked(key: UUID) -> Proposal:
    """That figure, locked until the transaction ends. Raises NotFound."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("reading__agency", *_AROUND)
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound(_("Không có số liệu đề xuất này."), field="proposal")
    return row


def of_facts(facts: Iterable[UUID]) -> list[Proposal]:
    """The proposals that became one of those figures."""
    return list(Proposal.objects.filter(fact__in=facts).select_related("reading__document"))


@dataclass(frozen=True)
class Named:
    """A document that the text names, and its entry in the register."""

    order: int
    told: dict[str, object]
    entry: Document | None

    @property
    def words(self) -> str:
        """How it is named."""
        return " ".join(str(part) for part in (self.told.get("type"), self.told.get("number")) if part)

    @property
    def day(self) -> date | None:
        """Its day."""
        told = self.told.get("date")
        return date.fromisoformat(str(told)) if told else None


def named(reading: Reading) -> list[Named]:
    """The documents that the text names, each once, with their entries; one query."""
    told: dict[tuple[str, str], tuple[int, dict[str, object]]] = {}
    for order, one in enumerate(reading.named):
        key = (_canonical(str(one["number"])), str(one.get("date") or ""))
        told.setdefault(key if key[0] else (str(one["title"]), key[1]), (order, one))
    numbers = {number for number, _day in told}
    rows = documents.documents().with_issuer().filter(notation__in=numbers) if numbers else ()
    entries: dict[str, list[Document]] = {}
    for row in rows:
        entries.setdefault(row.notation, []).append(row)
    return [
        Named(order, one, _entry(entries.get(number, []), day))
        for (number, day), (order, one) in told.items()
    ]


def _canonical(number: str) -> str:
    try:
        return str(parse_notation(number))
    except NotationError:
        return number.strip()


def _entry(found: list[Document], day: str) -> Document | None:
    """The one of that day; without a day the only one there is."""
    same = [row for row in found if not day or (row.date and row.date.isoformat() == day)]
    return same[0] if len(same) == 1 else None

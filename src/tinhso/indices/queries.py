"""Reads over indices, their editions and published results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.base.web import wording
from tinhso.indices import trees
from tinhso.indices.core.nodes import Edition as Tree
from tinhso.indices.models import CompositeIndex, Edition, Measure, Node, Score


def indices(as_of: date | None = None, *, illustrative: bool = False) -> QuerySet[CompositeIndex]:
    """All indices with their nodes and editions; as of a day those whose decision is not dated later."""
    editions = Edition.objects.order_by("-code").prefetch_related("nodes")
    if as_of:
        editions = editions.filter(Q(issued=None) | Q(issued__lte=as_of))
    rows = CompositeIndex.objects.all()
    if not illustrative:
        rows, editions = rows.filter(illustrative=False), editions.filter(illustrative=False)
    return rows.prefetch_related(Prefetch("editions", queryset=editions))


def index(code: str) -> CompositeIndex:
    """One index. Raises NotFound, with near codes."""
    row = CompositeIndex.objects.filter(code=code).first()
    if row is None:
        known = CompositeIndex.objects.values_list("code", flat=True)
        raise NotFound(
            _("Không có bộ chỉ số mang mã “%(code)s”.") % {"code": code},
            near=near_matches(code, known),
            field="code",
        )
    return row


def editions() -> QuerySet[Edition]:
    """All editions with their index and nodes."""
    return Edition.objects.select_related("index").prefetch_related("nodes")


def edition(index: str, code: str) -> Edition:
    """One edition. Raises NotFound, with near codes."""
    row = editions().filter(index__code=index, code=code).first()
    if row is not None:
        return row
    known = list(Edition.objects.values_list("index__code", "code"))
    own = [name for parent, name in known if parent == index]
    if not own:
        raise NotFound(
            _("Không có bộ chỉ số mang mã “%(code)s”.") % {"code": index},
            near=near_matches(index, [parent for parent, _name in known]),
            field="code",
        )
    raise NotFound(
        _("Bộ chỉ số %(index)s không có phiên bản “%(code)s”.") % {"index": index, "code": code},
        near=sorted(own),
        field="edition",
    )


def tree(row: Edition) -> Tree:
    """The edition as the core's tree; its reason in the reader's language."""
    nodes: Sequence[Node] = list(row.nodes.all())
    return trees.of_row(row, nodes, why_not(row))


def why_not(row: Edition) -> str:
    """Why nothing can be computed by it, in the reader's language; empty when it can."""
    return (wording.language() == "en" and row.why_not_en) or row.why_not


def scores(
    row: Edition,
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    illustrative: bool = False,
) -> QuerySet[Score]:
    """What was published by an edition and stands, the latest year first.

    `as_of` leaves out what was published later, `known_at` what was recorded later.
    """
    found = Score.objects.filter(edition=row).select_related("place", "edition__index")
    if known_at is None:
        found = found.filter(superseded_by=None)
    else:
        later = Score.objects.filter(supersedes=OuterRef("pk"), recorded_at__lte=known_at)
        found = found.filter(~Exists(later), recorded_at__lte=known_at)
    if as_of:
        found = found.filter(Q(published=None) | Q(published__lte=as_of))
    if not illustrative:
        found = found.filter(illustrative=False)
    return found.order_by("-year", "code")


def of_index(index: CompositeIndex) -> QuerySet[Score]:
    """All published results of an index that stand, whichever the edition, oldest first."""
    found = Score.objects.filter(edition__index=index, superseded_by=None, illustrative=False)
    return found.select_related("place", "edition__index").order_by("year", "rank", "code")


def means(index: CompositeIndex) -> QuerySet[Score]:
    """The published means of an index."""
    return of_index(index).filter(measure=Measure.MEAN, node="")

"""Who reads documents, who sees what was read, who decides on what is proposed."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, NotFound
from tinhso.base.files.models import StoredFile
from tinhso.indicators import policies as indicators
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.policies import Span
from tinhso.people.principals import Principal
from tinhso.reading.models import Reading

_Row = TypeVar("_Row", bound=Reading)


def span(by: Principal) -> Span:
    """The agencies whose readings `by` sees and decides on: those it writes figures of."""
    return people.span(by, Capability.WRITE_FIGURES)


def may_read(by: Principal) -> bool:
    """Whether `by` may have a document read: the standing office, officers and heads of agencies."""
    return bool(span(by))


def require_read(by: Principal) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` may have documents read."""
    people.require_may(by, Capability.WRITE_FIGURES)


def may_see(by: Principal, reading: Reading) -> bool:
    """People of the agency that had it read, and the standing office."""
    return reading.agency_id in span(by)


def seen(by: Principal, rows: QuerySet[Reading]) -> QuerySet[Reading]:
    """The rows that `may_see` lets through."""
    return rows.filter(span(by).rows("agency"))


def require_see(by: Principal, reading: Reading) -> None:
    """Raises NotSignedIn, NotAllowed; NotFound for a reading of others: it is not admitted to exist."""
    require_read(by)
    if not may_see(by, reading):
        raise NotFound(_("Không có bản đọc này."), field="reading")


def confirms(by: Principal) -> bool:
    """Whether what `by` accepts is confirmed at once: as for figures that are entered."""
    return indicators.may_confirm(by)


def agency_of(by: Principal, chosen: UUID | None = None) -> UUID:
    """The agency for which `by` has a document read: the one chosen, that of the post acted in, the only one.

    Raises NotSignedIn, NotAllowed; Invalid (`agency`) where none can be told.
    """
    require_read(by)
    held = span(by)
    acting = by.acting.agency_id if by.acting else None
    own = sorted(by.agencies_as(*by.roles), key=str)
    for one in (chosen, acting, *own):
        if one is not None and one in held:
            return one
    raise Invalid(_("Chọn đơn vị đứng tên bản đọc."), code="missing", field="agency")


def may_see_file(who: object, file: StoredFile) -> bool:
    """Whether a reading that the reader may see was made of this file (`TINHSO_FILE_POLICIES`)."""
    if not isinstance(who, Principal) or not may_read(who):
        return False
    return seen(who, Reading.objects.filter(file=file)).exists()

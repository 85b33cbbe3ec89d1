"""Files that prove reports: seen by whoever may see the report."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import NotFound
from tinhso.base.files import responses
from tinhso.base.files.models import StoredFile
from tinhso.people.principals import Principal, principal_of
from tinhso.steering import policies
from tinhso.steering.queries import agenda


def may_see_file(who: object, file: StoredFile) -> bool:
    """Whether a report that the reader may see carries this file; named in `TINHSO_FILE_POLICIES`."""
    if not isinstance(who, Principal):
        return False
    rows = agenda.reports().filter(evidence_links__file=file)
    return any(policies.may_see_report(who, report) for report in rows)


@require_safe
def evidence(request: HttpRequest, report_id: UUID, file: UUID) -> HttpResponseBase:
    """A file of a report, as an attachment."""
    if not agenda.reports().filter(pk=report_id, evidence_links__file=file).exists():
        raise NotFound(_("Không có tệp này."), field="file")
    return responses.download(principal_of(request), file)

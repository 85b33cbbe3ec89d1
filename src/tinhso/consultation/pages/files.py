"""Files of drafts: seen by whoever may read the draft."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import NotFound
from tinhso.base.files import responses
from tinhso.base.files.models import StoredFile
from tinhso.consultation import policies
from tinhso.consultation.models import Draft
from tinhso.consultation.queries import drafts
from tinhso.people.principals import Principal, principal_of


def _carrying(file: UUID) -> Q:
    return Q(versions__file=file) | Q(rounds__invitees__file=file)


def may_see_file(who: object, file: StoredFile) -> bool:
    """Whether a draft that the reader may read carries this file; named in `TINHSO_FILE_POLICIES`."""
    if not isinstance(who, Principal):
        return False
    rows = Draft.objects.filter(_carrying(file.pk)).distinct()
    return any(policies.may_read(who, draft) for draft in rows)


@require_safe
def file(request: HttpRequest, code: str, file_id: UUID) -> HttpResponseBase:
    """A version's file, or an agency's letter, as an attachment."""
    by = principal_of(request)
    draft = drafts.readable_by_code(by, code)
    if not Draft.objects.filter(_carrying(file_id), pk=draft.pk).exists():
        raise NotFound(_("Không có tệp này."), field="file")
    return responses.download(by, file_id)

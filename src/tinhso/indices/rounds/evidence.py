"""Files that prove a step: seen by whoever may see the component."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import NotFound
from tinhso.base.files import responses
from tinhso.base.files.models import StoredFile
from tinhso.indices.models import StepFile
from tinhso.indices.rounds import policies, queries
from tinhso.people.principals import Principal, principal_of


def may_see_file(who: object, file: StoredFile) -> bool:
    """Whether a component that the reader may see carries this file; named in `TINHSO_FILE_POLICIES`."""
    if not isinstance(who, Principal):
        return False
    rows = StepFile.objects.filter(file=file).select_related("step__component__round")
    return any(policies.may_see(who, row.step.component) for row in rows)


@require_safe
def step_file(request: HttpRequest, found: UUID, node: str, file: UUID) -> HttpResponseBase:
    """A file of a component, as an attachment."""
    by = principal_of(request)
    one = queries.component(queries.round_by_id(by, found), node)
    policies.require_see(by, one)
    if not StepFile.objects.filter(step__component=one, file=file).exists():
        raise NotFound(_("Không có tệp này."), field="file")
    return responses.download(by, file)

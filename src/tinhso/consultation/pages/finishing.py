"""Issuing the draft: what is still owed, the number, the signer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms, wording
from tinhso.base.web.typed import Reading
from tinhso.consultation.actions import common, finishing
from tinhso.consultation.pages.common import Opened, drafting, page_status
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import Finish
from tinhso.documents import numbering
from tinhso.documents.models import DocumentType
from tinhso.people import queries as people


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, code: str) -> HttpResponseBase:
    """Name what is owed; issue when nothing is."""
    found = drafting(request, code)
    typed = forms.start(_usual(found))
    if request.method == "POST":
        try:
            made = finishing.finalise(found.by, code, _read(request))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            document = made.document
            messages.success(
                request, _("Đã ban hành %(document)s.") % {"document": document and document.cited}
            )
            return redirect(made)
    context = found.context("answers") | {
        "typed": typed,
        "owed": common.owed(found.draft),
        "versions": [
            (str(row.number), _("Bản %(number)d") % {"number": row.number})
            for row in drafts.versions(found.draft)
        ],
        "agencies": list(people.agencies().valid_on().at_home().values_list("code", "name")),
    }
    return render(request, "consultation/finish.html", context, status=page_status(typed))


def _usual(found: Opened) -> dict[str, object]:
    draft, today = found.draft, clock.today()
    newest = drafts.newest(draft)
    kind = DocumentType(draft.kind)
    return {
        "version": newest.number if newest else "",
        "issuer": draft.agency.code,
        "date": wording.day(today),
        "number": numbering.propose(draft.agency, kind, today.year),
        "suffix": numbering.suffix_for(draft.agency, kind),
    }


def _read(request: HttpRequest) -> Finish:
    sent = Reading(request.POST.dict())
    day = sent.day("date")
    if day is None and not sent.problems:
        raise Invalid(_("Chưa nhập ngày ban hành."), field="date")
    values = {
        "version": sent.whole("version") or 0,
        "issuer": sent.text("issuer"),
        "date": day,
        "signer": sent.text("signer"),
        "number": sent.whole("number"),
        "suffix": sent.text("suffix"),
    }
    return sent.finish(Finish, values)

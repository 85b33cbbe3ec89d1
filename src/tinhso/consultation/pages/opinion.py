"""The asked agency's own page: what is being written, saved as it is typed, and sent."""

from __future__ import annotations

from typing import BinaryIO, Final, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Refusal
from tinhso.base.files import actions as files
from tinhso.base.files.models import StoredFile
from tinhso.base.web import forms, wording
from tinhso.base.web.typed import Reading
from tinhso.consultation import policies
from tinhso.consultation.actions import late, opinions
from tinhso.consultation.models import Clause, Invitee, Note, NoteState
from tinhso.consultation.pages.common import Opened, opened, page_status
from tinhso.consultation.queries import comments, drafts
from tinhso.consultation.schemas import NewNote, Opinion
from tinhso.documents import secrecy

AUTOSAVE: Final = "HTTP_X_AUTOSAVE"


def _own(request: HttpRequest, code: str) -> tuple[Opened, Invitee]:
    found = opened(request, code)
    if found.invitee is None:
        raise NotAllowed(
            _("Cơ quan của bạn không có trong danh sách được hỏi."),
            hint=_("Đề nghị cơ quan soạn thảo hỏi thêm cơ quan của bạn."),
        )
    return found, found.invitee


@require_safe
def opinion(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is being written, and how it is sent."""
    found, invitee = _own(request, code)
    opinions.view(found.by, invitee)
    return _page(request, found, invitee)


def _page(
    request: HttpRequest, found: Opened, invitee: Invitee, typed: forms.Typed | None = None
) -> HttpResponse:
    of = found.of
    rows = drafts.clauses(of.version) if of else []
    context = found.context("opinion") | {
        "typed": typed or forms.start({"clause": _wanted(request, rows)}),
        "notes": comments.writing(invitee),
        "sent": list(comments.comments(found.draft).filter(invitee=invitee)),
        "taken_back": list(invitee.notes.filter(state=NoteState.TAKEN_BACK).select_related("clause")),
        "clauses": [(str(row.pk), f"{row.named}: {row.text[:70]}") for row in rows],
        "may_send": policies.may_send(found.by, invitee),
        "may_write": not found.ended and not invitee.has_answered and invitee.state != "late",
    }
    return render(request, "consultation/opinion.html", context, status=page_status(typed))


def _wanted(request: HttpRequest, rows: list[Clause]) -> str:
    wanted = request.GET.get("clause", "")
    return wanted if any(str(row.pk) == wanted for row in rows) else ""


def _told(request: HttpRequest) -> NewNote:
    sent = Reading(request.POST.dict())
    values = {
        "text": sent.text("text"),
        "clause": _id(sent.text("clause")),
        "quote": request.POST.get("quote", ""),
        "start": sent.whole("start"),
        "end": sent.whole("end"),
    }
    return sent.finish(NewNote, values)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Invalid(_("Không có đoạn này."), field="clause") from error


@require_POST
def write(request: HttpRequest, code: str) -> HttpResponseBase:
    """Keep a comment, change it, leave it out, take it back. A script is answered in JSON."""
    found, invitee = _own(request, code)
    quiet = AUTOSAVE in request.META
    try:
        note = _written(request, found, invitee)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        if quiet:
            body = {"code": refusal.code, "message": str(refusal.message), "hint": str(refusal.hint or "")}
            return JsonResponse(body, status=refusal.status, json_dumps_params={"ensure_ascii": False})
        return _page(request, found, invitee, forms.again(request.POST, refusal))
    if quiet:
        told = _("Đã lưu %(moment)s") % {"moment": wording.moment(note.changed_at)[-5:]}
        return JsonResponse({"id": str(note.pk), "said": told}, json_dumps_params={"ensure_ascii": False})
    if request.POST.get("next") == "draft" and note.clause:
        return redirect(f"{found.draft.get_absolute_url()}#doan-{note.clause.order}")
    return redirect("consultation:opinion", code)


def _written(request: HttpRequest, found: Opened, invitee: Invitee) -> Note:
    key = _id(request.POST.get("note", ""))
    if key is None:
        return opinions.write(found.by, invitee, _told(request))
    how = request.POST.get("do", "")
    if how == "drop":
        return opinions.take_back(found.by, key)
    if how == "restore":
        return opinions.restore(found.by, key)
    return opinions.change(found.by, key, _told(request))


@require_POST
def send(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send the official answer, or plead for time, or send late."""
    found, invitee = _own(request, code)
    try:
        said = _sent(request, found, invitee)
    except NotSignedIn:
        raise
    except Refusal as refusal:
        return _page(request, found, invitee, forms.again(request.POST, refusal))
    messages.success(request, said)
    return redirect("consultation:opinion", code)


def _sent(request: HttpRequest, found: Opened, invitee: Invitee) -> str:
    sent = Reading(request.POST.dict())
    how, why = sent.text("do"), sent.text("why")
    told = sent.finish(Opinion, {"agrees": how.endswith("agree"), "letter": sent.text("letter")})
    if how == "wish":
        late.wish(found.by, invitee, why)
        return _("Đã gửi đề nghị gia hạn tới cơ quan soạn thảo.")
    if how in {"late", "late_agree"}:
        late.send_late(found.by, invitee, told, why)
        return _("Đã gửi ý kiến muộn; cơ quan soạn thảo sẽ trả lời có tiếp nhận hay không.")
    policies.require_send(found.by, invitee)
    opinions.require_time(invitee)
    opinions.send(found.by, invitee, told, file=_letter(request, found))
    return _("Đã gửi ý kiến chính thức.")


def _letter(request: HttpRequest, found: Opened) -> StoredFile | None:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    secrecy.refuse_secret_name(upload.name or "")
    return files.store(
        found.by, cast(BinaryIO, upload), name=upload.name or "", illustrative=found.draft.illustrative
    )

"""Opening a round, following it, reminding, giving more time, letting late ones in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base import clock
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Refusal
from tinhso.base.web import forms, listing, wording
from tinhso.base.web.typed import Reading
from tinhso.committees import queries as committees
from tinhso.consultation import tables
from tinhso.consultation.actions import late, rounds
from tinhso.consultation.models import InviteeState
from tinhso.consultation.pages.common import Opened, drafting, opened, page_status
from tinhso.consultation.queries import comments, drafts
from tinhso.consultation.schemas import NewRound
from tinhso.people import queries as people
from tinhso.people.models import AgencyKind

_TERM = 10
"""Working days that the form offers first; the drafter decides."""


def _choices(found: Opened, chosen: set[str]) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Agencies of today by kind: (kind, word, [(code, name, chosen)])."""
    rows = people.agencies().valid_on().at_home().exclude(pk=found.draft.agency_id)
    rows = rows.exclude(kind=AgencyKind.STEERING)
    groups: dict[str, list[tuple[str, str, bool]]] = {}
    for code, name, kind in rows.values_list("code", "name", "kind"):
        groups.setdefault(kind, []).append((code, name, code in chosen))
    return [(kind, str(AgencyKind(kind).label), groups[kind]) for kind in AgencyKind.values if kind in groups]


@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest, code: str) -> HttpResponseBase:
    """Whom to ask and until when."""
    found = drafting(request, code)
    day = current_calendar().add_working_days(clock.today(), _TERM)
    typed = forms.start({"deadline": wording.day(day)})
    chosen = _asked_before(found)
    if request.method == "POST":
        chosen = set(request.POST.getlist("agencies"))
        try:
            rounds.open_round(found.by, code, _read(request, found))
        except (NotSignedIn, NotAllowed):
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
        else:
            messages.success(request, _("Đã mở đợt lấy ý kiến; các nơi được hỏi đã được báo."))
            return redirect("consultation:progress", code)
    members = committees.members(found.draft.committee) if found.draft.committee else []
    context = found.context("progress") | {
        "typed": typed,
        "groups": _choices(found, chosen),
        "members": members,
        "version": drafts.newest(found.draft),
    }
    return render(request, "consultation/open.html", context, status=page_status(typed))


def _asked_before(found: Opened) -> set[str]:
    if found.of is None:
        return set()
    codes = found.of.invitees.filter(agency__isnull=False).values_list("agency__code", flat=True)
    return {str(code) for code in codes}


def _read(request: HttpRequest, found: Opened) -> NewRound:
    sent = Reading(request.POST.dict())
    whole = set(request.POST.getlist("kinds"))
    codes = dict.fromkeys(request.POST.getlist("agencies"))
    for kind, _word, rows in _choices(found, set()) if whole else []:
        if kind in whole:
            codes |= dict.fromkeys(row[0] for row in rows)
    return sent.finish(
        NewRound,
        {
            "deadline": sent.day("deadline"),
            "agencies": tuple(codes),
            "members": bool(sent.text("members")),
            "public": bool(sent.text("public")),
            "letter": sent.text("letter"),
            "note": sent.text("note"),
        },
    )


@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who answered and who has not; the drafter reminds, extends and ends here."""
    return _progress(request, opened(request, code))


def _progress(request: HttpRequest, found: Opened, typed: forms.Typed | None = None) -> HttpResponseBase:
    rows = drafts.invitees(found.of) if found.of else []
    shown = listing.build(
        request,
        tables.INVITEES,
        rows,
        declared=tables.INVITEE_FILTERS,
        narrow=tables.narrow_invitees,
    )
    context = found.context("progress") | {
        "typed": typed or forms.start(),
        "late": [row for row in rows if row.state == InviteeState.LATE],
        "wishes": [row for row in rows if row.wish and not row.has_answered],
        "silent": sum(row.state in {InviteeState.WAITING, InviteeState.VIEWED} for row in rows),
        "groups": _choices(found, set()) if found.may_draft and found.in_time else [],
        "written_late": len(comments.late_ones(found.draft)) if found.may_draft else 0,
    }
    if typed is not None and typed.refusal:
        context |= {"listing": shown, "filters": shown.filters}
        return render(request, "consultation/progress.html", context, status=page_status(typed))
    return shown.respond("consultation/progress.html", context)


@require_POST
def act(request: HttpRequest, code: str) -> HttpResponseBase:
    """Remind, extend, close, ask others."""
    found = drafting(request, code)
    try:
        said = _done(request, found, code)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _progress(request, found, forms.again(request.POST, refusal))
    messages.success(request, said)
    return redirect("consultation:progress", code)


def _done(request: HttpRequest, found: Opened, code: str) -> str:
    sent = Reading(request.POST.dict())
    how = sent.text("do")
    if how == "remind":
        count = rounds.remind(found.by, code)
        return ngettext("Đã nhắc %(count)d nơi.", "Đã nhắc %(count)d nơi.", count) % {"count": count}
    if how == "close":
        rounds.close(found.by, code, reason=sent.text("why"))
        return _("Đã kết thúc đợt lấy ý kiến.")
    if how == "ask":
        rows = rounds.ask_more(found.by, code, request.POST.getlist("agencies"))
        return ngettext("Đã hỏi thêm %(count)d nơi.", "Đã hỏi thêm %(count)d nơi.", len(rows)) % {
            "count": len(rows)
        }
    if how == "extend":
        rounds.extend(found.by, code, _day(sent), sent.text("why"))
        return _("Đã gia hạn; những nơi chưa trả lời đã được báo.")
    raise Invalid(_("Không rõ cần làm gì."), field="do")


def _day(sent: Reading) -> date:
    found = sent.day("deadline")
    if found is None:
        told = sent.problems[0].message if sent.problems else _("Chưa nhập ngày.")
        raise Invalid(told, field="deadline")
    return found


@require_POST
def decide_late(request: HttpRequest, code: str, invitee_id: UUID) -> HttpResponseBase:
    """Let a late opinion in, or not."""
    found = drafting(request, code)
    try:
        admitted = "admit" in request.POST
        late.decide_late(found.by, invitee_id, admitted=admitted, why=request.POST.get("why", ""))
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _progress(request, found, forms.again(request.POST, refusal))
    messages.success(
        request, _("Đã tiếp nhận ý kiến muộn.") if admitted else _("Đã trả lời không tiếp nhận.")
    )
    return redirect("consultation:progress", code)

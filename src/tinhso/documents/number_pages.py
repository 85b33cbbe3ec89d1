"""Pages of the number book: which books there are, what stands in one, and the form that gives a number."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.errors import NotFound, Refusal
from tinhso.base.web import forms as typing
from tinhso.base.web import listing
from tinhso.documents import forms, issuing, number_tables, numbering, policies
from tinhso.documents.models import DocumentType
from tinhso.people import choosing
from tinhso.people import queries as people
from tinhso.people.principals import principal_of


@require_safe
def books(request: HttpRequest) -> HttpResponseBase:
    """Every issuer, type and year that has numbers, with the next one."""
    found = listing.build(
        request,
        number_tables.BOOKS,
        number_tables.books(),
        declared=number_tables.BOOK_FILTERS,
        narrow=number_tables.narrow_books,
    )
    context = {
        "title": _("Sổ đăng ký số văn bản"),
        "may_edit": policies.may_edit(principal_of(request)),
    }
    return found.respond("documents/books.html", context)


@require_safe
def book(request: HttpRequest, issuer: str, kind: str, year: int) -> HttpResponseBase:
    """The numbers of one book, the newest first, with those left out."""
    agency = people.agencies().filter(code=issuer).first()
    if agency is None or kind not in DocumentType.values:
        raise NotFound(_("Không có sổ này."), field="book")
    type_of = DocumentType(kind)
    rows = numbering.in_year(agency, type_of, year).newest_first()
    found = listing.build(request, number_tables.NUMBERS, rows)
    taken = numbering.taken(agency, type_of, year)
    context = {
        "title": _("%(type)s của %(issuer)s, năm %(year)d")
        % {"type": type_of.label, "issuer": agency.name, "year": year},
        "agency": agency,
        "kind": type_of.value,
        "next": max(taken, default=0) + 1,
        "suffix": numbering.suffix_for(agency, type_of),
        "gaps": numbering.gaps(taken),
        "may_edit": policies.may_edit(principal_of(request)),
    }
    return found.respond("documents/book.html", context)


def _proposed(sent: dict[str, Any]) -> dict[str, Any]:
    """What the form shows at first: today; number and suffix where issuer and type are known."""
    values = {"date": clock.today(), **sent}
    agency = people.agencies().filter(code=str(sent.get("issuer", ""))).first()
    if agency and sent.get("type") in DocumentType.values:
        kind = DocumentType(sent["type"])
        values["suffix"] = numbering.suffix_for(agency, kind)
        values["number"] = numbering.propose(agency, kind, clock.today().year)
    return values


def _form(request: HttpRequest, typed: typing.Typed) -> HttpResponse:
    context = {
        "title": _("Cấp số văn bản"),
        "typed": typed,
        "types": DocumentType.choices,
        "agencies": choosing.agencies(typed.value("issuer")),
    }
    return render(
        request, "documents/issue.html", context, status=typed.refusal.status if typed.refusal else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Give a document its number and enter it in the register."""
    by = principal_of(request)
    policies.require_edit(by)
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ("issuer", "type") if name in request.GET}
        return _form(request, typing.start(_proposed(asked)))
    try:
        document = issuing.issue_document(by, forms.read_issue(request.POST.dict()))
    except Refusal as refusal:
        return _form(request, typing.again(request.POST, refusal))
    return redirect(document)

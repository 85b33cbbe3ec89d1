"""Pages of the register: the list, one page a document, and the forms of the standing office."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.base.errors import Invalid, NotFound, Refusal
from tinhso.base.files import responses
from tinhso.base.web import forms as typing
from tinhso.base.web import listing
from tinhso.documents import actions, forms, panels, policies, queries, tables
from tinhso.documents.api import told
from tinhso.documents.models import Document, DocumentType, Relation
from tinhso.people import choosing
from tinhso.people.principals import principal_of


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The register: search, filters, exports."""
    rows = queries.documents().newest_first()
    found = listing.build(request, tables.DOCUMENTS, rows, declared=tables.FILTERS, narrow=tables.narrow)
    context = {
        "title": pgettext("list", "Văn bản"),
        "q": request.GET.get("q", ""),
        "may_edit": policies.may_edit(principal_of(request)),
    }
    return found.respond("documents/index.html", context)


def _detail(request: HttpRequest, document: Document, typed: typing.Typed | None = None) -> HttpResponse:
    may_edit = policies.may_edit(principal_of(request))
    context = {
        "title": document.cited,
        "document": document,
        "type": DocumentType(document.type).label,
        "relations": queries.relations(document),
        "attachments": queries.attachments(document),
        "panels": panels.of(document),
        "may_edit": may_edit,
        "kinds": Relation.Kind.choices,
        "typed": typed or typing.start({"kind": Relation.Kind.BASED_ON}),
    }
    status = typed.refusal.status if typed and typed.refusal else 200
    return render(request, "documents/detail.html", context, status=status)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One document: facts, relations both ways, figures taken from it, files."""
    document = queries.by_slug(slug)
    if request.GET.get("format") == "json":
        out = told(document).model_dump(mode="json")
        return JsonResponse(out, json_dumps_params={"ensure_ascii": False})
    return _detail(request, document)


def _form(request: HttpRequest, typed: typing.Typed, document: Document | None) -> HttpResponse:
    context = {
        "title": _("Sửa thông tin văn bản") if document else _("Vào sổ văn bản"),
        "document": document,
        "typed": typed,
        "types": DocumentType.choices,
        "agencies": choosing.agencies(typed.value("issuer")),
        "secrecies": [
            ("", pgettext("secrecy", "Không")),
            ("mật", _("Mật")),
            ("tối mật", _("Tối mật")),
            ("tuyệt mật", _("Tuyệt mật")),
        ],
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "documents/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Enter a document in the register."""
    by = principal_of(request)
    policies.require_edit(by)
    if request.method != "POST":
        return _form(request, typing.start(), None)
    try:
        document = actions.register_document(by, forms.read_document(request.POST.dict()))
    except Refusal as refusal:
        return _form(request, typing.again(request.POST, refusal), None)
    return redirect(document)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is told of a document."""
    by = principal_of(request)
    policies.require_edit(by)
    document = queries.by_slug(slug)
    if request.method != "POST":
        return _form(request, typing.start(forms.shown(document)), document)
    try:
        actions.revise_document(
            by, document.pk, forms.read_document(request.POST.dict()), reason=request.POST.get("reason", "")
        )
    except Refusal as refusal:
        return _form(request, typing.again(request.POST, refusal), document)
    return redirect(document)


@require_POST
def relate(request: HttpRequest, slug: str) -> HttpResponse:
    """State how this document stands to another."""
    by = principal_of(request)
    policies.require_edit(by)
    document = queries.by_slug(slug)
    try:
        actions.relate(by, document.pk, forms.read_relation(request.POST.dict()))
    except (Invalid, NotFound) as refusal:
        problem = refusal if refusal.field != "slug" else Invalid(refusal.message, field="target")
        return _detail(request, document, typing.again(request.POST, problem))
    return redirect(document)


@require_POST
def unrelate(request: HttpRequest, slug: str, relation: UUID) -> HttpResponse:
    """Take a relation away that was stated in error."""
    document = queries.by_slug(slug)
    actions.unrelate(principal_of(request), document.pk, relation)
    return redirect(document)


@require_POST
def attach(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a file."""
    by = principal_of(request)
    policies.require_edit(by)
    document = queries.by_slug(slug)
    upload = request.FILES.get("file")
    try:
        if upload is None or not upload.name:
            raise Invalid(_("Chọn một tệp."), field="file")
        actions.attach_file(by, document.pk, cast(BinaryIO, upload), upload.name)
    except Refusal as refusal:
        return _detail(request, document, typing.again(request.POST, refusal))
    return redirect(document)


@require_safe
def file(request: HttpRequest, slug: str, file: UUID) -> HttpResponseBase:
    """A file of the document, as an attachment."""
    document = queries.by_slug(slug)
    if not document.attachments.filter(file=file).exists():
        raise NotFound(_("Không có tệp này."), field="file")
    return responses.download(principal_of(request), file)

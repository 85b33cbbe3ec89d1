"""The entry grid's workbook at its address: taken away, brought in as drafts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import Invalid, Problem
from tinhso.base.web import forms
from tinhso.base.web.exports import XLSX_TYPE
from tinhso.base.web.workbooks import MOST_BYTES
from tinhso.indicators import policies
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import pages as entry_pages
from tinhso.indicators.entry import workbook as entry_workbook
from tinhso.people.principals import principal_of


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest) -> HttpResponseBase:
    """The template with what the grid holds; sent filled, its cells become drafts."""
    by = principal_of(request)
    policies.require_enter(by)
    grid = entry_pages.asked(by, request.GET)
    if request.method != "POST":
        response = HttpResponse(entry_workbook.template(grid), content_type=XLSX_TYPE)
        name = f"so-lieu-{grid.period.code}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    try:
        upload = request.FILES.get("file")
        if upload is None:
            raise Invalid(_("Chọn một tệp XLSX."), code="missing", field="file")
        taken = entry_workbook.read(upload.read(MOST_BYTES + 1), grid)
    except Invalid as refusal:
        return entry_pages.page(request, grid, forms.again({}, refusal), status=422)
    touched = entry_drafts.save(by, grid, taken.typed, taken.seen)
    problems = [*taken.problems]
    for one in touched:
        problems += [
            Problem("invalid_cell", cell.problem, taken.where.get(cell.name, cell.name))
            for cell in one.cells.values()
            if cell.problem and not cell.dispute
        ]
    messages.success(request, _("Đã nạp tệp vào bản nháp; chưa gửi."))
    if problems or grid.disputed:
        status = 409 if grid.disputed else 422
        return entry_pages.page(request, grid, forms.start(), sheet=problems, status=status)
    return redirect(entry_pages.address(grid))

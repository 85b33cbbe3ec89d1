"""Addresses of entering figures."""

from django.urls import URLPattern, path

from tinhso.indicators import entry_evidence, entry_pages, entry_queue, entry_sheets, waiting_pages

app_name = "entry"
urlpatterns: list[URLPattern] = [
    path("", entry_pages.grid, name="grid"),
    path("cells/", entry_queue.cells, name="cells"),
    path("worker.js", entry_queue.worker, name="worker"),
    path("lock/", entry_pages.lock, name="lock"),
    path("workbook/", entry_sheets.workbook, name="workbook"),
    path("evidence/", entry_evidence.evidence, name="evidence"),
    path("waiting/", waiting_pages.waiting, name="waiting"),
    path("sent/", waiting_pages.sent, name="sent"),
]

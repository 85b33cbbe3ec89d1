"""Addresses of entering figures."""

from django.urls import URLPattern, path

from tinhso.indicators.approval import pages as waiting_pages
from tinhso.indicators.entry import pages as entry_pages
from tinhso.indicators.entry import queue as entry_queue
from tinhso.indicators.entry import sending as entry_evidence
from tinhso.indicators.entry import sheets as entry_sheets

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

"""Addresses of this room."""

from django.urls import URLPattern, path

from tinhso.reports.pages import briefings, lists, moves, parts, reports, templates

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("", lists.index, name="index"),
    path("new/", lists.new, name="new"),
    path("templates/", templates.index, name="templates"),
    path("templates/new/", templates.new, name="new_template"),
    path("templates/<slug:code>/", templates.template, name="template"),
    path("briefings/<slug:code>/", briefings.briefing, name="briefing"),
    path("briefings/<slug:code>/pack.<slug:kind>", briefings.briefing_file, name="briefing_file"),
    path("<uuid:key>/", reports.report, name="report"),
    path("<uuid:key>/preview/", reports.preview, name="preview"),
    path("<uuid:key>/write", reports.write, name="write"),
    path("<uuid:key>/freeze/", reports.freeze, name="freeze"),
    path("<uuid:key>/issue/", moves.issue, name="issue"),
    path("<uuid:key>/move", moves.move, name="move"),
    path("<uuid:key>/files/<slug:kind>", reports.file, name="file"),
    path("<uuid:key>/parts/<uuid:part>/", parts.contribution, name="contribution"),
]

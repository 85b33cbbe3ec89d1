"""Addresses of readings."""

from django.urls import URLPattern, path

from tinhso.reading.pages import correcting, planning, reviewing, sending

app_name = "reading"
urlpatterns: list[URLPattern] = [
    path("", sending.index, name="index"),
    path("new/", sending.new, name="new"),
    path("<uuid:key>/", reviewing.detail, name="detail"),
    path("<uuid:key>/about/", correcting.about, name="about"),
    path("<uuid:key>/plan/", planning.plan, name="plan"),
    path("<uuid:key>/plan/agencies/", planning.teach, name="teach_agency"),
    path("<uuid:key>/file", reviewing.file, name="file"),
    path("<uuid:key>/accept", reviewing.batch, name="batch"),
    path("<uuid:key>/documents/<int:order>/", reviewing.register, name="register"),
    path("<uuid:key>/f/<int:position>/", reviewing.decide, name="decide"),
]

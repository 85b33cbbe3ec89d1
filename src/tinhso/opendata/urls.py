"""Addresses of open data."""

from django.urls import URLPattern, path

from tinhso.opendata.pages import files, managing, public

app_name = "opendata"
urlpatterns: list[URLPattern] = [
    path("", public.catalogue, name="catalogue"),
    path("catalog.jsonld", public.linked, name="linked"),
    path("manage/", managing.manage, name="manage"),
    path("manage/new/", managing.create, name="create"),
    path("manage/<slug:code>/", managing.preview, name="preview"),
    path("manage/<slug:code>/edit/", managing.edit, name="edit"),
    path("manage/<slug:code>/publish/", managing.publish, name="publish"),
    path("manage/<slug:code>/retire/", managing.retire, name="retire"),
    path("manage/<slug:code>/resume/", managing.resume, name="resume"),
    path("<slug:code>/", public.dataset, name="dataset"),
    path("<slug:code>/v<int:number>/", public.version, name="version"),
    path("<slug:code>/v<int:number>/<str:name>", files.file, name="file"),
]

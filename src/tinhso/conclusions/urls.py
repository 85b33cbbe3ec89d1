"""Addresses of this room."""

from django.urls import URLPattern, path

from tinhso.conclusions.pages import ballots, conclusions, decisions, minutes, workspace

app_name = "conclusions"
urlpatterns: list[URLPattern] = [
    path("", conclusions.index, name="list"),
    path("ballots/", ballots.index, name="ballots"),
    path("ballots/new/", ballots.create, name="ask"),
    path("ballots/<slug:code>/", ballots.ballot, name="ballot"),
    path("ballots/<slug:code>/vote/", ballots.vote, name="vote"),
    path("ballots/<slug:code>/act/", ballots.act, name="ballot_act"),
    path("ballots/<slug:code>/sheet/", ballots.sheet, name="sheet"),
    path("decisions/", decisions.index, name="decisions"),
    path("decisions/<uuid:pk>/", decisions.decision, name="decision"),
    path("entries/<uuid:pk>/", minutes.entry, name="entry"),
    path("meetings/<slug:code>/", workspace.workspace, name="meeting"),
    path("meetings/<slug:code>/entries/", minutes.entries, name="entries"),
    path("meetings/<slug:code>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<slug:code>/preview/", workspace.preview, name="preview"),
    path("meetings/<slug:code>/pick/", workspace.pick, name="pick"),
    path("meetings/<slug:code>/act/", workspace.act, name="meeting_act"),
    path("meetings/<slug:code>/new/", conclusions.create, name="create"),
    path("<uuid:pk>/", conclusions.conclusion, name="conclusion"),
    path("<uuid:pk>/edit/", conclusions.edit, name="edit"),
    path("<uuid:pk>/act/", conclusions.act, name="act"),
]

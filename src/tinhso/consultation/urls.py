"""Addresses of this room. What the public reads stands under `public/`."""

from django.urls import URLPattern, path

from tinhso.consultation.pages import (
    answers,
    arranging,
    asking,
    comparing,
    drafts,
    editing,
    files,
    finishing,
    moderation,
    opinion,
    public,
)

app_name = "consultation"
urlpatterns: list[URLPattern] = [
    path("", drafts.index, name="index"),
    path("new", editing.create, name="create"),
    path("public/", public.index, name="public_index"),
    path("public/<slug:code>/", public.page, name="public"),
    path("<slug:code>/", drafts.draft, name="draft"),
    path("<slug:code>/edit", editing.edit, name="edit"),
    path("<slug:code>/withdraw", editing.withdraw, name="withdraw"),
    path("<slug:code>/versions", editing.versions, name="versions"),
    path("<slug:code>/versions/<int:number>", arranging.version, name="version"),
    path("<slug:code>/versions/<int:number>/arrange", arranging.arrange, name="arrange"),
    path("<slug:code>/versions/<int:number>/connect", arranging.connect, name="connect"),
    path("<slug:code>/compare", comparing.compare, name="compare"),
    path("<slug:code>/files/<uuid:file_id>", files.file, name="file"),
    path("<slug:code>/open", asking.open_round, name="open"),
    path("<slug:code>/progress", asking.progress, name="progress"),
    path("<slug:code>/progress/do", asking.act, name="act"),
    path("<slug:code>/progress/late/<uuid:invitee_id>", asking.decide_late, name="decide_late"),
    path("<slug:code>/opinion", opinion.opinion, name="opinion"),
    path("<slug:code>/opinion/notes", opinion.write, name="write"),
    path("<slug:code>/opinion/send", opinion.send, name="send"),
    path("<slug:code>/answers", answers.answers, name="answers"),
    path("<slug:code>/answers/give", answers.give, name="give"),
    path("<slug:code>/synthesis", answers.synthesis, name="synthesis"),
    path("<slug:code>/moderation", moderation.moderation, name="moderation"),
    path("<slug:code>/moderation/<uuid:submission_id>", moderation.decide, name="moderate"),
    path("<slug:code>/finish", finishing.finish, name="finish"),
]

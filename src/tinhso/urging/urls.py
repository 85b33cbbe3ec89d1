"""Addresses of this room."""

from django.urls import URLPattern, path

from tinhso.urging.pages import letters, owing, rules, runs, standing

app_name = "urging"
urlpatterns: list[URLPattern] = [
    path("", owing.owing, name="owing"),
    path("late/", owing.late, name="late"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new, name="new_rule"),
    path("rules/<uuid:key>/", rules.rule, name="rule"),
    path("runs/", runs.runs, name="runs"),
    path("runs/coming/", runs.coming, name="coming"),
    path("runs/<uuid:key>/", runs.one_run, name="run"),
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.new, name="new_letter"),
    path("letters/<uuid:key>/", letters.letter, name="letter"),
    path("letters/<uuid:key>/edit/", letters.edit, name="edit_letter"),
    path("letters/<uuid:key>/act/", letters.act, name="act_on_letter"),
    path("letters/<uuid:key>/answer/", letters.answer, name="answer"),
    path("letters/<uuid:key>/docx/", letters.file, {"kind": "docx"}, name="letter_docx"),
    path("letters/<uuid:key>/pdf/", letters.file, {"kind": "pdf"}, name="letter_pdf"),
    path("answers/", letters.answers, name="answers"),
    path("standing/", standing.standing, name="standing"),
]

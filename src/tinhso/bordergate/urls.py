"""Addresses of this room."""

from django.urls import URLPattern, path

from tinhso.bordergate.pages import board, steering

app_name = "gates"
urlpatterns: list[URLPattern] = [
    path("", board.overview, name="board"),
    path("board.json", board.static_json, name="board_json"),
    path("verify_day.py", board.verifier, name="verifier"),
    path("<str:code>/", board.gate, name="gate"),
    path("<str:code>/<str:direction>/line/", steering.line, name="line"),
    path("<str:code>/<str:direction>/act/", steering.act, name="act"),
    path("<str:code>/<str:direction>/<str:day>.csv", board.day_file, name="day_file"),
]

"""Addresses of this room."""

from django.urls import URLPattern, path

from tinhso.bordergate.pages import board, company, places, steering

app_name = "gates"
urlpatterns: list[URLPattern] = [
    path("", board.overview, name="board"),
    path("board.json", board.static_json, name="board_json"),
    path("verify_day.py", board.verifier, name="verifier"),
    path("places/", places.find, name="find_place"),
    path("places/<str:code>/", places.place, name="place"),
    path("company/", company.overview, name="company"),
    path("company/<str:tax_code>/declare/", company.declare, name="declare"),
    path("company/places/<str:code>/", company.act, name="act_on_place"),
    path("<str:code>/", board.gate, name="gate"),
    path("<str:code>/<str:direction>/line/", steering.line, name="line"),
    path("<str:code>/<str:direction>/act/", steering.act, name="act"),
    path("<str:code>/<str:direction>/<str:day>.csv", board.day_file, name="day_file"),
]

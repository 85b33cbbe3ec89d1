"""Addresses of composite indices."""

from django.urls import URLPattern, path

from tinhso.indices import pages, result_pages
from tinhso.indices.rounds import evidence
from tinhso.indices.rounds.pages import boards, components, managing, work
from tinhso.indices.sheets import pages as sheets

app_name = "indices"
urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("rounds/", boards.rounds, name="rounds"),
    path("rounds/new/", managing.new_round, name="new_round"),
    path("rounds/mine/", work.mine, name="my_components"),
    path("rounds/verify/", work.verifying, name="verifying"),
    path("rounds/<uuid:found>/", boards.one_round, name="round"),
    path("rounds/<uuid:found>/manage/", managing.manage_round, name="manage_round"),
    path("rounds/<uuid:found>/components/<str:node>/", components.component, name="component"),
    path("rounds/<uuid:found>/components/<str:node>/points/", components.points, name="component_points"),
    path(
        "rounds/<uuid:found>/components/<str:node>/files/<uuid:file>/", evidence.step_file, name="step_file"
    ),
    path("<str:code>/<str:edition>/", pages.edition, name="edition"),
    path("<str:code>/<str:edition>/workbook/", sheets.workbook, name="workbook"),
    path("<str:code>/<str:edition>/bring-in/", sheets.bring_in, name="bring_in"),
    path("<str:code>/<str:edition>/results/new/", result_pages.new_result, name="new_result"),
    path("<str:code>/<str:edition>/what-if/", pages.what_if, name="what_if"),
]

"""Addresses of this room's pages."""

from django.urls import URLPattern, path

from tinhso.documents import number_pages, pages

app_name = "documents"
urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("new", pages.create, name="create"),
    path("issue", number_pages.issue, name="issue"),
    path("numbers/", number_pages.books, name="books"),
    path("numbers/<str:issuer>/<str:kind>/<int:year>/", number_pages.book, name="book"),
    path("<slug:slug>/", pages.detail, name="detail"),
    path("<slug:slug>/edit", pages.edit, name="edit"),
    path("<slug:slug>/relations", pages.relate, name="relate"),
    path("<slug:slug>/relations/<uuid:relation>/remove", pages.unrelate, name="unrelate"),
    path("<slug:slug>/files", pages.attach, name="attach"),
    path("<slug:slug>/files/<uuid:file>", pages.file, name="file"),
]

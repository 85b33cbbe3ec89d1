"""Addresses of this room."""

from django.urls import path

from tinhso.notify.pages import inbox, managing, settings, templates

app_name = "notify"
urlpatterns = [
    path("", inbox.index, name="inbox"),
    path("read", inbox.read, name="read"),
    path("unread", inbox.unread, name="unread"),
    path("settings/", settings.index, name="settings"),
    path("channels/", managing.channels, name="channels"),
    path("templates/", templates.index, name="templates"),
    path("templates/<str:code>/", templates.one, name="template"),
    path("deliveries/", managing.deliveries, name="deliveries"),
    path("deliveries/<uuid:key>/", managing.delivery, name="delivery"),
    path("shown/", managing.shown, name="shown"),
    path("<uuid:key>/", inbox.one, name="notice"),
]

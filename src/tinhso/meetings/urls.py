"""Addresses of this room."""

from django.urls import URLPattern, path

from tinhso.meetings.pages import attending, calendars, detail, invitation, items, lists, people, planning

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("", lists.index, name="index"),
    path("month", lists.month, name="month"),
    path("new", planning.plan, name="plan"),
    path("calendar", calendars.address, name="calendar"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
    path("check-in/<str:token>", attending.check_in, name="check_in"),
    path("<slug:code>/", detail.detail, name="detail"),
    path("<slug:code>/version", detail.version, name="version"),
    path("<slug:code>/edit", planning.edit, name="edit"),
    path("<slug:code>/venues", planning.venues, name="venues"),
    path("<slug:code>/items/new", items.add, name="add_item"),
    path("<slug:code>/items/<uuid:key>", items.edit, name="item"),
    path("<slug:code>/items/<uuid:key>/papers", items.add_paper, name="add_paper"),
    path("<slug:code>/papers/<uuid:key>", items.paper, name="paper"),
    path("<slug:code>/papers/<uuid:key>/versions", items.versions, name="versions"),
    path("<slug:code>/papers/<uuid:key>/change", items.change_paper, name="change_paper"),
    path("<slug:code>/people", people.people, name="people"),
    path("<slug:code>/people/<uuid:key>", people.answer, name="answer"),
    path("<slug:code>/lead", attending.lead, name="lead"),
    path("<slug:code>/code", attending.room_code, name="room_code"),
    path("<slug:code>/my-code", attending.own_code, name="own_code"),
    path("<slug:code>/meeting.ics", calendars.one, name="ics"),
    path("<slug:code>/invitation", invitation.issue, name="issue_invitation"),
    path("<slug:code>/invitation.<str:kind>", invitation.invitation, name="invitation"),
]

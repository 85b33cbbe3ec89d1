"""The filters that the reader of a list kept for it: what `TINHSO_SAVED_FILTERS` names."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from tinhso.base.web import saved
from tinhso.people import queries
from tinhso.people.principals import principal_of


def provide(request: HttpRequest) -> saved.Saved | None:
    """One query for a reader who has signed in, none and nothing for others."""
    who = principal_of(request)
    if who.account_id is None:
        return None
    query = saved.essence(request.GET)
    kept = tuple(
        saved.Kept(
            name=row.name,
            url=row.url,
            change_url=reverse("people:change_filter", args=[row.pk]),
            current=row.query == query,
            opens=row.opens,
        )
        for row in queries.saved_filters(who.account_id, request.path)
    )
    return saved.Saved(kept, request.path, query, reverse("people:save_filter"))

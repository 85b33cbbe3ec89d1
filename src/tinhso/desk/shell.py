"""What stands around every page of the desk: people's shell, with search, inbox and the state of the data."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from tinhso.base.web.shell import Shell
from tinhso.people import shell as people_shell
from tinhso.people import waiting
from tinhso.people.principals import principal_of
from tinhso.steering.pages import version
from tinhso.steering.queries import inbox


def provide(request: HttpRequest) -> Shell:
    """The shell of this request: `TINHSO_SHELL`."""
    who, latest = principal_of(request), version.latest(request)
    return replace(
        people_shell.provide(request),
        search_url=reverse("desk:search"),
        inbox_url=reverse("steering:my_work") if who.is_signed_in else "",
        inbox_count=inbox.count_today(who) + latest.waiting,
        news_url=_news_url() if who.is_signed_in else "",
        news_count=latest.unread,
        home_url=reverse("desk:home"),
        data_at=latest.at,
    )


def _news_url() -> str:
    news = waiting.news()
    return reverse(news.url_name) if news else ""

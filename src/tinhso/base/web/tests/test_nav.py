"""The rail: groups in their order, entries in theirs, none twice, each for its audience."""

from __future__ import annotations

from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from tinhso.base.web import nav


def _nobody(path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def test_every_heading_stands_once() -> None:
    headings = [group for group, _entries in groupby(nav.registered(), key=lambda item: item.group)]
    assert len(headings) == len(set(headings)) > 3
    assert headings == sorted(headings, key=lambda group: group.order)


def test_no_entry_stands_twice() -> None:
    names = [item.url_name for item in nav.registered()]
    assert len(names) == len(set(names)) > 20


def test_the_longest_address_is_where_the_reader_is() -> None:
    current = [entry.url for entry in nav.entries(_nobody("/indices/dti/2022/")) if entry.current]
    assert current == ["/indices/"]
    assert [entry.url for entry in nav.entries(_nobody("/")) if entry.current] == ["/"]


def test_nobody_sees_what_is_for_those_who_signed_in() -> None:
    seen = {str(entry.url) for entry in nav.entries(_nobody())}
    assert "/plans/" in seen
    assert not seen & {"/my-work/", "/meetings/", "/manage/accounts/"}

"""What other rooms have to say to somebody, as lines of “Việc của tôi”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tinhso.people import waiting
from tinhso.people.principals import Principal


def told(principal: Principal) -> Iterator[dict[str, Any]]:
    """The words of each line, in the order of the rooms."""
    for line in waiting.lines(principal):
        yield {
            "code": line.code,
            "title": line.text,
            "detail": line.note,
            "href": line.href,
            "illustrative": line.illustrative,
        }

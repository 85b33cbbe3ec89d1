"""Typed filters that live in the address and show as chips."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.base.text import nfc
from tinhso.base.web import saved, wording
from tinhso.base.web.paging import address
from tinhso.base.web.tables import Words


@dataclass(frozen=True)
class Filter(ABC):
    """One filter: a parameter of the address with a name people read."""

    key: str
    label: Words

    @abstractmethod
    def read(self, text: str) -> Any:
        """The typed value. Raises ValueError with what was expected."""

    def say(self, value: Any) -> str:
        """The value as the chip shows it."""
        return str(value)

    @property
    def choices(self) -> Sequence[tuple[str, Words]]:
        """What can be chosen, when it is few."""
        return ()

    kind = "text"


@dataclass(frozen=True)
class ChoiceFilter(Filter):
    """One of few: `options` are (value, word) pairs, or a function that gives them."""

    options: tuple[tuple[str, Words], ...] | Callable[[], Iterable[tuple[str, Words]]] = ()

    @property
    def choices(self) -> Sequence[tuple[str, Words]]:
        """The pairs."""
        return tuple(self.options()) if callable(self.options) else self.options

    def read(self, text: str) -> str:
        """One of the values."""
        values = [value for value, _word in self.choices]
        if text not in values:
            raise ValueError(_("chọn một trong: %(values)s") % {"values": ", ".join(values)})
        return text

    def say(self, value: Any) -> str:
        """The word of the value."""
        return str(dict(self.choices).get(value, value))

    kind = "choice"


@dataclass(frozen=True)
class FlagFilter(Filter):
    """On or absent: `?late=1`."""

    def read(self, text: str) -> bool:
        """True for 1; nothing else is meant."""
        if text != "1":
            raise ValueError(_("chỉ nhận giá trị 1"))
        return True

    def say(self, value: Any) -> str:  # noqa: ARG002 - a flag has no value to say
        """A flag's chip is its name."""
        return ""

    kind = "flag"


@dataclass(frozen=True)
class TextFilter(Filter):
    """Words to look for, in NFC, at most 200 letters."""

    def read(self, text: str) -> str:
        """The words without outer spaces."""
        found = nfc(text).strip()
        if len(found) > 200:
            raise ValueError(_("tối đa 200 chữ"))
        return found


@dataclass(frozen=True)
class DateFilter(Filter):
    """A day: `2026-11-21` or `21/11/2026` in the address."""

    def read(self, text: str) -> date:
        """The day."""
        return wording.read_day(text)

    def say(self, value: Any) -> str:
        """`dd/mm/yyyy`."""
        return wording.day(value)

    kind = "date"


@dataclass(frozen=True)
class Option:
    """An entry of a filter's menu."""

    label: Words
    url: str
    current: bool


@dataclass(frozen=True)
class Chip:
    """A filter as the page shows it: what is set, how to take it off, what else can be set."""

    filter: Filter
    text: str
    on: bool
    off_url: str
    on_url: str
    options: tuple[Option, ...] = ()
    raw: str = ""


@dataclass(frozen=True)
class Filters:
    """The filters as read from one address."""

    declared: tuple[Filter, ...]
    values: Mapping[str, Any]
    problems: tuple[Problem, ...]
    path: str
    query: QueryDict
    request: HttpRequest | None = None

    def get(self, key: str) -> Any:
        """The typed value, or None."""
        return self.values.get(key)

    def require(self) -> None:
        """Raises Invalid when the address holds something unreadable."""
        if self.problems:
            first = self.problems[0]
            raise Invalid(first.message, field=first.field, problems=self.problems)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a small form inside the chips must carry along."""
        return [(key, value) for key, values in self.query.lists() for value in values if key != "page"]

    @property
    def clear_url(self) -> str | None:
        """The address without any of these filters; None when none is set."""
        if not self.values:
            return None
        return self._bare(address(self.path, self.query, **{one.key: None for one in self.declared}))

    def _bare(self, url: str) -> str:
        return saved.bare(self.request, url) if self.request else url

    @property
    def chips(self) -> list[Chip]:
        """One chip a filter, in the declared order."""
        return [self._chip(one) for one in self.declared]

    def _chip(self, one: Filter) -> Chip:
        value = self.values.get(one.key)
        options = tuple(
            Option(word, address(self.path, self.query, **{one.key: choice}), choice == value)
            for choice, word in one.choices
        )
        return Chip(
            filter=one,
            text="" if value is None else one.say(value),
            on=value is not None,
            off_url="" if value is None else self._bare(address(self.path, self.query, **{one.key: None})),
            on_url=address(self.path, self.query, **{one.key: "1"}),
            options=options,
            raw=self.query.get(one.key, ""),
        )


def read(request: HttpRequest, declared: Iterable[Filter]) -> Filters:
    """Read `declared` from the request's address. Unreadable ones are left out and told in `problems`."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    known = tuple(declared)
    for one in known:
        text = request.GET.get(one.key, "").strip()
        if not text:
            continue
        try:
            values[one.key] = one.read(text)
        except ValueError as error:
            message = _("Bộ lọc “%(label)s”: %(expected)s.") % {"label": one.label, "expected": error}
            problems.append(Problem("invalid_filter", message, one.key))
    return Filters(known, values, tuple(problems), request.path, request.GET, request)

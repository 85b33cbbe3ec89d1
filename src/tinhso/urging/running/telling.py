"""A bundle in words: one notice a person, never a flood. Officers read lists, heads sums, leaders counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.base.web import wording
from tinhso.notify.sending import Notice, To
from tinhso.steering.labels import late_in_words
from tinhso.urging.core.ladder import Track
from tinhso.urging.models import Applies
from tinhso.urging.running.bundling import Bundle, Part, When
from tinhso.urging.running.planning import Call

KIND: Final = "urging.digest"
MOST_SHOWN: Final = 20
"""Lines of one agency and group in a notice; all of them are behind its link."""
_ORDER: Final[Sequence[When]] = ("late", "today", "soon")


def notice(bundle: Bundle, day: date, key: str) -> Notice:
    """The one notice of a person."""
    values: dict[str, str] = {}
    for language, suffix in (("vi", ""), ("en", "_en")):
        with translation.override(language):
            values[f"counts{suffix}"] = _counts(bundle, day)
            values[f"lines{suffix}"] = "\n".join(_lines(bundle, day)).strip()
            values[f"day{suffix}"] = wording.day(day)
    only_counts = all(part.track is Track.DEPUTY for part in bundle.parts)
    href = reverse("urging:owing") if only_counts else reverse("steering:my_work")
    return Notice(KIND, To(persons=(bundle.person,)), values, href, key, illustrative=bundle.illustrative)


def _words(key: When, count: int) -> str:
    told = {
        "late": ngettext("%(n)d việc quá hạn", "%(n)d việc quá hạn", count),
        "today": ngettext("%(n)d việc đến hạn hôm nay", "%(n)d việc đến hạn hôm nay", count),
        "soon": ngettext("%(n)d việc sắp đến hạn", "%(n)d việc sắp đến hạn", count),
    }
    return told[key] % {"n": count}


def _counts(bundle: Bundle, day: date) -> str:
    """What of which sort, each thing once: an officer who is also head hears of it once."""
    seen: dict[When, set[tuple[object, ...]]] = {key: set() for key in _ORDER}
    for part in bundle.parts:
        for key, calls in part.by_when(day).items():
            seen[key] |= {(call.debt.subject, call.debt.period, call.debt.agency) for call in calls}
    return ", ".join(_words(key, len(seen[key])) for key in _ORDER if seen[key])


def _lines(bundle: Bundle, day: date) -> Iterator[str]:
    for part in bundle.of(Track.OFFICER):
        yield from _listed(part, day)
    heads = bundle.of(Track.HEAD)
    if heads:
        yield _("Việc chậm cần thủ trưởng đơn vị chỉ đạo:")
        for part in heads:
            yield f"- {part.agency}: {_longest(part)}"
        yield ""
    deputies = bundle.of(Track.DEPUTY)
    if deputies:
        yield _("Việc chậm báo cáo lãnh đạo Ban Chỉ đạo:")
        for part in deputies:
            count = len(part.calls)
            told = ngettext("%(n)d việc quá hạn", "%(n)d việc quá hạn", count) % {"n": count}
            yield f"- {part.agency}: {told}"


def _listed(part: Part, day: date) -> Iterator[str]:
    yield f"{part.agency}:"
    for key, calls in part.by_when(day).items():
        if not calls:
            continue
        yield f"  {_words(key, len(calls))}:"
        for call in calls[:MOST_SHOWN]:
            yield f"  - {_line(call)}"
        if len(calls) > MOST_SHOWN:
            yield "  " + _("… và %(n)d việc khác") % {"n": len(calls) - MOST_SHOWN}
    yield ""


def _line(call: Call) -> str:
    debt = call.debt
    what = f"{debt.code} {debt.title}"
    if debt.kind == Applies.REPORTS:
        what = _("Báo cáo %(period)s: %(what)s") % {"period": wording.period(debt.period), "what": what}
    told = _("hạn %(day)s") % {"day": wording.day(debt.due)}
    return f"{what} ({told}{', ' + late_in_words(call.late) if call.late else ''})"


def _longest(part: Part) -> str:
    count, longest = len(part.calls), max(call.late for call in part.calls)
    told = ngettext("%(n)d việc quá hạn", "%(n)d việc quá hạn", count) % {"n": count}
    most = ngettext("lâu nhất %(n)d ngày làm việc", "lâu nhất %(n)d ngày làm việc", longest) % {"n": longest}
    return f"{told}, {most}"


def hour() -> int:
    """The hour of the day from which the clock's run is made (`TINHSO_URGING_HOUR`)."""
    return int(settings.URGING_HOUR)


def not_worked(day: date) -> str:
    """Why no run is made on a day off."""
    return _("%(day)s không phải là ngày làm việc: đôn đốc chạy vào ngày làm việc kế tiếp.") % {
        "day": wording.day(day)
    }

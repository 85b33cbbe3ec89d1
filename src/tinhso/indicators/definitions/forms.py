"""The form of a definition: what a browser sends, read into a draft; every problem at its field.

Repeated parts are named by their path (`options.0.value`, `disaggregations.1.options.0.code`). Rows left
empty fall away, and rows are numbered anew before anything is judged: names and problems always agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import NumberError, format_number, parse_integer, parse_number
from tinhso.base.web.drafting import day
from tinhso.indicators.definitions.shapes import DefinitionDraft
from tinhso.indicators.derived import plain

SINGLE: Final = (
    *("name", "name_en", "kind", "unit", "unit_en", "factor", "direction", "adding", "over_time"),
    *("decimals", "frequency", "due_days", "clause", "personal_data", "formula", "definition"),
)
FLAGS: Final = ("unbounded", "cut_off", "evidence_required")
MANY: Final = ("approvals", "reporters.agencies", "reporters.kinds")
"""Fields of which several values are sent; kept as one text with commas."""
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "options": ("value", "vi", "en"),
    "disaggregations": ("code", "vi", "en"),
    "legend": ("from", "to", "tone", "vi", "en"),
}
INNER: Final = ("code", "vi", "en")
"""The columns of one option of a group."""
_PATH: Final = re.compile(r"(options|disaggregations|legend)\.(\d+)(?:\.options\.(\d+))?\.(\w+)")
MOST_ROWS: Final = 100


@dataclass(frozen=True)
class Sent:
    """What the form asks for."""

    code: str
    draft: DefinitionDraft
    valid_from: date | None
    why: str
    document: str


Rows = dict[str, dict[int, dict[Any, Any]]]


def flat(sent: QueryDict) -> dict[str, str]:
    """The form's values by name, its rows without empty ones and numbered anew."""
    found = {name: sent.get(name, "").strip() for name in sent if not _PATH.fullmatch(name)}
    found |= {name: ",".join(filter(None, sent.getlist(name))) for name in MANY}
    rows = _rows(sent)
    for part, columns in PARTS.items():
        kept = [row for _number, row in sorted(rows[part].items()) if any(_texts(row))]
        for number, row in enumerate(kept[:MOST_ROWS]):
            found |= {f"{part}.{number}.{name}": row.get(name, "") for name in columns}
            inner = [each for _at, each in sorted(row.get("options", {}).items()) if any(each.values())]
            for at, each in enumerate(inner[:MOST_ROWS]):
                found |= {f"{part}.{number}.options.{at}.{name}": each.get(name, "") for name in INNER}
    return found


def _rows(sent: QueryDict) -> Rows:
    rows: Rows = {part: {} for part in PARTS}
    for name in sent:
        if path := _PATH.fullmatch(name):
            row = rows[path[1]].setdefault(int(path[2]), {})
            if path[3] is not None:
                row = row.setdefault("options", {}).setdefault(int(path[3]), {})
            row[path[4]] = sent.get(name, "").strip()
    return rows


def _texts(row: Mapping[Any, Any]) -> Iterator[str]:
    for value in row.values():
        if isinstance(value, str):
            yield value
        else:
            yield from (text for inner in value.values() for text in inner.values())


def count(values: Mapping[str, str], part: str) -> int:
    """How many rows a part has: `options`, or `disaggregations.0.options`."""
    pattern = re.compile(rf"{re.escape(part)}\.(\d+)\.")
    return max((int(found[1]) + 1 for name in values if (found := pattern.match(name))), default=0)


def with_row(values: Mapping[str, str], part: str) -> dict[str, str]:
    """One more empty row at the end of a part."""
    columns = PARTS.get(part, INNER)
    number = count(values, part)
    return {**values, **{f"{part}.{number}.{name}": "" for name in columns}}


def without_row(values: Mapping[str, str], row: str) -> dict[str, str]:
    """A part without one of its rows; those below move up."""
    part, _dot, text = row.rpartition(".")
    gone = int(text)
    found: dict[str, str] = {}
    for name, value in values.items():
        if path := re.match(rf"({re.escape(part)})\.(\d+)\.(.*)", name):
            number = int(path[2])
            if number != gone:
                found[f"{part}.{number - (number > gone)}.{path[3]}"] = value
        else:
            found[name] = value
    return found


def read(values: Mapping[str, str]) -> Sent:
    """The form's flat values. Raises Invalid with every problem at its field."""
    problems: list[Problem] = []
    told: dict[str, Any] = {name: values.get(name, "") for name in SINGLE}
    told |= {name: bool(values.get(name)) for name in FLAGS}
    told["in_use"] = not values.get("ended")
    told["factor"] = _decimal(values, "factor", problems) or Decimal(100)
    told["decimals"] = _whole(values, "decimals", problems) or 0
    told["due_days"] = _whole(values, "due_days", problems)
    told["approvals"] = _many(values, "approvals")
    told["reporters"] = {
        "agencies": _many(values, "reporters.agencies"),
        "kinds": _many(values, "reporters.kinds"),
        "level": values.get("reporters.level", ""),
    }
    told |= {part: [_row(values, part, n, problems) for n in range(count(values, part))] for part in PARTS}
    valid_from = day(values, "valid_from", problems)
    draft = _validated(told, problems)
    return Sent(values.get("code", ""), draft, valid_from, values.get("why", ""), values.get("document", ""))


def _many(values: Mapping[str, str], name: str) -> list[str]:
    return [one for one in values.get(name, "").split(",") if one]


def _row(values: Mapping[str, str], part: str, number: int, problems: list[Problem]) -> dict[str, Any]:
    at = f"{part}.{number}"
    row: dict[str, Any] = {name: values.get(f"{at}.{name}", "") for name in PARTS[part]}
    if part == "options":
        row["value"] = _whole(values, f"{at}.value", problems, needed=True)
    elif part == "legend":
        row |= {name: _decimal(values, f"{at}.{name}", problems) for name in ("from", "to")}
    else:
        row["options"] = [
            {name: values.get(f"{at}.options.{inner}.{name}", "") for name in INNER}
            for inner in range(count(values, f"{at}.options"))
        ]
    return row


def _decimal(values: Mapping[str, str], name: str, problems: list[Problem]) -> Decimal | None:
    text = values.get(name, "").strip()
    try:
        return parse_number(text, expects="decimal") if text else None
    except NumberError as error:
        problems.append(Problem(error.code, _(error.message) % error.params, name))
        return None


def _whole(
    values: Mapping[str, str], name: str, problems: list[Problem], *, needed: bool = False
) -> int | None:
    text = values.get(name, "").strip()
    if not text:
        if needed:
            problems.append(Problem("missing", _("Nhập một số."), name))
        return None
    try:
        return int(parse_integer(text))
    except NumberError as error:
        problems.append(Problem(error.code, _(error.message) % error.params, name))
        return None


def _validated(told: Mapping[str, Any], problems: list[Problem]) -> DefinitionDraft:
    taken = {problem.field for problem in problems}
    try:
        draft = DefinitionDraft.model_validate(told)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            field = ".".join(str(part) for part in one["loc"])
            if field not in taken:
                problems.append(Problem(str(one["type"]), _message(one), field))
    else:
        if not problems:
            return draft
    raise Invalid(problems[0].message, field=problems[0].field, problems=problems)


def _message(error: Mapping[str, Any]) -> str:
    known = {
        "enum": _("Chọn một giá trị trong danh sách."),
        "literal_error": _("Chọn một giá trị trong danh sách."),
        "string_too_long": _("Dài quá."),
        "less_than_equal": _("Số này lớn quá."),
        "greater_than_equal": _("Số này nhỏ quá."),
    }
    return known.get(str(error["type"]), _("Giá trị này không dùng được."))


def shown(draft: DefinitionDraft) -> dict[str, str]:
    """A draft as its form shows it."""
    found = {name: str(getattr(draft, name)) for name in SINGLE if name not in {"factor", "due_days"}}
    found["factor"] = format(plain(draft.factor), "f")
    found["due_days"] = "" if draft.due_days is None else str(draft.due_days)
    found |= {name: "1" if getattr(draft, name) else "" for name in FLAGS}
    found["ended"] = "" if draft.in_use else "1"
    found["approvals"] = ",".join(draft.approvals)
    found["reporters.agencies"] = ",".join(draft.reporters.agencies)
    found["reporters.kinds"] = ",".join(draft.reporters.kinds)
    found["reporters.level"] = draft.reporters.level
    for part in PARTS:
        for number, row in enumerate(getattr(draft, part)):
            found |= dict(_shown_row(f"{part}.{number}", row.model_dump(by_alias=True)))
    return found


def _shown_row(at: str, row: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in row.items():
        if name == "options":
            for inner, option in enumerate(value):
                yield from _shown_row(f"{at}.options.{inner}", option)
        elif isinstance(value, Decimal):
            yield f"{at}.{name}", format_number(plain(value), None, "vi").replace(".", "")
        else:
            yield f"{at}.{name}", "" if value is None else str(value)

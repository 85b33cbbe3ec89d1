"""The form of a dataset, read into its schema; every problem at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.errors import Problem
from tinhso.base.web.drafting import day, drafted
from tinhso.opendata.models import Dataset
from tinhso.opendata.schemas import DatasetDraft
from tinhso.places.models import Level

KINDS: Final = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)
_TEXTS: Final = (
    "code", "title", "title_en", "description", "description_en", "licence", "owner", "contact", "within",
    "threshold_why",
)  # fmt: skip
_ORDER: Final = (
    "code", "title", "title_en", "description", "description_en", "licence", "owner", "contact", "frequency",
    "themes", "keywords", "measures", "levels", "within", "kinds", "first", "boundaries", "threshold",
    "threshold_why",
)  # fmt: skip


def read(sent: Mapping[str, str]) -> DatasetDraft:
    """The form as sent. Raises Invalid with every problem."""
    problems: list[Problem] = []
    values: dict[str, Any] = {name: sent.get(name, "") for name in _TEXTS}
    values["frequency"] = sent.get("frequency") or None
    values["themes"] = _phrases(sent.get("themes", ""))
    values["keywords"] = _phrases(sent.get("keywords", ""))
    values["measures"] = tuple(sent.get("measures", "").split())
    values["levels"] = tuple(level for level in Level if sent.get(f"level_{level.value}"))
    values["kinds"] = tuple(kind for kind in KINDS if sent.get(f"kind_{kind.value}"))
    for name in ("first", "boundaries"):
        values[name] = day(sent, name, problems)
    values["threshold"] = _whole(sent.get("threshold", ""), problems)
    if values["first"] is None and not problems:
        problems.append(Problem("missing", _("Nhập ngày bắt đầu của số liệu."), "first"))
    asked = {name: value for name, value in values.items() if (name, value) != ("first", None)}
    said = {"too_short": _("Chọn ít nhất một chỉ số.")}
    return drafted(DatasetDraft, asked, problems=problems, said=said, whole=_field_of(values))


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in re.split(r"[,;\n]", text) if one.strip()))


def _whole(text: str, problems: list[Problem]) -> int | None:
    if not text.strip():
        return None
    if text.strip().isdecimal():
        return int(text)
    problems.append(Problem("invalid_number", _("Nhập một số nguyên từ 0 trở lên."), "threshold"))
    return None


def _field_of(values: Mapping[str, Any]) -> str:
    """The field that a rule over several fields is told at."""
    if not values["levels"] and not values["within"]:
        return "within"
    return "threshold_why" if values["threshold"] == 0 and not values["threshold_why"] else "measures"


def fresh() -> dict[str, Any]:
    """What an empty form begins with."""
    return {"threshold": settings.OPEN_DATA_THRESHOLD, "threshold_why": settings.OPEN_DATA_THRESHOLD_WHY}


def shown(dataset: Dataset) -> dict[str, Any]:
    """A dataset as its form shows it."""
    values: dict[str, Any] = {
        name: getattr(dataset, name) for name in _TEXTS if name not in {"licence", "owner"}
    }
    values |= {name: getattr(dataset, name) for name in ("frequency", "first", "boundaries", "threshold")}
    values |= {"licence": dataset.licence.code, "owner": dataset.owner.code}
    values |= {name: ", ".join(getattr(dataset, name)) for name in ("themes", "keywords")}
    values["measures"] = "\n".join(dataset.measures)
    values |= {f"level_{level}": "1" for level in dataset.levels}
    return values | {f"kind_{kind}": "1" for kind in dataset.kinds}

"""What forms of this room send, read into drafts: every problem beside its field."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.base.web import wording
from tinhso.base.web.drafting import day, drafted
from tinhso.urging.models import LetterLine, Rule
from tinhso.urging.schemas import LineAnswer, RuleDraft


def rule(sent: QueryDict) -> RuleDraft:
    """A rule as its form sends it. Raises Invalid."""
    optional = {name: sent.get(name, "").strip() or None for name in ("every", "head_after", "deputy_after")}
    texts = {
        name: sent.get(name, "") for name in ("code", "name", "name_en", "applies", "unit", "legal_reference")
    }
    before = [part for part in sent.get("before", "").replace(",", " ").split() if part]
    values: dict[str, Any] = {
        **texts,
        **optional,
        "before": before,
        "on_day": sent.get("on_day") == "1",
        "from_memory": sent.get("from_memory") == "1",
        "valid_from": day(sent, "valid_from"),
        "valid_to": day(sent, "valid_to"),
    }
    if values["valid_from"] is None:
        raise Invalid(_("Chưa nhập ngày có hiệu lực."), field="valid_from")
    return drafted(RuleDraft, values, whole="name", said={"too_short": _("Chưa nhập.")})


def rule_values(row: Rule) -> dict[str, Any]:
    """A rule as its form shows it."""
    plain = ("code", "name", "name_en", "applies", "unit", "legal_reference", "every")
    return {
        **{name: getattr(row, name) for name in (*plain, "head_after", "deputy_after", "version")},
        "before": " ".join(str(count) for count in row.before),
        "on_day": "1" if row.on_day else "",
        "from_memory": "1" if row.from_memory else "",
        "valid_from": wording.day(row.valid_from),
        "valid_to": wording.day(row.valid_to) if row.valid_to else "",
    }


def answers(sent: QueryDict, lines: list[LetterLine]) -> list[LineAnswer]:
    """What an agency answered about each line; a line without progress is left to the action to name."""
    found = []
    for line in lines:
        told = {
            name: sent.get(f"{name}-{line.order}", "")
            for name in ("progress", "difficulties", "causes", "solutions")
        }
        if told["progress"].strip():
            found.append(drafted(LineAnswer, {"code": line.code, **told}))
    return found

"""Rules in cells (quy tắc trong ô): shape, inputs and parameters as an official would write them, and back.

tỷ lệ            hồ sơ trực tuyến; tổng hồ sơ      mẫu 0=0
bậc thang        số cuộc họp                       4=1; 3=0,75; 2=0,5; 1=0,25
cộng các phần                                      0,5 × có/không [dự họp]
                                                   0,5 × có/không [chủ trì họp]
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.packs.wording import expectation
from tinhso.base.text import fold, near_matches
from tinhso.indices.core.rules import Best, Rule, Sum
from tinhso.indices.sheets.columns import RULES

_READ: Final[TypeAdapter[Rule]] = TypeAdapter(Rule)
_ZERO: Final = "mẫu 0"
_TARGET: Final = "ngưỡng"
_MOST: Final = "đủ"
_INPUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ratio": ("numerator", "denominator"),
    "threshold": ("numerator", "denominator"),
    "peers": ("numerator", "denominator"),
    "manual": ("input", "evidence"),
    "steps": ("input",),
    "options": ("input",),
    "yes_no": ("input",),
    "capped_count": ("input",),
    "sum": (),
    "best": (),
}
_NAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "ratio": {_ZERO: "zero"},
    "threshold": {_TARGET: "target", _ZERO: "zero"},
    "peers": {_ZERO: "zero"},
    "capped_count": {_MOST: "most"},
}
_PART: Final = re.compile(
    r"(?:(?P<weight>[\d.,]+)\s*[×x*]\s*)?(?P<kind>[^\[\]{}]+?)\s*\[(?P<inputs>[^\[\]]*)\]\s*(?:\{(?P<params>[^{}]*)\})?"
)


class BadRule(ValueError):
    """A cell of a rule cannot be read; `column` is which of them."""

    def __init__(self, column: str, message: object) -> None:
        super().__init__(str(message))
        self.column = column


def number(value: Decimal) -> str:
    """`0,75` of 0.750."""
    return format(value.normalize(), "f").replace(".", ",")


def cells(rule: Rule | None) -> dict[str, str]:
    """The three cells of a rule; what has no words of its own is written as the packs do (JSON)."""
    if rule is None:
        return {"rule": "", "params": "", "inputs": ""}
    told = rule.model_dump(mode="python")
    kind = rule.kind
    found = {"rule": RULES[kind], "inputs": "; ".join(told[name] for name in _INPUTS[kind])}
    if isinstance(rule, Sum | Best):
        inner = [part.rule for part in rule.parts] if isinstance(rule, Sum) else list(rule.rules)
        weights = (
            [f"{number(part.weight)} × " for part in rule.parts]
            if isinstance(rule, Sum)
            else [""] * len(inner)
        )
        lines = [f"{weight}{_line(one)}" for weight, one in zip(weights, inner, strict=True)]
        return {**found, "params": "\n".join(lines) if all(_plain(one) for one in inner) else _json(rule)}
    return {**found, "params": _params(told, kind) if _plain(rule) else _json(rule)}


def _json(rule: Rule) -> str:
    return json.dumps(rule.model_dump(mode="json"), ensure_ascii=False)


def _plain(rule: Rule) -> bool:
    """Whether the words of the cells can hold it: nothing nested, no separators inside texts."""
    if isinstance(rule, Sum | Best):
        return False
    told = rule.model_dump(mode="python")
    texts = [told[name] for name in _INPUTS[rule.kind]]
    texts += [option["answer"] for option in told.get("options", ())]
    return not any(mark in text for text in texts for mark in ";=[]{}\n")


def _line(rule: Rule) -> str:
    found = cells(rule)
    params = f" {{{found['params']}}}" if found["params"] else ""
    return f"{found['rule']} [{found['inputs']}]{params}"


def _params(told: Mapping[str, Any], kind: str) -> str:
    if kind == "steps":
        return "; ".join(f"{number(one['at_least'])}={number(one['share'])}" for one in told["steps"])
    if kind == "options":
        return "; ".join(f"{one['answer']}={number(one['share'])}" for one in told["options"])
    named = _NAMED.get(kind, {})
    return "; ".join(f"{word}={number(told[name])}" for word, name in named.items())


def read(rule: str, params: str, inputs: str) -> Rule | None:
    """The rule of three cells. Raises BadRule with a sentence for people."""
    if not rule.strip():
        if params.strip() or inputs.strip():
            column = "params" if params.strip() else "inputs"
            raise BadRule(column, _("Có tham số hoặc đầu vào mà chưa ghi quy tắc."))
        return None
    kind = _kind(rule)
    if params.lstrip().startswith("{"):
        return _checked(_from_json(params, kind))
    if kind in {"sum", "best"}:
        return _checked(_parts(kind, params))
    return _checked(_simple(kind, params, inputs))


def _kind(text: str) -> str:
    known = {fold(word): kind for kind, word in RULES.items()} | {kind: kind for kind in RULES}
    found = known.get(fold(text).strip()) or known.get(text.strip())
    if found is None:
        near = near_matches(text, RULES.values()) or list(RULES.values())
        raise BadRule(
            "rule",
            _("Không có quy tắc “%(rule)s”. Có: %(near)s.") % {"rule": text[:60], "near": "; ".join(near)},
        )
    return found


def _from_json(params: str, kind: str) -> dict[str, Any]:
    try:
        found = json.loads(params)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadRule("params", _("Không đọc được JSON ở ô này: %(why)s") % {"why": error}) from error
    if not isinstance(found, dict) or found.get("kind", kind) != kind:
        raise BadRule("params", _("JSON nói về một quy tắc khác với cột Quy tắc."))
    return {**found, "kind": kind}


def _simple(kind: str, params: str, inputs: str) -> dict[str, Any]:
    wanted = _INPUTS[kind]
    names = [part.strip() for part in inputs.split(";") if part.strip()]
    if len(names) != len(wanted):
        said = _("Quy tắc này cần %(wanted)d đầu vào, cách nhau dấu ;, tìm thấy %(found)d.")
        raise BadRule("inputs", said % {"wanted": len(wanted), "found": len(names)})
    found: dict[str, Any] = {"kind": kind, **dict(zip(wanted, names, strict=True))}
    pairs = _pairs(params)
    if kind == "steps":
        return {
            **found,
            "steps": [{"at_least": _value(left), "share": _value(right)} for left, right in pairs],
        }
    if kind == "options":
        return {**found, "options": [{"answer": left, "share": _value(right)} for left, right in pairs]}
    named = _NAMED.get(kind, {})
    folded = {fold(word): name for word, name in named.items()}
    for left, right in pairs:
        if fold(left) not in folded:
            words = ", ".join(named) or _("không có tham số nào")
            raise BadRule(
                "params",
                _("Không có tham số “%(name)s”. Có: %(words)s.") % {"name": left[:40], "words": words},
            )
        found[folded[fold(left)]] = _value(right)
    return found


def _pairs(params: str) -> list[tuple[str, str]]:
    found = []
    for part in re.split(r"[;\n]", params):
        if part.strip():
            left, equals, right = part.partition("=")
            if not equals:
                raise BadRule(
                    "params",
                    _("“%(part)s”: cần dạng tên=giá trị, cách nhau dấu ;.") % {"part": part.strip()[:60]},
                )
            found.append((left.strip(), right.strip()))
    return found


def _value(text: str) -> Decimal:
    percent = text.endswith("%")
    try:
        value = parse_number(text.removesuffix("%").strip(), locale="vi", expects="decimal")
    except NumberError as error:
        raise BadRule("params", _(error.message) % error.params) from error
    return value / 100 if percent else value


def _parts(kind: str, params: str) -> dict[str, Any]:
    rules, weights = [], []
    for line in params.splitlines():
        if not line.strip():
            continue
        found = _PART.fullmatch(line.strip())
        if found is None or (kind == "sum") is (found["weight"] is None):
            form = _("0,5 × có/không [đầu vào]") if kind == "sum" else _("tỷ lệ [tử; mẫu] {mẫu 0=0}")
            raise BadRule(
                "params",
                _("“%(line)s”: mỗi dòng một phần, dạng %(form)s.")
                % {"line": line.strip()[:60], "form": form},
            )
        inner = _kind(found["kind"])
        if inner in {"sum", "best"}:
            raise BadRule("params", _("Quy tắc lồng nhau nhiều tầng thì ghi dạng JSON."))
        rules.append(_simple(inner, found["params"] or "", found["inputs"]))
        weights.append(_value(found["weight"]) if found["weight"] else None)
    if kind == "best":
        return {"kind": kind, "rules": rules}
    return {"kind": kind, "parts": [{"weight": w, "rule": r} for w, r in zip(weights, rules, strict=True)]}


def _checked(told: Mapping[str, Any]) -> Rule:
    try:
        return _READ.validate_python(told)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRule("params", _("Tham số chưa đúng: %(why)s.") % {"why": expectation(first, ())}) from error

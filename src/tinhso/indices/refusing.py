"""What the core cannot score, as a refusal in the reader's language, each fault at its field."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.indices.core.errors import Fault, Unscorable

_MOST = 50
_OF_INPUTS = frozenset({"missing_input", "wrong_input", "unknown_input", "no_rule", "no_evidence"})


def _field(fault: Fault, prefix: str) -> str:
    if fault.code == "not_computable":
        return "edition"
    parts = [prefix] if prefix else []
    if fault.place is not None and prefix:
        parts.append(str(fault.place))
    if fault.node:
        own = fault.code in _OF_INPUTS
        parts += ["inputs" if own else "scores", fault.node] if prefix else [fault.node]
        parts += [fault.params["input"]] if own and "input" in fault.params else []
    return ".".join(parts)


def _hint(fault: Fault) -> str | None:
    if fault.near:
        return _("Có phải: %(near)s?") % {"near": ", ".join(fault.near)}
    hints = {
        "unknown_node": _("Xem các mã ở GET /api/v1/indices/{mã}/{phiên bản}."),
        "outside": _("Chia điểm đạt được cho điểm tối đa: 82,53/100 là 0.8253."),
        "missing_node": _("Chỉ số không tính điểm mới được để trống."),
        "given_twice": _("Chỉ gửi một trong hai."),
        "not_computable": _("Có thể tính theo phiên bản khác đã biết điểm."),
    }
    return hints.get(fault.code)


def refusal(error: Unscorable, prefix: str = "places") -> Invalid:
    """The refusal; fields read `places.3.scores.the-che-so`, or just the node where `prefix` is empty."""
    problems = [
        Problem(fault.code, _(fault.message) % fault.params, _field(fault, prefix) or None, _hint(fault))
        for fault in error.faults[:_MOST]
    ]
    first = problems[0]
    return Invalid(first.message, code=first.code, field=first.field, hint=first.hint, problems=problems)

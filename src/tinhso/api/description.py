"""Completing the OpenAPI description: ways in, refusals, and what each group of addresses is about."""

from __future__ import annotations

import re
from typing import Any, Final

from ninja.openapi import schema as openapi
from ninja.schema import NinjaGenerateJsonSchema
from pydantic.json_schema import CoreModeRef, CoreRef, DefsRef

Json = dict[str, Any]

TAGS: Final = {
    "health": "Whether the product can serve.",
    "plans": "Plans (kế hoạch, nghị quyết): targets, tasks, and the totals documents state of them.",
    "targets": "Targets (chỉ tiêu): value due, figures, status, outlook, reports.",
    "tasks": "Tasks (nhiệm vụ): who, by when, in what state, reports.",
    "files": "Evidence (minh chứng) for reports.",
    "indicators": "What is measured (chỉ số thống kê), and its figures (số liệu) with their sources.",
    "checks": "Rules that figures must stand before (quy tắc kiểm tra số liệu).",
    "formulas": "The language of derived indicators and checks (công thức): check, calculate.",
    "exploration": "Saved views and dashboards (góc nhìn, bảng theo dõi): questions under a name.",
    "notices": "Notices (thông báo): the inbox, channels, deliveries.",
    "committees": "Committees (ban chỉ đạo): members, terms, working regulations.",
    "meetings": "Meetings (phiên họp): agenda, papers, invitations, attendance.",
    "ballots": "Ballots (phiếu ý kiến): questions put to a committee, votes, what follows.",
    "conclusions": "Minutes, decisions and conclusions (biên bản, kết luận).",
    "drafts": "Consultation on drafts (lấy ý kiến dự thảo): versions, comments, answers.",
    "readings": "Documents that were read (đọc văn bản): proposed figures, decisions, contradictions.",
    "gates": "Border gates (cửa khẩu số): the board, places and their proofs, declaring, steering.",
    "urging": "Urging (đôn đốc): rules, runs, letters and their answers.",
    "periodic": "Periodic reports (báo cáo): templates, contributions, issued reports.",
    "watches": "Watches (danh mục theo dõi): thresholds, and alerts when a figure crosses one.",
    "warehouse": "Questions to the warehouse (kho dữ liệu): measures × places × periods; facts of cells.",
    "indices": "Composite indices (bộ chỉ số): editions, published results, trial computations.",
    "datasets": "Open data (dữ liệu mở): datasets, their versions and files.",
    "documents": "The register of documents (sổ văn bản).",
    "agencies": "Agencies (cơ quan, đơn vị), their predecessors and successors.",
    "places": "Administrative units (đơn vị hành chính) as of any day.",
    "audit": "The audit trail (nhật ký kiểm toán), for auditors and administrators.",
    "calendar": "Working days and terms (ngày làm việc, thời hạn).",
}

_WORD: Final[Json] = {"type": "string"}
_MAYBE: Final[Json] = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_WORDS: Final[Json] = {"type": "array", "items": _WORD}
_PROBLEM: Final[Json] = {
    "type": "object",
    "required": ["code", "message", "field", "hint"],
    "properties": {"code": _WORD, "message": _WORD, "field": _MAYBE, "hint": _MAYBE},
}
ERROR: Final[Json] = {
    **_PROBLEM,
    "title": "Error",
    "description": "What happened, which field, what to do; in the reader's language (Accept-Language).",
    "properties": {
        **_PROBLEM["properties"],
        "problems": {"type": "array", "items": _PROBLEM, "description": "When there are several."},
        "near": {**_WORDS, "description": "404, formulas: what may have been meant."},
        "error": {**_WORD, "description": "Formulas: the message once more."},
        "position": {"type": "integer", "description": "Formulas: the character, counted from 0."},
        "expected": {**_MAYBE, "description": "Formulas: what could have stood there."},
        "refused": {
            "type": "array",
            "items": {"type": "object"},
            "description": "422 of /query: measure, reason, offers.",
        },
        "candidates": {**_WORDS, "description": "300: the addresses that answer to this name."},
    },
}
REFUSALS: Final = {
    300: ("Ambiguous", "Several things answer to this name: `candidates`."),
    400: ("Refused", "The request cannot be carried out as it is."),
    401: ("NotSignedIn", "Nobody is signed in, or the key is unknown, ended or taken back."),
    403: (
        "NotAllowed",
        "This person, or a key with these scopes, may not; or the session's token is missing.",
    ),
    404: ("NotFound", "No such thing: `near` lists what may have been meant."),
    405: ("WrongMethod", "This address does not know the method."),
    409: ("Conflict", "It changed meanwhile, or is no longer in a state that allows this."),
    413: ("TooLarge", "What was sent is too large."),
    415: ("WrongType", "The body is of a kind that this address does not read."),
    422: ("Invalid", "What was typed cannot stand: `field` names where."),
    429: ("TooMany", "Too much was sent in a short time: `Retry-After`."),
    503: ("Away", "The database does not answer; it comes back by itself."),
}
UNSAFE: Final = ("post", "put", "patch", "delete")


class OwnNames(NinjaGenerateJsonSchema):
    """Names schemas of nested classes with their owner: `PlanKind` and `RelationKind`, not `Kind` twice."""

    def get_defs_ref(self, core_mode_ref: CoreModeRef) -> DefsRef:
        """`…plans.Plan.Kind` is `PlanKind`."""
        core_ref, mode = core_mode_ref
        joined = re.sub(r"\b([A-Z]\w*)\.(?=[A-Z])", r"\1", core_ref)
        return super().get_defs_ref((CoreRef(joined), mode))


openapi.NinjaGenerateJsonSchema = OwnNames  # type: ignore[attr-defined]  # ninja has no setting for it


def _refusals_of(path: str, method: str, operation: Json) -> list[int]:
    """The refusals an operation can answer with."""
    found = [400, 401, 503]
    if "{" in path:
        found.append(404)
    if operation.get("parameters") or "requestBody" in operation:
        found.append(422)
    if operation.get("parameters"):
        found.append(404)
    if operation.get("security") or method in UNSAFE:
        found.append(403)
    if method in UNSAFE:
        found += [409, 413, 415, 422]
    if path.endswith(("/files", "/compute")):
        found.append(429)
    if path.endswith("/plans/{slug}"):
        found.append(300)
    return sorted(set(found))


def _complete(path: str, method: str, operation: Json) -> None:
    for status in _refusals_of(path, method, operation):
        named = {int(code) for code in operation["responses"]}
        if status not in named:
            operation["responses"][status] = {"$ref": f"#/components/responses/{REFUSALS[status][0]}"}
    operation["responses"] = dict(sorted(operation["responses"].items(), key=lambda pair: int(pair[0])))
    if "security" not in operation:
        operation["security"] = [{}, {"Key": []}, {"Session": []}]


def complete(schema: Json, doors: Json) -> Json:
    """`schema` with what the router cannot know: refusals, ways in (`doors`), and words about groups."""
    components = schema.setdefault("components", {})
    components["securitySchemes"] = doors
    components.setdefault("schemas", {})["Error"] = ERROR
    components["responses"] = {
        name: {
            "description": words,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        }
        for name, words in REFUSALS.values()
    }
    used: set[str] = set()
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            _complete(path, method, operation)
            used.update(operation.get("tags", ()))
    schema["tags"] = [{"name": name, "description": words} for name, words in TAGS.items() if name in used]
    return schema

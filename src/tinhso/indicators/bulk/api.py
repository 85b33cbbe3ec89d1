"""The API's way in for many figures: a list of rows as JSON or CSV, and what became of each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, Query, Router
from pydantic import BaseModel, TypeAdapter, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from tinhso.base import clock
from tinhso.base.errors import Invalid, Problem, TooMany
from tinhso.base.web import api_words
from tinhso.base.web.api_errors import Unreadable, WrongType
from tinhso.base.web.errors import TooLarge
from tinhso.indicators import policies
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.shapes import Status
from tinhso.indicators.bulk.writing import BulkResult, RowDraft, RowResult
from tinhso.indicators.models import Batch
from tinhso.indicators.shapes import NUMBERS
from tinhso.people import policies as people
from tinhso.people.capabilities import Scope
from tinhso.people.principals import Principal, principal_of

router = Router(tags=["indicators"])

MOST_BYTES: Final = 16 << 20
HOURLY: Final = 200_000
"""Rows that one account writes in an hour."""

_STATUSES: Final = get_args(Status)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


class RowIn(RowDraft):
    """A row to send: JSON numbers or decimal strings; what may be grouped thousands is refused."""

    @field_validator(*NUMBERS, mode="before")
    @classmethod
    def _unambiguous(cls, value: Any) -> Any:
        if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
            plain = value.strip().replace(".", "")
            said = _("“%(value)s” có thể hiểu hai cách: viết %(plain)s, hoặc một số JSON.")
            raise PydanticCustomError(
                "ambiguous", "{message}", {"message": said % {"value": value, "plain": plain}}
            )
        return value


_ALL: Final = TypeAdapter(list[RowIn])


def _in_place(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that stands alone: what it defines aside is put where it is meant."""
    aside = schema.pop("$defs", {})

    def put(part: Any) -> Any:
        if isinstance(part, list):
            return [put(one) for one in part]
        if not isinstance(part, dict):
            return part
        named = str(part.get("$ref", "")).rpartition("/")[2]
        return put(aside[named]) if named in aside else {key: put(one) for key, one in part.items()}

    return {key: put(one) for key, one in schema.items()}


_ROWS: Final = {"type": "array", "maxItems": bulk.MOST, "items": _in_place(RowIn.model_json_schema())}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _ROWS},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}

Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=100,
        description="Any text of the caller's, one a body: sent again, it gets the same answer",
    ),
]


class RowOut(BaseModel):
    """What became of one row, counted from 1; refused ones say why."""

    index: int
    status: Literal["created", "unchanged", "superseded", "refused"]
    figure: UUID | None = None
    code: str | None = None
    message: str | None = None
    field: str | None = None
    hint: str | None = None


class BulkOut(BaseModel):
    """What became of a batch: the four counts add up to the rows."""

    batch: UUID | None
    repeated: bool
    created: int
    unchanged: int
    superseded: int
    refused: int
    rows: list[RowOut]


@router.post(
    "/observations",
    response={200: BulkOut, 207: BulkOut},
    url_name="observations",
    summary="Write many figures (số liệu) at once",
    openapi_extra=_BODY,
)
def write_observations(
    request: HttpRequest,
    state: Annotated[Literal["submitted", "confirmed"], Query()] = "submitted",
    key: Once = "",
) -> HttpResponse:
    """Good rows go in, bad ones are listed: `200` when all went in, `207` when some were refused.

    At most 10,000 rows a request. Rows already there are `unchanged`; a figure in force changes with a
    `reason` only. `state=confirmed` for those who confirm. Keys need the scope `figures.write`.
    """
    by = principal_of(request)
    require_scope(by)
    with bulk.collector_resting():
        rows = read(request)
        _require_room(by, len(rows))
        return answered(bulk.write(by, rows, submit=state == "submitted", key=key))


def require_scope(by: Principal) -> None:
    """Raises NotAllowed for a key without the scope, and for those who write no figures."""
    if not by.may_use(Scope.FIGURES):
        raise people.scope_missing(Scope.FIGURES)
    policies.require_enter(by)


def _require_room(by: Principal, rows: int) -> None:
    since = clock.now() - timedelta(hours=1)
    mine = Batch.objects.filter(actor=by.account_id, recorded_at__gte=since)
    if (mine.aggregate(rows=Sum("count"))["rows"] or 0) + rows > HOURLY:
        raise TooMany(_("Tài khoản này đã gửi quá nhiều dòng trong một giờ."))


def read(request: HttpRequest) -> list[RowDraft | Problem]:
    """The rows of the body; one that cannot be read stands as its problem. Raises Refusal for the whole."""
    if request.content_type not in {"application/json", "text/csv"}:
        raise WrongType(_("Địa chỉ này nhận danh sách JSON hoặc CSV (text/csv)."))
    content = request.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge(_("Nội dung lớn hơn %(most)d MB.") % {"most": MOST_BYTES >> 20})
    try:
        text = content.decode("utf-8-sig")
        told = _json(text) if request.content_type == "application/json" else _csv(text)
    except (ValueError, RecursionError, csv.Error) as error:
        raise Unreadable(
            _("Không đọc được nội dung gửi lên."),
            hint=_("Danh sách JSON các dòng, hoặc CSV viết bằng UTF-8."),
        ) from error
    if len(told) > bulk.MOST:
        raise Invalid(
            _("Tối đa %(most)d dòng một lần; đã gửi %(count)d.") % {"most": bulk.MOST, "count": len(told)},
            code="too_many_rows",
        )
    try:
        return [*_ALL.validate_python(told)]
    except ValidationError:
        return [_draft(row) for row in told]


def _json(text: str) -> list[Any]:
    """The list, alone or under `rows`; numbers keep the digits they were written with."""
    found = json.loads(text, parse_float=Decimal)
    if isinstance(found, dict) and found.keys() == {"rows"}:
        found = found["rows"]
    if not isinstance(found, list):
        raise ValueError("a list of rows is expected")
    return found


def _csv(text: str) -> list[Mapping[str, str]]:
    """Columns are named as the fields; empty cells say nothing; decimals with a point."""
    head = text.split("\n", 1)[0]
    lines = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",", strict=True)
    return [{name or "": value for name, value in line.items() if value not in ("", None)} for line in lines]


def _draft(row: Any) -> RowDraft | Problem:
    try:
        return RowIn.model_validate(row)
    except ValidationError as error:
        first: Mapping[str, Any] = dict(error.errors(include_url=False)[0])
        where: Sequence[Any] = first["loc"]
        return Problem(str(first["type"]), api_words.message(first), str(where[0]) if where else None)


def answered(result: BulkResult) -> HttpResponse:
    """The answer, as `BulkOut`."""
    counted = Counter(row.status for row in result.rows)
    told = {
        "batch": str(result.batch) if result.batch else None,
        "repeated": result.repeated,
        **{status: counted[status] for status in _STATUSES},
    }
    rows = ", ".join([_row(row) for row in result.rows])
    return HttpResponse(
        f'{json.dumps(told)[:-1]}, "rows": [{rows}]}}',
        content_type="application/json; charset=utf-8",
        status=207 if told["refused"] else 200,
    )


def _row(row: RowResult) -> str:
    """The row as JSON; what went in has nothing in it that could need a sign before it."""
    if row.status != "refused":
        return f'{{"index": {row.index}, "status": "{row.status}", "figure": "{row.figure}"}}'
    told = {"index": row.index, "status": row.status, "code": row.code, "message": row.message}
    return json.dumps({**told, "field": row.field, "hint": row.hint or None}, ensure_ascii=False)

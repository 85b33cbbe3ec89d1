"""Entering what was published of a place (ghi kết quả công bố): value, rank, of how many, which document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid
from tinhso.base.numbers import places_of
from tinhso.base.text import near_matches
from tinhso.indices import papers, queries
from tinhso.indices.events import ResultRecorded
from tinhso.indices.loading import day_of
from tinhso.indices.models import Certainty, Edition, Score
from tinhso.indices.rounds import policies
from tinhso.people.principals import Principal
from tinhso.places import queries as places

Count = Annotated[int, Field(ge=1, le=1000)]


class ResultDraft(BaseModel):
    """A result as printed. `node` is empty for the whole index; `locator` says where in the document."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    year: Annotated[int, Field(ge=1990, le=2100)]
    place: str
    node: str = ""
    value: Annotated[Decimal, Field(max_digits=12, decimal_places=6)] | None = None
    rank: Count | None = None
    of: Count | None = None
    published: date | None = None
    document: Annotated[str, Field(min_length=1)]
    locator: str = ""
    certainty: Certainty = Certainty.OFFICIAL
    note: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and self.rank is None:
            raise ValueError(_("ghi giá trị hoặc thứ hạng"))
        if self.rank and self.of and self.rank > self.of:
            raise ValueError(_("thứ hạng không lớn hơn tổng số"))
        return self


def standing(edition: Edition, draft: ResultDraft) -> Score | None:
    """The result of the same place, year and node that stands now, whoever entered it."""
    rows = queries.scores(edition, illustrative=True).exclude(certainty=Certainty.OWN)
    return rows.filter(year=draft.year, place__code=draft.place, node=draft.node, measure="score").first()


def record(by: Actor, edition: Edition, draft: ResultDraft, reason: str = "") -> Score:
    """Enter a result; one that stands already is superseded, which needs a reason.

    Raises NotAllowed; Invalid at the field; NotFound for an unknown place.
    """
    policies.require_manage(by)
    with acting(by, "indices.result", reason=reason) as act:
        edition = Edition.objects.select_for_update(of=("self",)).select_related("index").get(pk=edition.pk)
        _require_node(edition, draft.node)
        paper = papers.named(draft.document)
        published = draft.published or paper.date
        place = places.by_code(draft.place, day_of(draft.year, published))
        before = standing(edition, draft)
        if before is not None and not reason.strip():
            raise Invalid(
                _("Đã có kết quả năm %(year)d của địa bàn này; nêu lý do đính chính.") % {"year": draft.year},
                code="missing",
                field="reason",
            )
        score = Score(
            **draft.model_dump(include={"year", "node", "value", "rank", "of", "certainty", "note"}),
            code=before.code if before else _code(edition, draft),
            edition=edition,
            place=place,
            decimals=places_of(draft.value) if draft.value is not None else 0,
            published=published,
            source=", ".join(filter(None, (paper.notation or paper.title, draft.locator))),
            document=paper,
            supersedes=before,
            pack=before.pack if before else "",
            illustrative=isinstance(by, Principal) and by.illustrative,
        )
        score.save(force_insert=True)
        told = {"year": score.year, "place": place.code, "node": score.node, "rank": score.rank}
        act.record(f"index:{edition.index.code}", subject=score, data=told, facts=[score])
        act.emit(ResultRecorded(score=score.pk))
    return score


def _code(edition: Edition, draft: ResultDraft) -> str:
    parts = ("entered", edition.index.code, edition.code, str(draft.year), draft.place, draft.node)
    return "-".join(part for part in parts if part)


def _require_node(edition: Edition, node: str) -> None:
    known = set(edition.nodes.values_list("code", flat=True))
    if node and node not in known:
        hint = _("Có phải: %(near)s?") % {"near": ", ".join(near_matches(node, known) or sorted(known))}
        raise Invalid(_("Không có chỉ số “%(code)s”.") % {"code": node}, field="node", hint=hint)

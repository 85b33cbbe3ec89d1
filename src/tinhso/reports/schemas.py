"""What is told of templates, reports, contributions; shared by pages, the API, packs and the command line."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from tinhso.reports.models import Template

Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,78}$")]
Text = Annotated[str, Field(max_length=20_000)]
Line = Annotated[str, Field(max_length=500)]
Lines = Annotated[tuple[Line, ...], Field(max_length=20)]


class Told(BaseModel):
    """What people and programs tell: unknown fields are refused, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class FormDraft(Told):
    """What stands around a report's text (thể thức, NĐ 30/2020/NĐ-CP); empty lines come from the issuer.

    `parent`: the body above the issuer; `place`: where it is signed; `symbol`: what follows the number
    (`BC-UBND`); `signing`: the lines above the name (`TM. ỦY BAN NHÂN DÂN`, `CHỦ TỊCH`).
    """

    parent: Line = ""
    issuer: Line = ""
    symbol: Line = ""
    place: Line = ""
    type_name: Line = "BÁO CÁO"
    addressees: Lines = ()
    signing: Lines = ()
    signer: Line = ""
    recipients: Lines = ()


class TemplateDraft(Told):
    """A template with the text of one version."""

    kind: Template.Kind
    name: Annotated[str, Field(min_length=1, max_length=300)]
    name_en: Line = ""
    place: str = ""
    issuer: str = ""
    closes: bool = True
    public: bool = False
    due_days: Annotated[int, Field(ge=0, le=60)] = 5
    title: Annotated[str, Field(min_length=1, max_length=500)]
    body: Annotated[str, Field(min_length=1, max_length=60_000)]
    form: FormDraft = FormDraft()
    valid_from: date | None = None
    why: Line = ""


class CodeDraft(Told):
    """The code of something new."""

    code: Code


class ReportDraft(Told):
    """A report to be begun; `due_on` None: so many days after the figures close, as the template says."""

    template: Code
    period: Annotated[str, Field(min_length=4, max_length=24)]
    as_of: date | None = None
    due_on: date | None = None


class ReportEdit(Told):
    """A report as the standing office goes on writing it; what is None stays."""

    title: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    body: Annotated[str, Field(min_length=1, max_length=60_000)] | None = None
    as_of: date | None = None
    form: FormDraft | None = None


class Confirmation(Told):
    """What an agency says of a figure it answers for."""

    right: bool
    shown: Line = ""
    note: Line = ""


class ContributionDraft(Told):
    """An agency's part: its words, and what it says of its figures, by key."""

    text: Text = ""
    confirmed: dict[str, Confirmation] = {}


class IssueDraft(Told):
    """How a frozen report is issued; `number` None: the next of the number book."""

    date: date
    signer: Annotated[str, Field(min_length=1, max_length=200)]
    number: Annotated[int, Field(ge=1, le=99_999)] | None = None
    signing: Lines = ()
    recipients: Lines = ()


def form_of(stored: dict[str, Any]) -> FormDraft:
    """The form as it was stored; unknown parts of older releases are left out."""
    return FormDraft.model_validate({key: stored[key] for key in FormDraft.model_fields if key in stored})

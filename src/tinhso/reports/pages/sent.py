"""What the forms send, read into drafts: every problem beside its field."""

from __future__ import annotations

from django.http import QueryDict

from tinhso.base.web.drafting import drafted
from tinhso.reports.schemas import FormDraft


def whole(sent: QueryDict, name: str, otherwise: int | None = None) -> int | None:
    """A whole number of a field; `otherwise` where nothing readable stands."""
    text = sent.get(name, "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 else otherwise


def lines(sent: QueryDict, name: str) -> tuple[str, ...]:
    """The lines of a field that say something."""
    return tuple(line.strip() for line in sent.get(name, "").split("\n") if line.strip())


_LISTED = ("addressees", "signing", "recipients")


def form(sent: QueryDict) -> FormDraft:
    """What stands around the text, as the form sends it. Raises Invalid."""
    told = {name: sent.get(name, "") for name in FormDraft.model_fields if name not in _LISTED}
    return drafted(FormDraft, told | {name: lines(sent, name) for name in _LISTED})


def form_values(form: FormDraft) -> dict[str, str]:
    """The same as texts of fields."""
    told = form.model_dump()
    return {name: "\n".join(value) if name in _LISTED else str(value) for name, value in told.items()}

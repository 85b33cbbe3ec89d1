"""Laying a draft down, its versions, and arranging clauses before anybody is asked."""

from __future__ import annotations

from typing import BinaryIO, Literal
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.files import actions as files
from tinhso.base.files.models import StoredFile
from tinhso.base.text import fold
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee
from tinhso.consultation import clauses, policies, reading
from tinhso.consultation.actions.common import move, require_alive, stream
from tinhso.consultation.core.states import Move
from tinhso.consultation.models import Clause, Draft, DraftVersion, Matched
from tinhso.consultation.queries import drafts as queries
from tinhso.consultation.schemas import RESERVED, NewDraft
from tinhso.documents import secrecy
from tinhso.people import queries as people
from tinhso.people.models import Agency

Arranging = Literal["merge", "split", "renumber", "label", "remove"]


def lay_down(by: Actor, told: NewDraft, *, illustrative: bool = False, pack: str = "") -> Draft:
    """Begin a draft (lập dự thảo). Raises NotAllowed; Invalid beside the field; Conflict for a code taken."""
    agency = _agency(told.agency)
    policies.require_draft(by, agency.pk)
    secrecy.refuse_secret({"title": told.title, "summary": told.summary})
    with acting(by, "drafts.lay_down") as act:
        draft = Draft(
            code=told.code or _free_code(told.title),
            title=told.title,
            kind=told.kind,
            agency=agency,
            committee=_committee(told.committee),
            summary=told.summary,
            created_at=act.now,
            illustrative=illustrative or getattr(by, "illustrative", False),
            pack=pack,
        )
        if Draft.objects.filter(code=draft.code).exists():
            raise Conflict(_("Đã có dự thảo mang mã này."), field="code")
        draft.fill_keys()
        draft.save(force_insert=True)
        act.record(stream(draft), subject=draft, data=told.model_dump(mode="json"))
    return draft


def revise(by: Actor, code: str, told: NewDraft) -> Draft:
    """Change what is told of a draft (sửa thông tin dự thảo); its code and agency stay."""
    secrecy.refuse_secret({"title": told.title, "summary": told.summary})
    with acting(by, "drafts.revise") as act:
        draft = queries.for_update(code)
        policies.require_draft(by, draft.agency_id)
        require_alive(draft)
        draft.title, draft.kind, draft.summary = told.title, told.kind, told.summary
        draft.committee = _committee(told.committee)
        draft.fill_keys()
        draft.save()
        act.record(stream(draft), subject=draft, data=told.model_dump(mode="json"))
    return draft


def add_version(
    by: Actor, code: str, *, text: str = "", file: BinaryIO | None = None, name: str = "", note: str = ""
) -> DraftVersion:
    """Add a version, typed or from DOCX (thêm bản dự thảo); clauses that live on keep their anchors.

    Raises Invalid for a text without words, a mark of secrecy, a file that cannot be read.
    """
    content = file.read() if file is not None else b""
    found, numbered = reading.of_file(content, name) if file is not None else reading.of_text(text)
    secrecy.refuse_secret({"text": "\n".join(piece.text for piece in found), "note": note})
    with acting(by, "drafts.add_version") as act:
        draft = queries.for_update(code)
        policies.require_draft(by, draft.agency_id)
        require_alive(draft)
        kept = _kept(by, draft, content, name) if file is not None else None
        before = queries.newest(draft)
        version = DraftVersion.objects.create(
            draft=draft,
            number=before.number + 1 if before else 1,
            file=kept,
            note=note.strip()[:4000],
            created_at=act.now,
            created_by=by.actor_label,
            numbered=numbered,
            illustrative=draft.illustrative,
        )
        rows = clauses.continued(queries.clauses(before), found) if before else clauses.fresh(found)
        clauses.store(version, rows)
        told = {"version": version.number, "clauses": len(rows), "file": kept.digest if kept else ""}
        act.record(stream(draft), subject=version, data=told)
    return version


def _kept(by: Actor, draft: Draft, content: bytes, name: str) -> StoredFile:
    return files.store(by, reading.stream_of(content), name=name, illustrative=draft.illustrative)


def arrange(
    by: Actor, code: str, number: int, how: Arranging, *, order: int = 1, words: str = ""
) -> DraftVersion:
    """Merge, split, renumber, relabel or leave out clauses (sắp xếp đoạn) of a version not asked on yet."""
    with acting(by, "drafts.arrange") as act:
        draft, version = _unlocked(by, code, number)
        entries = clauses.entries_of(version)
        if not 1 <= order <= len(entries):
            raise NotFound(_("Không có đoạn này; có thể đã được gộp."), field="clause")
        changed = {
            "merge": lambda: clauses.merged(entries, order - 1),
            "split": lambda: clauses.split(entries, order - 1, words.strip()),
            "renumber": lambda: clauses.renumbered(entries),
            "label": lambda: clauses.labelled(entries, order - 1, words),
            "remove": lambda: clauses.removed(entries, order - 1),
        }[how]()
        clauses.store(version, changed)
        act.record(stream(draft), subject=version, data={"how": how, "order": order, "words": words[:200]})
    return version


def connect(by: Actor, code: str, number: int, clause: UUID, old: UUID | None) -> DraftVersion:
    """Say which clause of the version before this one continues (nối đoạn); None: it is new.

    A clause that was matched with it before becomes new.
    """
    with acting(by, "drafts.connect") as act:
        draft, version = _unlocked(by, code, number)
        row = version.clauses.filter(pk=clause).first()
        before = draft.versions.filter(number=version.number - 1).first()
        known = before.clauses.filter(pk=old).first() if before and old else None
        if row is None or (old and known is None):
            raise NotFound(_("Không có đoạn này trong hai bản đang so."), field="clause")
        anchor = known.anchor if known else uuid4()
        twin = version.clauses.filter(anchor=anchor).exclude(pk=row.pk).first()
        if twin:
            _reconnect(twin, uuid4(), Matched.NEW)
        _reconnect(row, anchor, Matched.HAND if known else Matched.NEW)
        told = {"clause": row.named, "continues": known.named if known else ""}
        act.record(stream(draft), subject=version, data=told)
    return version


def _reconnect(row: Clause, anchor: UUID, matched: str) -> None:
    row.anchor, row.matched, row.likeness = anchor, matched, None
    row.save(update_fields=["anchor", "matched", "likeness"])


def _unlocked(by: Actor, code: str, number: int) -> tuple[Draft, DraftVersion]:
    draft = queries.for_update(code)
    policies.require_draft(by, draft.agency_id)
    require_alive(draft)
    version = queries.version(draft, number)
    if version.locked_at is not None:
        raise Conflict(
            _("Bản %(number)d đã đưa ra lấy ý kiến nên giữ nguyên.") % {"number": number},
            code="version_locked",
            hint=_("Thêm một bản mới với nội dung đã sửa."),
        )
    return draft, version


def withdraw(by: Actor, code: str, why: str) -> Draft:
    """Withdraw a draft (rút dự thảo): comments stay to be read. Raises Invalid without a reason, Conflict."""
    if not why.strip():
        raise Invalid(_("Nêu lý do rút dự thảo."), field="why")
    with acting(by, "drafts.withdraw", reason=why) as act:
        draft = queries.for_update(code)
        policies.require_draft(by, draft.agency_id)
        move(draft, Move.WITHDRAW)
        draft.withdrawn_why = why.strip()
        draft.save()
        draft.rounds.filter(closed_at=None).update(closed_at=act.now)
        act.record(stream(draft), subject=draft, data={"why": why.strip()})
    return draft


def _agency(code: str) -> Agency:
    try:
        return people.agency_by_code(code)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="agency", hint=", ".join(refusal.near) or None) from refusal


def _committee(code: str) -> Committee | None:
    if not code:
        return None
    try:
        return committees.find(code)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="committee", hint=refusal.hint) from refusal


def _free_code(title: str) -> str:
    """A code made of the title's first words and the year, with a number where it is taken."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(title)).split()
    stem = "-".join(words)[:50].strip("-") or "du-thao"
    stem = f"{stem}-{clock.today().year}"
    taken = set(Draft.objects.filter(code__startswith=stem).values_list("code", flat=True)) | RESERVED
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code

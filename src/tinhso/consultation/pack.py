"""What a pack's demo says of drafts: the section `drafts`. A pack consults on nothing in earnest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import NotFound
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.consultation.actions import answering, drafting, finishing, opinions, public, rounds
from tinhso.consultation.models import Draft, DraftVersion, Round
from tinhso.consultation.pack_items import DraftItem, OpinionItem, RoundItem
from tinhso.consultation.queries import drafts
from tinhso.consultation.schemas import (
    Finish,
    NewAnswer,
    NewDraft,
    NewNote,
    NewRound,
    NewSubmission,
    Opinion,
)
from tinhso.documents.models import DocumentType
from tinhso.people.loading import account_labels

_SAME: Final = ("code", "title", "summary")


class Drafts(BatchSection[DraftItem]):
    """The section `drafts`, for demo files."""

    name = "drafts"
    lived = True
    schema = DraftItem
    files = ("drafts.yaml",)

    def key(self, item: DraftItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, DraftItem]:
        """Drafts that are there already: people go on with them, so a changed file changes nothing."""
        del pack
        return {
            row.code: DraftItem(
                **{name: getattr(row, name) for name in _SAME},
                kind=DocumentType(row.kind),
                agency=row.agency.code,
                committee=row.committee.code if row.committee else "",
            )
            for row in drafts.drafts().filter(code__in=keys)
        }

    def write_many(self, pack: PackInfo, items: Sequence[DraftItem], act: Act, *, illustrative: bool) -> None:
        """Live through each draft as the persons would who are named, as far as it is told."""
        names = {item.by for item in items} | {
            name
            for item in items
            if item.round
            for one in item.round.opinions
            for name in (one.by, one.sent_by)
        }
        accounts = {name: SystemActor(told[1], told[0]) for name, told in account_labels(names).items()}
        for item in items:
            if not Draft.objects.filter(code=item.code).exists():
                _live(pack, item, accounts, illustrative=illustrative)
        act.record(f"pack:{pack.code}", subject="drafts", data={"written": len(items)})

    def check(self, items: Sequence[Located[DraftItem]], everything: Catalogue) -> Iterable[Finding]:
        """Agencies are known; only demo files tell of consultations."""
        yield from unknown_codes(items, "agency", everything.keys("agencies"))
        for item in items:
            if not item.illustrative:
                yield item.error("code", _("việc lấy ý kiến chỉ khai trong phần minh hoạ"), item.key)


def _live(pack: PackInfo, item: DraftItem, who: Mapping[str, SystemActor], *, illustrative: bool) -> None:
    by = who[item.by]
    told = {name: getattr(item, name) for name in (*_SAME, "kind", "agency", "committee")}
    drafting.lay_down(by, NewDraft.model_validate(told), illustrative=illustrative, pack=pack.code)
    for text in item.texts:
        drafting.add_version(by, item.code, text=text)
    if item.round:
        _ask(by, item, item.round, who)
    if item.revised:
        drafting.add_version(by, item.code, text=item.revised, note=_("Sau khi tiếp thu ý kiến"))
    for answer in item.answers:
        clause = _clause(_newest(item.code), answer.clause)
        words = NewAnswer(comments=answer.comments, kind=answer.kind, text=answer.text, clause=clause)
        answering.answer(by, item.code, words)
    if item.issued:
        issued = item.issued
        finish = Finish(
            version=_newest(item.code).number,
            issuer=issued.issuer,
            date=issued.date,
            signer=issued.signer,
            suffix=issued.suffix,
        )
        finishing.finalise(by, item.code, finish)


def _ask(by: SystemActor, item: DraftItem, told: RoundItem, who: Mapping[str, SystemActor]) -> None:
    asked = NewRound(
        deadline=told.deadline,
        agencies=told.agencies,
        members=told.members,
        public=told.public,
        letter=told.letter,
        note=told.note,
    )
    of = rounds.open_round(by, item.code, asked)
    for opinion in told.opinions:
        _answer(of, opinion, who)
    for sent in told.submissions:
        clause = _clause(of.version, sent.clause)
        row = public.submit(
            item.code, NewSubmission(text=sent.text, name=sent.name, contact=sent.contact, clause=clause)
        )
        if sent.shown:
            public.moderate(by, row.pk, shown=True)
    if told.closed:
        rounds.close(by, item.code)


def _answer(of: Round, told: OpinionItem, who: Mapping[str, SystemActor]) -> None:
    invitee = of.invitees.select_related("round__draft", "agency", "person").get(agency__code=told.agency)
    for said in told.comments:
        clause = _clause(of.version, said.clause)
        opinions.write(who[told.by], invitee, NewNote(text=said.text, clause=clause, quote=said.quote))
    if told.sent_by:
        opinions.send(who[told.sent_by], invitee, Opinion(agrees=told.agrees, letter=told.letter))


def _newest(code: str) -> DraftVersion:
    found = drafts.newest(drafts.by_code(code))
    if found is None:
        raise NotFound(_("Dự thảo chưa có nội dung."), field="texts")
    return found


def _clause(version: DraftVersion, name: str) -> UUID | None:
    """The clause of that name; None for the whole. Raises NotFound."""
    if not name:
        return None
    found = version.clauses.filter(path=name).first()
    if found is None:
        raise NotFound(_("Dự thảo không có %(name)s.") % {"name": name}, field="clause")
    return found.pk


SECTIONS: Final = (Drafts(),)

"""What a pack says of documents: the register and how its documents stand to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.documents import loading
from tinhso.documents.models import Document, DocumentType, NumberSuffix, Relation
from tinhso.documents.pack_items import DocumentItem, RelationItem, SuffixItem


class Documents(BatchSection[DocumentItem]):
    """The section `documents`."""

    name = "documents"
    schema = DocumentItem
    files = ("documents.yaml", "documents/*.yaml")

    def key(self, item: DocumentItem) -> str:
        """The slug."""
        return item.slug

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, DocumentItem]:
        """The stored documents."""
        del pack
        rows = Document.objects.filter(slug__in=keys).select_related("issuer")
        columns = DocumentItem.model_fields.keys() - {"issuer"}
        return {
            row.slug: DocumentItem.model_validate(
                {
                    **{column: getattr(row, column) for column in columns},
                    "issuer": row.issuer.code if row.issuer else "",
                }
            )
            for row in rows
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[DocumentItem], act: Act, *, illustrative: bool
    ) -> None:
        """All documents."""
        loading.put_documents(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[DocumentItem]], everything: Catalogue) -> Iterable[Finding]:
        """Issuers exist."""
        yield from unknown_codes(items, "issuer", everything.keys("agencies"))


class Relations(BatchSection[RelationItem]):
    """The section `relations`."""

    name = "relations"
    schema = RelationItem
    files = ("relations.yaml",)

    def key(self, item: RelationItem) -> str:
        """Both documents and the kind."""
        return f"{item.source}>{item.target}/{item.kind}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, RelationItem]:
        """The stored relations."""
        del pack
        rows = Relation.objects.filter(source__slug__in={key.partition(">")[0] for key in keys})
        found = (
            RelationItem(
                source=row.source.slug, target=row.target.slug, kind=Relation.Kind(row.kind), note=row.note
            )
            for row in rows.select_related("source", "target")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[RelationItem], act: Act, *, illustrative: bool
    ) -> None:
        """All relations."""
        loading.put_relations(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[RelationItem]], everything: Catalogue) -> Iterable[Finding]:
        """Both documents exist."""
        for field in ("source", "target"):
            yield from unknown_codes(items, field, everything.keys("documents"))


class Suffixes(BatchSection[SuffixItem]):
    """The section `number_suffixes`."""

    name = "number_suffixes"
    schema = SuffixItem
    files = ("number-suffixes.yaml",)

    def key(self, item: SuffixItem) -> str:
        """Issuer and type."""
        return f"{item.issuer}/{item.type}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, SuffixItem]:
        """The stored suffixes."""
        del pack
        rows = NumberSuffix.objects.filter(issuer__code__in={key.partition("/")[0] for key in keys})
        found = (
            SuffixItem(issuer=row.issuer.code, type=DocumentType(row.type), suffix=row.suffix)
            for row in rows.select_related("issuer")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[SuffixItem], act: Act, *, illustrative: bool
    ) -> None:
        """All suffixes."""
        loading.put_suffixes(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[SuffixItem]], everything: Catalogue) -> Iterable[Finding]:
        """Issuers exist."""
        yield from unknown_codes(items, "issuer", everything.keys("agencies"))


SECTIONS = (Documents(), Relations(), Suffixes())

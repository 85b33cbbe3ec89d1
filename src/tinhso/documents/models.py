"""The register of official documents (văn bản)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.files.models import StoredFile
from tinhso.documents.querysets import DocumentQuerySet
from tinhso.people.models import Agency


class DocumentType(models.TextChoices):
    """Kinds of documents the product meets (loại văn bản; NĐ 30/2020/NĐ-CP names 29)."""

    RESOLUTION = "NQ", _("Nghị quyết")
    DECISION = "QĐ", _("Quyết định")
    DIRECTIVE = "CT", _("Chỉ thị")
    PLAN = "KH", _("Kế hoạch")
    REPORT = "BC", _("Báo cáo")
    SUBMISSION = "TTr", _("Tờ trình")
    NOTICE = "TB", _("Thông báo")
    LETTER = "CV", _("Công văn")
    SCHEME = "ĐA", _("Đề án")
    PROGRAMME = "CTr", _("Chương trình")
    GUIDE = "HD", _("Hướng dẫn")
    MINUTES = "BB", _("Biên bản")
    INVITATION = "GM", _("Giấy mời")
    DECREE = "NĐ", _("Nghị định")
    CIRCULAR = "TT", _("Thông tư")
    CONCLUSION = "KL", _("Kết luận")
    DISPATCH = "CĐ", _("Công điện")
    STATUTE = "QC", _("Quy chế")
    LAW = "L", _("Luật")
    DRAFT = "DT", _("Dự thảo")
    NEWS = "TIN", _("Tin, bài đã công bố")
    OTHER = "KHAC", _("Văn bản khác")


class Document(Tracked):
    """An official document or published source. Identity: (issuer, notation, date).

    Drafts may lack notation and date.

    State secrets are refused at the door and never stored.
    """

    slug = models.TextField(unique=True, db_collation="C")
    notation = models.TextField(blank=True)
    type = models.CharField(max_length=4, choices=DocumentType.choices)
    title = models.TextField()
    issuer = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="documents")
    issuer_name = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True)
    signer = models.TextField(blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    url = models.URLField(blank=True)
    note = models.TextField(blank=True)
    search_key = models.TextField(db_collation="C", blank=True)
    pack = models.CharField(max_length=40, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta(Tracked.Meta):
        ordering = ["-date", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="document_one_identity",
                fields=["issuer", "issuer_name", "notation", "date"],
                condition=~Q(notation=""),
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["-date"], name="document_by_date")]

    def __str__(self) -> str:
        return f"{self.notation or self.title}"

    @property
    def issued_by(self) -> str:
        """The issuer's name, as registered or as printed."""
        return self.issuer.name if self.issuer else self.issuer_name

    @property
    def cited(self) -> str:
        """How the document is cited: `Kế hoạch 247/KH-UBND`; its title when it has no notation."""
        return f"{DocumentType(self.type).label} {self.notation}" if self.notation else self.title

    def get_absolute_url(self) -> str:
        """The document's page."""
        return reverse("documents:detail", args=[self.slug])


class Relation(Tracked):
    """How one document stands to another (quan hệ văn bản)."""

    class Kind(models.TextChoices):
        """`source` … `target`."""

        BASED_ON = "based_on", _("căn cứ")
        REPLACES = "replaces", _("thay thế")
        AMENDS = "amends", _("sửa đổi, bổ sung")
        IMPLEMENTS = "implements", _("thực hiện")
        MENTIONS = "mentions", _("nhắc tới")

    source = models.ForeignKey(Document, models.CASCADE, related_name="relations")
    target = models.ForeignKey(Document, models.CASCADE, related_name="related_from")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="relation_once", fields=["source", "target", "kind"])]


class Attachment(Tracked):
    """A file of a document (tệp đính kèm)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="attachment_once", fields=["document", "file"])]


class NumberBook(Tracked):
    """The book of numbers (sổ đăng ký số) of one issuer for one type and year; each begins at 1."""

    issuer = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    type = models.CharField(max_length=4, choices=DocumentType.choices)
    year = models.PositiveSmallIntegerField()

    class Meta(Tracked.Meta):
        ordering = ["-year", "issuer__sort_key", "type"]
        constraints = [models.UniqueConstraint(name="number_book_once", fields=["issuer", "type", "year"])]

    def __str__(self) -> str:
        return f"{self.issuer.code} {self.type} {self.year}"

    def get_absolute_url(self) -> str:
        """The book's page."""
        return reverse("documents:book", args=[self.issuer.code, self.type, self.year])


class IssuedNumber(Fact):
    """A number given to a document (số văn bản đã cấp); never given again, never taken back."""

    book = models.ForeignKey(NumberBook, models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField()
    document = models.OneToOneField(Document, models.PROTECT, related_name="issued_number")

    class Meta(Fact.Meta):
        ordering = ["book", "number"]
        constraints = [models.UniqueConstraint(name="number_given_once", fields=["book", "number"])]


class NumberSuffix(Tracked):
    """What follows the number (ký hiệu): `KH-UBND`, `VP-KGVX`; with a stroke in it the Party's, `NQ/TU`."""

    issuer = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    type = models.CharField(max_length=4, choices=DocumentType.choices)
    suffix = models.CharField(max_length=60)
    pack = models.CharField(max_length=40, blank=True)

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(name="number_suffix_once", fields=["issuer", "type"])]

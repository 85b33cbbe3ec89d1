"""Bulk hand-over of an agency's open work, with every item it moved."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tinhso.base.audit.models import Tracked
from tinhso.documents.models import Document
from tinhso.people.models import Agency


class Handover(Tracked):
    """Open work of one agency given to others in one action (bàn giao việc); can be undone as a whole."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="handovers")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    dated = models.DateField()
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_label = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_label = models.TextField(blank=True)
    undone_note = models.TextField(blank=True)

    class Meta(Tracked.Meta):
        ordering = ["-made_at"]


class HandoverItem(Tracked):
    """One thing that changed hands. `dropped`: the successor had that part already, so the link went."""

    class Kind(models.TextChoices):
        """What it is."""

        TASK_LEAD = "task_lead", _("Chủ trì nhiệm vụ")
        TASK_JOINT = "task_joint", _("Phối hợp nhiệm vụ")
        TARGET_LEAD = "target_lead", _("Chủ trì chỉ tiêu")
        COLLECTOR = "collector", _("Báo cáo phần của chỉ tiêu")
        REQUEST = "request", _("Đề nghị chờ quyết định")
        ACCEPTOR = "acceptor", _("Nghiệm thu sản phẩm")
        RECURRENCE_LEAD = "recurrence_lead", _("Chủ trì nhiệm vụ định kỳ")
        RECURRENCE_JOINT = "recurrence_joint", _("Phối hợp nhiệm vụ định kỳ")

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subject = models.UUIDField()
    code = models.TextField()
    title = models.TextField()
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    dropped = models.BooleanField(default=False)
    details = models.JSONField(default=dict)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(name="handover_item_once", fields=["handover", "kind", "subject"])
        ]

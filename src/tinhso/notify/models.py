"""What was told to whom, how it went out, and what each reader and manager arranged."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.ids import new_id
from tinhso.notify.choices import OUTSIDE, DeliveryState, Rhythm, Route


class Message(Fact):
    """Something told to one recipient (thông báo): a person, or an account that has none.

    `recipient` is the id of either; the same (kind, key) is told a recipient once. Kept are the values,
    not the text: it is written with the template in force at `recorded_at`, in the reader's language.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    recipient = models.UUIDField()
    agency = models.UUIDField(null=True)
    group = models.CharField(max_length=20)
    urgent = models.BooleanField(default=False)
    values = models.JSONField(default=dict)
    href = models.CharField(max_length=500, blank=True)

    class Meta(Fact.Meta):
        constraints = [models.UniqueConstraint(fields=["kind", "key", "recipient"], name="message_told_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Delivery(models.Model):
    """One message on one way to its recipient (lượt gửi). What happened to it are its `Attempt`s.

    `due_at`: not before; `claim`: the worker that has it, since `claimed_at`; `bundle`: what goes out
    together. `read_at` is of the inbox alone: whether and when the reader marked it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    recipient = models.UUIDField()
    route = models.CharField(max_length=8, choices=Route.choices)
    group = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    bundle = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)
    illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "route"], name="delivery_once_a_route"),
            models.CheckConstraint(
                name="delivery_claimed_while_sending",
                condition=Q(claim=None, claimed_at=None)
                | Q(state=DeliveryState.SENDING, claimed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient"], name="delivery_unread", condition=Q(route=Route.INAPP, read_at=None)
            ),
            models.Index(fields=["recipient", "id"], name="delivery_inbox", condition=Q(route=Route.INAPP)),
            models.Index(
                fields=["due_at"],
                name="delivery_open",
                condition=Q(route__in=OUTSIDE) & ~Q(state__in=[DeliveryState.SENT, DeliveryState.GIVEN_UP]),
            ),
            models.Index(fields=["id"], name="delivery_outside", condition=Q(route__in=OUTSIDE)),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.state} {self.message_id}"


class Attempt(Fact):
    """One try to send (lần gửi): `outcome` is the state after it, `failure` a word for what went wrong.

    No address and no answer of the other side is kept: those may hold personal data.
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    bundle = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, choices=DeliveryState.choices)
    failure = models.CharField(max_length=40, blank=True)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["recorded_at"], name="attempt_by_moment")]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.number} {self.outcome}"


class Preference(Tracked):
    """How an account wants to be told (tùy chọn nhận thông báo). No row: as the settings say.

    `routes` maps a group to the ways chosen for it; a group that is not named has its kinds' own.
    """

    account = models.UUIDField(unique=True)
    routes = models.JSONField(default=dict, blank=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY)
    digest_at = models.TimeField(default=time(8))
    weekday = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    urgent_passes = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="vi")

    class Meta(Tracked.Meta):
        constraints = [models.CheckConstraint(name="preference_a_weekday", condition=Q(weekday__lte=6))]

    def __str__(self) -> str:
        return f"{self.account}"


class TemplateText(Fact):
    """The wording of a kind that a manager chose (mẫu thông báo), from `recorded_at` until the next one.

    `shipped`: back to the product's own.
    """

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    shipped = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["kind", "language", "recorded_at"], name="template_text_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Switch(Tracked):
    """A channel turned off by a manager (tắt kênh); no row, or `on`: it works where it is set up."""

    route = models.CharField(max_length=8, choices=Route.choices, unique=True)
    on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.route} {self.on}"


class Shown(Fact):
    """What the `demo` channel would have sent (tin minh hoạ): to be read on a page. Always illustrative."""

    route = models.CharField(max_length=8, choices=Route.choices)
    recipient = models.UUIDField()
    address = models.CharField(max_length=120)
    subject = models.CharField(max_length=400)
    body = models.TextField()

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["recorded_at"], name="shown_by_moment")]

    def __str__(self) -> str:
        return self.subject

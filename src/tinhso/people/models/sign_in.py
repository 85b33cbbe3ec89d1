"""What signing in needs beside the password: second factor, recovery codes, other identities, attempts."""

from __future__ import annotations

from django.db import models

from tinhso.base import clock
from tinhso.base.audit.models import Tracked
from tinhso.base.audit.triggers import history
from tinhso.people.models.accounts import Account


class SecondFactor(Tracked):
    """A TOTP key of an account (xác thực hai lớp, RFC 6238), encrypted with the deployment's key.

    `last_step` is the last time step whose code was taken, so that no code is taken twice.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="second_factor")
    secret = models.TextField()
    last_step = models.BigIntegerField(default=0)

    class Meta(Tracked.Meta):
        triggers = history(without=("secret", "last_step"))


class RecoveryCode(Tracked):
    """A code that stands in for the second factor once (mã khôi phục): only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        triggers = history(without=("digest",))


class ExternalIdentity(Tracked):
    """Who an account is at an outside provider (định danh ngoài): provider and subject."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=40)
    subject = models.CharField(max_length=255)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(name="identity_one_account", fields=["provider", "subject"]),
        ]


class SignInAttempt(models.Model):
    """One try to sign in, counted before it is judged so that tries at once are all counted.

    Personal data: `username` (folded), `address` (basic; kept 30 days).
    """

    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=10)
    username = models.CharField(max_length=150)
    address = models.GenericIPAddressField(null=True)
    succeeded = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["username", "at"], name="attempt_by_name"),
            models.Index(fields=["address", "at"], name="attempt_by_address"),
        ]

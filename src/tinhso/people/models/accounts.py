"""Ways to sign in, and keys for programs."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from tinhso.base.audit.models import Tracked
from tinhso.base.audit.triggers import history
from tinhso.people.models.persons import Person


class AccountManager(BaseUserManager["Account"]):
    """Accounts by name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of that user name, whatever its capitals."""
        return self.get(username__iexact=username)


class Account(Tracked, AbstractBaseUser):
    """A way to sign in (tài khoản). What it may do follows from the posts of its person."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    class Meta(Tracked.Meta):
        constraints = [models.UniqueConstraint(Lower("username"), name="account_one_name")]
        triggers = history(without=("password", "last_login"))

    def __str__(self) -> str:
        return self.username


class ApiToken(Tracked):
    """A key for programs (mã truy cập API): only its SHA-256 is kept. `scopes` limit what it may do."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        triggers = history(without=("digest",))

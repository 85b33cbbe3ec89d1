"""Placeholder of the first commit's account; widened in the same slice."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from tinhso.base.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    """Accounts by name."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of that user name."""
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A way to sign in (tài khoản)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=150, unique=True)
    USERNAME_FIELD = "username"
    objects = AccountManager()

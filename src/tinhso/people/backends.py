"""Django's door to accounts: names whatever their capitals, the person read along, equal time for all."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from tinhso.people import queries
from tinhso.people.models import Account


class Passwords(BaseBackend):
    """Accounts by password. An unknown or closed account costs the same time as a wrong password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_rest: object,
    ) -> Account | None:
        """The account, when name and password are right and it is open."""
        del request
        if username is None or password is None:
            return None
        found = Account.objects.select_related("person").filter(username__iexact=username).first()
        if found is None:
            make_password(password)
            return None
        right = found.check_password(password)
        return found if right and found.is_active else None

    def get_user(self, user_id: UUID) -> Account | None:
        """The open account of a session, its person and posts with it."""
        return queries.signed_in(user_id)

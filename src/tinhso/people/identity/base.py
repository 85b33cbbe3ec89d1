"""What a provider of identities is, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from tinhso.base.errors import Refusal


class IdentityRefused(Refusal):
    """The provider, or what it said, could not be believed."""

    status = 403
    code = "identity_refused"


class ProviderAway(Refusal):
    """The provider does not answer; passwords work as before."""

    status = 503
    code = "provider_away"


@dataclass(frozen=True)
class Asked:
    """What is kept of a sign-in that went to a provider, until it comes back."""

    provider: str
    state: str
    nonce: str
    verifier: str
    next: str
    since: float


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for. `email` is empty unless the provider has verified it."""

    subject: str
    username: str = ""
    email: str = ""
    name: str = ""


class Provider(Protocol):
    """A way to sign in elsewhere."""

    @property
    def code(self) -> str:
        """Its name in addresses and in the database."""

    @property
    def label(self) -> str:
        """Its name for people."""

    @property
    def match(self) -> Literal["username", "email"]:
        """By what an identity seen for the first time finds its account."""

    @property
    def second_factor(self) -> bool:
        """Whether the provider asks for a second factor itself, so that the product need not."""

    def address(self, asked: Asked, redirect_uri: str) -> str:
        """Where the reader is sent. Raises ProviderAway."""

    def identity(self, asked: Asked, code: str, redirect_uri: str) -> Identity:
        """Whom the code that came back stands for. Raises IdentityRefused, ProviderAway."""

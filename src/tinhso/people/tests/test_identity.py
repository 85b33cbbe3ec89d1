"""OpenID Connect: round trip with the demo's issuer, contract over HTTP, and what must not be believed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from pytest_django import Settings

from tinhso.base import clock
from tinhso.people.actions.identities import account_for
from tinhso.people.identity import demo
from tinhso.people.identity.base import Identity, IdentityRefused, ProviderAway
from tinhso.people.identity.oidc import OidcProvider, ask, challenge
from tinhso.people.identity.transport import Https
from tinhso.people.models import ExternalIdentity, Role
from tinhso.people.tests.conftest import House

HERE = "http://testserver"
ISSUER = f"{HERE}{demo.PATH}"
BACK = f"{HERE}/sign-in/with/demo/return/"


@pytest.fixture
def shown(settings: Settings) -> None:
    """Demo mode."""
    settings.DEMO = True


def _query(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


def _there(client: Client, to: str = "/account/") -> str:
    answer = client.get(f"/sign-in/with/demo/?next={to}")
    assert answer.status_code == 302
    return answer["Location"]


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_the_round_trip(client: Client, house: House) -> None:
    account = house.account("minh-hoa", Role.LEADER, illustrative=True)
    house.account("that", Role.LEADER)
    assert "Định danh điện tử (bản thử)" in client.get("/sign-in/").content.decode()
    address = _there(client)
    page = client.get(address).content.decode()
    assert str(account.pk) in page
    assert " style=" not in page
    back = client.post(address, {"account": str(account.pk)})["Location"]
    assert back.startswith(BACK)
    assert client.get(back)["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    tied = ExternalIdentity.objects.get()
    assert (tied.account, tied.provider, tied.illustrative) == (account, "demo", True)
    client.post("/sign-out/")
    assert client.get(back).status_code == 403, "an answer is taken once"
    again = client.post(_there(client), {"account": str(account.pk)})["Location"]
    assert client.get(again).status_code == 302
    assert ExternalIdentity.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_an_answer_belongs_to_the_browser_that_asked(client: Client, house: House) -> None:
    account = house.account("minh-hoa", illustrative=True)
    back = client.post(_there(client), {"account": str(account.pk)})["Location"]
    assert Client().get(back).status_code == 403
    state = _query(back)["state"]
    other = Client()
    _there(other)
    assert other.get(back).status_code == 403
    assert client.get(back.replace(state, state[::-1])).status_code == 403


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_the_issuer_sends_nobody_elsewhere(client: Client, house: House) -> None:
    account = house.account("minh-hoa", illustrative=True)
    real = house.account("that")
    address = _there(client)
    wrong = address.replace("sign-in%2Fwith", "somewhere%2Felse")
    assert client.post(wrong, {"account": str(account.pk)}).status_code == 403
    assert client.post(address, {"account": str(real.pk)}).status_code == 404
    assert client.post(address, {"account": "x"}).status_code == 404


@pytest.mark.django_db
def test_outside_the_demo_there_is_no_issuer(client: Client) -> None:
    for path in ("/.well-known/openid-configuration", "/keys", "/authorize"):
        assert client.get(demo.PATH + path).status_code == 404
    assert client.post(f"{demo.PATH}/token").status_code == 404
    assert client.get("/sign-in/with/demo/").status_code == 404


class OverHttp:
    """Speaks to the issuer through its addresses."""

    def get(self, url: str) -> dict[str, Any]:
        """Fetch."""
        answer = Client().get(urlsplit(url).path)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    def post(self, url: str, form: Mapping[str, str], client: tuple[str, str]) -> dict[str, Any]:
        """Send as the client."""
        pair = b64encode(":".join(client).encode()).decode()
        answer = Client(enforce_csrf_checks=True).post(
            urlsplit(url).path, dict(form), headers={"Authorization": f"Basic {pair}"}
        )
        if answer.status_code != 200:
            raise IdentityRefused(answer.json()["error"])
        found: dict[str, Any] = answer.json()
        return found


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("transport", [demo.InProcess(ISSUER), OverHttp()])
def test_the_contract(house: House, transport: Any) -> None:
    account = house.account("minh-hoa", illustrative=True)
    provider = replace(demo.provider(ISSUER, "thử"), transport=transport)
    asked = ask("demo", "/")
    query = _query(provider.address(asked, BACK))
    assert query["response_type"] == "code"
    assert query["code_challenge"] == challenge(asked.verifier)
    assert asked.verifier not in provider.address(asked, BACK)
    code = demo.code_for(account, query)
    found = provider.identity(asked, code, BACK)
    assert (found.subject, found.username) == (str(account.pk), "minh-hoa")
    faults: list[Callable[[], object]] = [
        lambda: provider.identity(replace(asked, verifier="x" * 43), code, BACK),
        lambda: provider.identity(replace(asked, nonce="x"), code, BACK),
        lambda: provider.identity(asked, code + "x", BACK),
        lambda: provider.identity(asked, code, BACK + "x"),
        lambda: replace(provider, client_secret="x").identity(asked, code, BACK),
        lambda: replace(provider, issuer=ISSUER + "/").identity(asked, code, BACK),
    ]
    for wrong in faults:
        with pytest.raises(IdentityRefused):
            wrong()


@dataclass
class Forger:
    """An issuer that says what it is told to say."""

    claims: dict[str, Any]
    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    algorithm: str = "RS256"
    sign_with: Any = None
    kid: str = "one"

    def get(self, url: str) -> dict[str, Any]:
        """Discovery and keys."""
        if "well-known" in url:
            return {
                "issuer": "https://id.example",
                "authorization_endpoint": "https://id.example/a",
                "token_endpoint": "https://id.example/t",
                "jwks_uri": "https://id.example/k",
            }
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def post(self, url: str, form: Mapping[str, str], client: tuple[str, str]) -> dict[str, Any]:
        """A token."""
        with_key = self.key if self.sign_with is None else self.sign_with
        return {
            "id_token": jwt.encode(self.claims, with_key, algorithm=self.algorithm, headers={"kid": self.kid})
        }


def _claims(asked_nonce: str, **changed: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    usual = {
        "iss": "https://id.example",
        "aud": "tinhso",
        "sub": "123",
        "iat": now,
        "exp": now + 300,
        "nonce": asked_nonce,
        "email": "an@langson.gov.vn",
        "email_verified": True,
        "preferred_username": "an",
    }
    return {key: value for key, value in (usual | changed).items() if value is not None}


def _believed(forger: Forger, nonce: str) -> Identity:
    provider = OidcProvider(
        code="x", label="X", issuer="https://id.example", client_id="tinhso", transport=forger
    )
    return provider.identity(replace(ask("x", "/"), nonce=nonce), "code", "https://here/")


def test_a_good_token_is_believed() -> None:
    found = _believed(Forger(_claims("n")), "n")
    assert found == Identity("123", "an", "an@langson.gov.vn", "")
    assert _believed(Forger(_claims("n", email_verified=False)), "n").email == ""
    assert _believed(Forger(_claims("n", email_verified="true")), "n").email == ""
    assert _believed(Forger(_claims("n", aud=["tinhso", "other"], azp="tinhso")), "n").subject == "123"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"aud": ["tinhso", "other"]},
        {"aud": ["tinhso", "other"], "azp": "other"},
        {"nonce": "m"},
        {"nonce": None},
        {"sub": None},
        {"exp": None},
        {"iat": None},
    ],
)
def test_a_token_that_does_not_fit_is_not_believed(changed: dict[str, Any]) -> None:
    with pytest.raises(IdentityRefused):
        _believed(Forger(_claims("n", **changed)), "n")


def test_old_and_future_tokens_are_not_believed() -> None:
    forger = Forger(_claims("n"))
    for shift in (timedelta(minutes=7), timedelta(minutes=-2)):
        with clock.standing_at(clock.now() + shift), pytest.raises(IdentityRefused):
            _believed(forger, "n")


@pytest.mark.parametrize("fault", ["none", "shared", "stranger", "unknown_key"])
def test_signatures_are_verified(fault: str) -> None:
    forger = Forger(_claims("n"))
    if fault == "none":
        forger.algorithm, forger.sign_with = "none", ""
    elif fault == "shared":
        forger.algorithm, forger.sign_with = "HS256", "x" * 64
    elif fault == "stranger":
        forger.sign_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    else:
        forger.kid = "two"
    with pytest.raises(IdentityRefused):
        _believed(forger, "n")


@pytest.mark.django_db
def test_an_identity_finds_its_account_once(house: House) -> None:
    account = house.account("an", email="An@langson.gov.vn")
    by_name = OidcProvider(code="x", label="X", issuer="https://id.example", client_id="tinhso")
    by_email = replace(by_name, code="y", match="email")
    assert account_for(by_name, Identity("1", "AN")) == account
    assert account_for(by_name, Identity("1", "renamed")) == account, "the subject decides from then on"
    assert account_for(by_email, Identity("9", email="an@langson.gov.vn")) == account
    for provider, stranger in (
        (by_name, Identity("2", "an")),
        (by_name, Identity("3", "")),
        (by_name, Identity("4", "khong-co")),
        (by_email, Identity("5", "an")),
    ):
        with pytest.raises(IdentityRefused):
            account_for(provider, stranger)
    account.is_active = False
    account.save()
    with pytest.raises(IdentityRefused):
        account_for(by_name, Identity("1", "an"))


@pytest.mark.parametrize("address", ["http://id.example/", "file:///etc/passwd", "ftp://id.example/"])
def test_nothing_but_https_is_spoken(address: str) -> None:
    with pytest.raises(ProviderAway):
        Https().get(address)


def test_a_provider_that_is_away_is_told_calmly() -> None:
    with pytest.raises(ProviderAway):
        Https().get("http://127.0.0.1:9/")

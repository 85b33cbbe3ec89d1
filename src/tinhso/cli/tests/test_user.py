"""`tinhso user`: what it prints, and what it leaves behind."""

from __future__ import annotations

import re

import pytest
from pytest_django import Settings

from tinhso.base.audit.models import AuditEntry
from tinhso.cli.exits import Exit
from tinhso.cli.main import call
from tinhso.cli.verbs import find
from tinhso.people.models import Account, Agency

pytestmark = pytest.mark.django_db


def _user(*words: str) -> int:
    found = find(["user", *words])
    assert found
    return call(*found)


@pytest.fixture
def agency() -> Agency:
    """Where the account belongs."""
    return Agency.objects.create(code="so-a", name="Sở A", kind="department")


ADD = ("add", "an.nv", "--name", "Nguyễn Văn An", "--agency", "so-a", "--title", "Quản trị", "--role")


def test_the_first_administrator_is_made_here(agency: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    assert _user(*ADD, "administrator") == Exit.DONE
    name, password = capsys.readouterr().out.strip().split("\t")
    account = Account.objects.get(username=name)
    assert account.check_password(password)
    assert account.must_change_password
    entry = AuditEntry.objects.get(verb="account.create")
    assert entry.actor is None
    assert entry.actor_label.startswith("tinhso user")

    assert _user("list", "--role", "administrator") == Exit.DONE
    assert capsys.readouterr().out.startswith("an.nv\topen\t-\t")
    assert _user("list", "--role", "auditor") == Exit.DONE
    assert capsys.readouterr().out == ""

    assert _user("reset", "an.nv") == Exit.DONE
    assert not Account.objects.get().check_password(password)
    capsys.readouterr()

    assert _user("disable", "AN.NV", "--reason", "nghỉ hưu") == Exit.DONE
    assert not Account.objects.get().is_active
    assert _user("enable", "an.nv") == Exit.DONE
    assert Account.objects.get().is_active


def test_a_key(agency: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    _user(*ADD, "auditor")
    capsys.readouterr()
    assert _user("token", "an.nv", "--name", "máy", "--scope", "read") == Exit.DONE
    assert re.fullmatch(r"tso_[\w-]{43}", capsys.readouterr().out.strip())
    assert _user("token", "an.nv", "--list") == Exit.DONE
    key = capsys.readouterr().out.split("\t")[0]
    assert _user("token", "an.nv", "--revoke", key) == Exit.DONE
    assert _user("token", "an.nv", "--revoke", key) == Exit.REFUSED


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("reset", "khong-co"), Exit.REFUSED),
        ((*ADD, "public"), Exit.USAGE),
        ((*ADD, "leader", "--since", "hôm qua"), Exit.USAGE),
        (("disable", "an"), Exit.USAGE),
        (("token", "an"), Exit.REFUSED),
    ],
)
def test_what_cannot_be_done(
    agency: Agency, words: tuple[str, ...], code: Exit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _user(*words) == code
    assert capsys.readouterr().out == ""


def test_demo_accounts_are_told_in_demo_mode_only(
    db: None, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    Account.objects.create(username="thu-nghiem", illustrative=True)
    Account.objects.create(username="that")
    _user("demo")
    assert capsys.readouterr().out == ""
    settings.DEMO = True
    _user("demo")
    told = capsys.readouterr().out
    assert "thu-nghiem" in told
    assert "that\n" not in told

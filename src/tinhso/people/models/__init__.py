"""Who acts: agencies and their history, positions, persons, posts, accounts, delegations."""

from tinhso.people.models.accounts import Account, AccountManager, ApiToken
from tinhso.people.models.agencies import Agency, AgencyKind, Succession
from tinhso.people.models.persons import Delegation, Person, Position, Post, Role
from tinhso.people.models.preferences import SavedFilter
from tinhso.people.models.sign_in import ExternalIdentity, RecoveryCode, SecondFactor, SignInAttempt

__all__ = [
    "Account",
    "AccountManager",
    "Agency",
    "AgencyKind",
    "ApiToken",
    "Delegation",
    "ExternalIdentity",
    "Person",
    "Position",
    "Post",
    "RecoveryCode",
    "Role",
    "SavedFilter",
    "SecondFactor",
    "SignInAttempt",
    "Succession",
]

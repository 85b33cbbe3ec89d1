"""Companies and who declares for them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotAllowed
from tinhso.bordergate import policies
from tinhso.bordergate.models import Company, Member, Vehicle
from tinhso.people.principals import Principal


def companies_of(by: Principal) -> list[Company]:
    """Those that `by` declares for now, by name. Raises NotSignedIn, NotAllowed."""
    policies.require_signed_in(by)
    assert by.account_id is not None, "whoever signed in has an account"
    now = clock.now()
    rows = Member.objects.filter(account=by.account_id, valid_from__lte=now)
    held = rows.filter(Q(valid_to=None) | Q(valid_to__gt=now)).values("company")
    return list(Company.objects.filter(pk__in=held))


def verified(company: Company) -> list[Vehicle]:
    """The vehicles of its fleet that may take a place."""
    return list(company.vehicles.filter(retired_at=None, verified_at__isnull=False))


def company_for(by: Principal, tax_code: str) -> Company:
    """The company of that tax code, for its people. Raises NotSignedIn; NotAllowed, also for unknown ones."""
    policies.require_signed_in(by)
    found = Company.objects.filter(tax_code=tax_code.strip()).first()
    if found is None:
        raise NotAllowed(_("Chỉ người được doanh nghiệp giao khai báo."))
    policies.require_declares(by, found)
    return found

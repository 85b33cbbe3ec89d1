"""Companies and who declares for them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.errors import NotAllowed
from tinhso.bordergate import policies
from tinhso.bordergate.models import Company
from tinhso.people.principals import Principal


def company_for(by: Principal, tax_code: str) -> Company:
    """The company of that tax code, for its people. Raises NotSignedIn; NotAllowed, also for unknown ones."""
    policies.require_signed_in(by)
    found = Company.objects.filter(tax_code=tax_code.strip()).first()
    if found is None:
        raise NotAllowed(_("Chỉ người được doanh nghiệp giao khai báo."))
    policies.require_declares(by, found)
    return found

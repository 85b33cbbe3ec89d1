"""Choosing how one is told (tùy chọn nhận thông báo)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Invalid
from tinhso.notify import policies
from tinhso.notify.kinds import GROUPS
from tinhso.notify.models import Preference
from tinhso.notify.schemas import Choices
from tinhso.people.principals import Principal


def arrange(by: Principal, choices: Choices) -> Preference:
    """Keep how one wants to be told; it holds for what is told from now on. Raises NotSignedIn, Invalid."""
    account = policies.require_arrange(by)
    if unknown := set(choices.routes) - set(GROUPS):
        raise Invalid(_("Không có nhóm thông báo “%(code)s”.") % {"code": min(unknown)}, field="routes")
    with acting(by, "notify.arrange") as act:
        row = Preference.objects.select_for_update().filter(account=account).first()
        row = row or Preference(account=account, illustrative=by.illustrative)
        kept = choices.model_dump()
        kept["routes"] = {group: [str(one) for one in ways] for group, ways in choices.routes.items()}
        for name, value in kept.items():
            setattr(row, name, value)
        row.save()
        act.record(f"notices:{account}", subject=row, data={"rhythm": row.rhythm})
    return row


def arrange_as_usual(by: Principal) -> None:
    """Forget what one chose: the settings of the deployment hold again. Raises NotSignedIn."""
    account = policies.require_arrange(by)
    with acting(by, "notify.arrange_as_usual") as act:
        Preference.objects.filter(account=account).delete()
        act.record(f"notices:{account}", subject="preference")

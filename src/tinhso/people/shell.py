"""What the shells show of the one who is signed in, and the brand of the home pack."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.packs.home import home_pack
from tinhso.base.packs.problems import PackError
from tinhso.base.web.shell import Brand, Link, Person, Shell
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal, principal_of


def brand() -> Brand:
    """The home pack's brand; the product's own where no pack can be read."""
    try:
        info = home_pack()
    except (NotFound, PackError, OSError):
        return Brand()
    owner = str(info.brand.owner) if info.brand.owner else ""
    return Brand(product=str(info.brand.product), owner=owner, colour=info.brand.colour)


def _links(who: Principal) -> tuple[Link, ...]:
    links = [Link(_("Tài khoản của tôi"), reverse("people:account"), icon="person")]
    if who.may(Capability.MANAGE_ACCOUNTS):
        links.append(Link(_("Quản trị tài khoản"), reverse("people:accounts"), icon="people"))
    return (*links, Link(_("Đăng xuất"), reverse("people:sign_out"), icon="sign-out", post=True))


def _choices(who: Principal) -> tuple[Link, ...]:
    return tuple(
        Link(
            _("%(post)s (ủy quyền)") % {"post": post} if post.delegated else str(post),
            reverse("people:act_in", args=[post.post_id]),
            current=post == who.acting,
            icon="agency",
            post=True,
        )
        for post in who.posts
    )


def provide(request: HttpRequest) -> Shell:
    """The shell of this request: `TINHSO_SHELL`. Faces that know more wrap it with `dataclasses.replace`."""
    who = principal_of(request)
    person = Person(who.name, who.post_label, _links(who)) if who.is_signed_in else None
    return Shell(
        brand=brand(),
        person=person,
        sign_in_url="" if person else reverse("people:sign_in"),
        acting_for=who.acting.agency if who.acting else "",
        acting_choices=_choices(who),
        illustrative=settings.DEMO,
    )

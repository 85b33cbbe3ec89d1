"""This room's entries in the rail."""

from tinhso.base.web.nav import NavItem

ITEMS: tuple[NavItem, ...] = ()

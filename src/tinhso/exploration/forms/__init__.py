"""How figures are looked at: one module a form, each with `make(ground) -> Made`."""
